/** A file is looked at: what it would do, row by row. It is kept for a week under an id made of its content; the register stays as it is. */
import { formatImportId } from '../../shared/contract/import.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { whyNotImporter } from '../../shared/domain/imports.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { finishPending } from './carry-out.ts';
import { type Ports, planFile } from './plan-file.ts';
import { scopeOf } from './scope.ts';

/** Remarks that a preview shows. */
const mostVerdicts = 200;

export const previewImport: UseCase<Ports, 'previewImport'> = async (ports, request) => {
  const { member, body: bytes, now } = request;
  const scope = scopeOf(request.query);
  const refused = whyNotImporter(member, scope.table);
  if (refused !== null) return deny(refused);
  const { version } = await finishPending(ports, member.region);
  const occasion = { region: member.region, on: dayOf(now), by: member.id };
  const planned = await planFile(ports, scope, occasion, bytes);
  if (!planned.ok) return planned;
  const id = formatImportId({ ...scope, digest: ports.files.digest(bytes).slice(0, 32) });
  await ports.files.receive(member.region, id, bytes);
  const { counts, rows, verdicts } = planned.value.plan;
  const toShow = counts.new + counts.changed + counts.errors;
  return accept({
    ...scope,
    import: id,
    version,
    counts,
    rows,
    verdicts: verdicts.slice(0, mostVerdicts),
    truncated: toShow > rows.length || verdicts.length > mostVerdicts,
  });
};
