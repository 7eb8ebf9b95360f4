/**
 * A previewed file is accepted: planned anew on the register of this moment, archived, and then recorded in one transaction, which is
 * what decides between two people. Only afterwards the register is brought after it.
 */
import type { AnswerOf } from '../../shared/contract/api.ts';
import { formatImportId } from '../../shared/contract/import.ts';
import type { CellVerdict } from '../../shared/document/import-draft.ts';
import type { Plan } from '../../shared/document/import-plan.ts';
import { dayOf, type Instant } from '../../shared/domain/calendar.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import {
  type ImportFact,
  type ImportRef,
  type ImportsHead,
  importerPost,
  whyNotImporter,
} from '../../shared/domain/imports.ts';
import { type Refusal, refusal, refusalWith } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { Request, UseCase } from '../../shared/edge/endpoint.ts';
import type { Entry } from '../../shared/ports.ts';
import { carryOut, finishPending } from './carry-out.ts';
import { type Ports, planFile } from './plan-file.ts';

/** Remarks that a refusal names; its sentence counts all of them. */
const mostIssues = 200;

export const acceptImport: UseCase<Ports, 'acceptImport'> = async (ports, request) => {
  const { ledger, files } = ports;
  const { member } = request;
  const ref = request.params.import;
  const refused = whyNotImporter(member, ref.table);
  if (refused !== null) return deny(refused);
  const head = await finishPending(ports, member.region);
  if (request.ifMatch !== head.version) return deny(stale(head));
  const bytes = await files.received(member.region, formatImportId(ref));
  if (bytes === undefined) return deny(refusal('not-found', { what: '这份导入文件（上传后只保留7天）' }));
  const planned = await acceptable(ports, request, bytes);
  if (!planned.ok) return planned;
  await files.keep(member.region, formatImportId(ref), bytes);
  const entry = entryOf(request, ref, files.digest(bytes), planned.value);
  const after = await ledger.appendToImports(head, entry);
  if (after === undefined) return deny(stale(await ledger.importsHead(member.region)));
  await carryOut(ports, after, planned.value);
  return accept(receiptOf(after, entry));
};

/** The plan alone: the file's rows, many times as large, are not needed while it is carried out. */
async function acceptable(
  ports: Ports,
  { member, now, params, body }: Request<'acceptImport'>,
  bytes: Uint8Array,
): Promise<Result<Plan>> {
  const occasion = { region: member.region, on: dayOf(now), by: member.id };
  const planned = await planFile(ports, params.import, occasion, bytes);
  if (!planned.ok) return planned;
  const hindered = hindrance(planned.value.plan, body.confirmed);
  return hindered === null ? accept(planned.value.plan) : deny(hindered);
}

/** Somebody else has accepted an import since the preview: what it showed holds no longer. */
function stale({ version }: ImportsHead): Refusal {
  return refusal('stale-version', { current: version });
}

function hindrance({ counts, verdicts }: Plan, confirmed: boolean): Refusal | null {
  if (counts.errors > 0)
    return refusalOf(
      'import-has-errors',
      verdicts.filter(({ level }) => level === 'block'),
    );
  if (counts.asks === 0 || confirmed) return null;
  return refusalOf(
    'import-unconfirmed',
    verdicts.filter(({ level }) => level === 'explain'),
  );
}

function refusalOf(
  code: 'import-has-errors' | 'import-unconfirmed',
  verdicts: readonly CellVerdict[],
): Refusal {
  const issues = verdicts.map(({ sheet, cell, rule, message }) => ({
    pointer: `/${sheet}/${cell}`,
    rule,
    message,
  }));
  const whole = refusalWith(code, issues);
  return { ...whole, issues: issues.slice(0, mostIssues) };
}

interface Acceptance {
  readonly fact: Extract<ImportFact, { type: 'accepted' }>;
  readonly at: Instant;
}

function entryOf(
  { member, now: at, memo }: Request<'acceptImport'>,
  ref: ImportRef,
  digest: string,
  { counts }: Plan,
): Entry<ImportsHead, ImportFact> & Acceptance {
  const { table, year, month } = ref;
  const { role } = importerPost(table, member.region);
  const fact = { type: 'accepted', import: formatImportId(ref), table, year, month, digest, counts } as const;
  return {
    fact,
    at,
    by: { id: member.id, name: member.name, post: roleNames[role] },
    memo: memo<ImportsHead>((after) => receiptOf(after, { fact, at })),
  };
}

function receiptOf({ version, hash }: ImportsHead, { fact, at }: Acceptance): AnswerOf<'acceptImport'> {
  const { type: _, ...rest } = fact;
  return { ...rest, version, at, hash };
}
