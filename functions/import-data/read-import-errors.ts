/** The rows that keep a file out, as a workbook to mend and upload again. */

import { xlsxType } from '../../shared/contract/file.ts';
import { formatImportId } from '../../shared/contract/import.ts';
import { errorSheets } from '../../shared/document/import-workbook.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { importTables, whyNotImporter } from '../../shared/domain/imports.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import { type Ports, planFile } from './plan-file.ts';

export const readImportErrors: UseCase<Ports, 'readImportErrors'> = async (ports, request) => {
  const { member, now } = request;
  const ref = request.params.import;
  const refused = whyNotImporter(member, ref.table);
  if (refused !== null) return deny(refused);
  const bytes = await ports.files.received(member.region, formatImportId(ref));
  if (bytes === undefined) return deny(refusal('not-found', { what: '这份导入文件（上传后只保留7天）' }));
  const occasion = { region: member.region, on: dayOf(now), by: member.id };
  const planned = await planFile(ports, ref, occasion, bytes);
  if (!planned.ok) return planned;
  const { sheets, plan } = planned.value;
  return accept({
    name: `${importTables[ref.table]}-${ref.year}-错误行.xlsx`,
    type: xlsxType,
    bytes: await writeWorkbook(errorSheets(sheets, plan.verdicts)),
    cursor: null,
  });
};
