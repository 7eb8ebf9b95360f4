/** Filings of a round that the member may see. A page is a department: its filings stand together, and no page reads the county. */
import type { QueryOf } from '../../shared/contract/api.ts';
import { sees, seesDepartment } from '../../shared/domain/authority.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { type FilingRow, rowsOf } from './filing-row.ts';
import type { Ports } from './read-me.ts';

export const listFilings: UseCase<Ports, 'listFilings'> = async ({ ledger }, { member, query, now }) => {
  const departments = (await ledger.departments(member.region)).filter((each) =>
    seesDepartment(member, each),
  );
  const wanted =
    query.department === undefined ? departments : departments.filter((d) => d.code === query.department);
  const from = query.cursor === undefined ? 0 : wanted.findIndex((each) => each.code === query.cursor);
  const department = wanted[from];
  if (department === undefined) return deny(refusal('not-found', { what: '这个部门' }));
  const heads = await ledger.filings({
    region: member.region,
    round: query.round,
    department: department.code,
  });
  const visible = heads.filter(
    (head) => sees(member, head) && (query.stage === undefined || head.stage === query.stage),
  );
  const rows = await rowsOf(ledger, visible, now);
  const filings = rows.filter((row) => isWanted(row, query));
  return accept({ filings, cursor: wanted[from + 1]?.code ?? null });
};

function isWanted(row: FilingRow, { light, late }: QueryOf<'listFilings'>): boolean {
  const isLit = light === undefined || row.lights?.filing === light;
  return isLit && (late === undefined || (late === 'true') === row.daysLate > 0);
}
