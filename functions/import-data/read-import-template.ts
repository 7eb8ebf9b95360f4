/** The template of a table, empty or filled with what the register holds now. */
import { xlsxType } from '../../shared/contract/file.ts';
import { templateSheets } from '../../shared/document/import-workbook.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { importTables, whyNotImporter } from '../../shared/domain/imports.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import { contextOf, type Ports } from './plan-file.ts';
import { scopeOf } from './scope.ts';

export const readImportTemplate: UseCase<Ports, 'readImportTemplate'> = async ({ ledger }, request) => {
  const { member, query, now } = request;
  const scope = scopeOf(query);
  const refused = whyNotImporter(member, scope.table);
  if (refused !== null) return deny(refused);
  const isFilled = query.filled === 'true';
  const register = isFilled ? await ledger.registerFor(member.region, scope.year, scope.table) : null;
  const occasion = { region: member.region, on: dayOf(now), by: member.id };
  const sheets = templateSheets(await contextOf(ledger, scope, occasion), register);
  const of = [scope.year, ...(scope.month === null ? [] : [`${scope.month}月`])].join('-');
  return accept({
    name: `${importTables[scope.table]}-${of}-${isFilled ? '现有数据' : '模板'}.xlsx`,
    type: xlsxType,
    bytes: await writeWorkbook(sheets),
    cursor: null,
  });
};
