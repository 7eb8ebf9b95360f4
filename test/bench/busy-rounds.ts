/**
 * Rounds of a hundred departments on a busy day, written by the ledger's own issue: filings at every stage and under every light, late,
 * extended, with errands and with reports. What the board costs is decided by the bytes of these rows, so that no counter is missing.
 */
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import type { Runtime } from '../../infra/embedded/runtime.ts';
import { inSlices } from '../../shared/aws/in-slices.ts';
import { openReportingLedger } from '../../shared/aws/reporting-ledger.ts';
import { openTable, type Table } from '../../shared/aws/table.ts';
import { keyOf } from '../../shared/contract/item.ts';
import { counterAttributes } from '../../shared/contract/tally-item.ts';
import { addDays, dayOf, endOfDay } from '../../shared/domain/calendar.ts';
import type { Department } from '../../shared/domain/directory.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { lights } from '../../shared/domain/light.ts';
import type { ReportHead } from '../../shared/domain/report.ts';
import { newReport } from '../../shared/domain/report-evolution.ts';
import { fiscalYearOf } from '../../shared/domain/round.ts';
import { countsOf, summedCounts } from '../../shared/domain/standing.ts';
import type { ReportingLedger } from '../../shared/ports-report.ts';
import { apply, dueAt, fresh, onTheWay, returned, saved, sent } from '../support/filings.ts';

export const departmentCount = 100;
const region = sampleCounty.region.code;

/** A filing at each stage. */
const samples: readonly FilingHead[] = [
  fresh(),
  saved(),
  returned(onTheWay.atDepartment(), 'dept'),
  sent(),
  onTheWay.atDepartment(),
  onTheWay.atSection(),
  onTheWay.passed(),
  onTheWay.inArchive(),
  apply(fresh(), { type: 'exempted', reason: '项目已撤销' }),
];

/** Issues a round of so many filings, evenly over the departments. */
export async function issueBusyRound(runtime: Runtime, round: string, filings: number): Promise<void> {
  const { awsUrl: endpoint, region: awsRegion, credentials, outputs } = runtime;
  const config = { endpoint, region: awsRegion, credentials };
  const name = outputs['LedgerTable'] ?? '';
  const [ledger, table] = [openReportingLedger(name, config), openTable(name, config)];
  const departments = Array.from({ length: departmentCount }, (_, index) => index);
  await inSlices(departments, async (index) => {
    const department = departmentAt(index);
    const heads = headsOf(department, round, index, filings / departmentCount);
    await movesEveryCounter(table, heads[0] ?? fresh());
    await ledger.issue(department, heads, dueAt);
    await expectsReport(ledger, department, round);
  });
}

/** Under the names of the notice's ten bodies, which are as long as names of departments are. */
function departmentAt(index: number): Department {
  const { name = '', section = '' } = sampleCounty.departments[index % 10] ?? {};
  return { code: String(100 + index), name, section, keyMonitoring: index % 10 !== 9 };
}

function headsOf({ code, section }: Department, round: string, turn: number, count: number): FilingHead[] {
  return Array.from({ length: count }, (_, index) => ({
    ...headAt(turn * count + index),
    region,
    round,
    department: code,
    subject: `${code}P${index}`,
    section,
  }));
}

/** No two of them weigh the same, and their due days are that of the round and two that were granted. */
function headAt(index: number): FilingHead {
  const head = samples[index % samples.length] ?? fresh();
  const light = lights[index % lights.length] ?? 'green';
  const granted = [0, 0, 3, 5][index % 4] ?? 0;
  return {
    ...head,
    adjusted: 12_345_678_91n + BigInt(index) * 7_654_321n,
    dueAt: endOfDay(addDays(dayOf(dueAt - 1), granted)),
    extended: granted > 0,
    ...(head.firstSentAt !== null && { firstSentAt: index % 2 === 0 ? dueAt - 1 : dueAt + 6 * 86_400_000 }),
    evaluated: head.evaluated && { ...head.evaluated, lights: { ...head.evaluated.lights, filing: light } },
  };
}

/** In the course of a round each counter has once been moved, and what has come to nought stays in the row as a nought. */
async function movesEveryCounter(table: Table, ref: FilingHead): Promise<void> {
  const all = Array.from({ length: samples.length * lights.length }, (_, index) => countsOf(headAt(index)));
  const add = counterAttributes(summedCounts(all));
  const back = Object.fromEntries(Object.entries(add).map(([name, value]) => [name, -value]));
  for (const moves of [add, back]) await table.write([{ key: keyOf.tally(ref), add: moves }]);
}

/** It came late and lies in the archive, and another file has just been asked for: every counter of reports is there. */
async function expectsReport(ledger: ReportingLedger, department: Department, round: string): Promise<void> {
  const { code, name, section, keyMonitoring } = department;
  const ref = { region, fiscalYear: fiscalYearOf(round), period: 'half-year', department: code } as const;
  const expected = newReport(ref, { round, name, section, dueAt, at: dueAt });
  const archived: ReportHead = { ...expected, state: 'archived', firstUploadedAt: dueAt + 1 };
  await ledger.expectReport(archived, keyMonitoring);
}
