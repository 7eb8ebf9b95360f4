/** 轮次汇总: every department that the member sees, with its sum and the obligations behind it, as one workbook. */
import { xlsxType } from '../../shared/contract/file.ts';
import { roundWorkbook, type SummedDepartment } from '../../shared/document/round-summary.ts';
import { sees, seesDepartment } from '../../shared/domain/authority.ts';
import type { Department, Member } from '../../shared/domain/directory.ts';
import { headInForce } from '../../shared/domain/edition.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { mapFew } from '../../shared/edge/at-once.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ledger } from '../../shared/ports.ts';
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import type { Ports } from './ports.ts';

export const exportRound: UseCase<Ports, 'exportRound'> = async (
  { ledger },
  { member, params, query, now },
) => {
  const [round, departments] = await Promise.all([
    ledger.round({ region: member.region, round: params.round }),
    ledger.departments(member.region),
  ]);
  const wanted = departments.filter(
    (each) =>
      seesDepartment(member, each) && (query.department === undefined || each.code === query.department),
  );
  if (round === undefined || wanted.length === 0)
    return deny(refusal('not-found', { what: '这一轮监控的填报' }));
  const summed: SummedDepartment[] = [];
  for (const department of wanted) summed.push(await summedDepartment(ledger, member, round, department));
  const only = query.department === undefined ? undefined : wanted[0];
  const sheets = roundWorkbook({
    title: round.title,
    filter: only === undefined ? '可见范围内的全部部门' : `部门 ${only.code} ${only.name}`,
    at: now,
    exporter: member.name,
    departments: summed.filter(({ filings }) => filings.length > 0),
  });
  const name = `轮次汇总-${round.round}${only === undefined ? '' : `-${only.code}`}.xlsx`;
  return accept({ name, type: xlsxType, bytes: await writeWorkbook(sheets), cursor: null });
};

async function summedDepartment(
  ledger: Ledger,
  member: Member,
  { region, round, fiscalYear }: RoundHead,
  department: Department,
): Promise<SummedDepartment> {
  const [heads, subjects] = await Promise.all([
    ledger.filings({ region, round, department: department.code }),
    ledger.subjects(region, fiscalYear, department.code),
  ]);
  const visible = heads.filter((head) => sees(member, head));
  const units = new Map(
    await mapFew([...new Set(visible.map(({ unit }) => unit))], async (code) => {
      const unit = await ledger.unit(region, code);
      return [code, unit?.name ?? ''] as const;
    }),
  );
  const filings = await mapFew(visible.map(headInForce), async (head) => ({
    head,
    subject: subjects.find(({ code }) => code === head.subject) ?? { name: head.subject, initial: {} },
    unitName: units.get(head.unit) ?? '',
    content: (await ledger.content(head)) ?? null,
  }));
  return { department, filings };
}
