/**
 * G4: what the board of a county with 100 departments costs. It reads the departments' rows of counters and never a filing, so that 30,000
 * filings cost what 300 cost.
 */
import { Bureau } from '../support/bureau.ts';
import { issueBusyRound } from './busy-rounds.ts';
import { median, ms } from './figures.ts';

/** How many filings in which round: of three years, because a department owes one report a half-year. */
const rounds = { '2022-H1': 300, '2023-H1': 3_000, '2024-H1': 30_000 } as const;
const turns = 101;

export interface StandingCost {
  /** Everything that the function asked of the ledger to answer one board, by operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** Units of the queries: half of one is for who asks. */
  readonly readUnits: number;
  readonly obligations: number;
  readonly departments: number;
}

export async function costOfStanding(bureau: Bureau, round: string): Promise<StandingCost> {
  bureau.runtime.usage.reset();
  const { total, departments } = await standingOf(bureau, round);
  const lines = bureau.runtime.usage
    .snapshot()
    .filter(({ principal }) => principal.includes('QueryStanding'));
  return {
    calls: Object.fromEntries(lines.map(({ operation, calls }) => [operation, calls])),
    readUnits: lines.find(({ operation }) => operation === 'Query')?.readUnits ?? 0,
    obligations: total.obligations,
    departments: departments.length,
  };
}

const standingOf = (bureau: Bureau, round: string) =>
  bureau.ask('finance-office', 'readStanding', { params: { round } });

export async function standing(): Promise<Record<string, string>> {
  const bureau = await Bureau.open();
  try {
    for (const [round, filings] of Object.entries(rounds))
      await issueBusyRound(bureau.runtime, round, filings);
    await bureau.runtime.settled();
    const costs: Record<string, string> = {};
    for (const round of Object.keys(rounds)) {
      const { obligations, calls, readUnits } = await costOfStanding(bureau, round);
      costs[`${obligations} filings`] =
        `${calls['Query']} queries (who asks, and the board), ${readUnits} read units`;
    }
    return { ...costs, ...(await times(bureau)) };
  } finally {
    await bureau.close();
  }
}

/** Call after call in turn, so that whatever else the machine does falls on all of them alike. */
async function times(bureau: Bureau): Promise<Record<string, string>> {
  const taken = new Map(Object.keys(rounds).map((round): [string, number[]] => [round, []]));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [round, all] of taken) {
      const began = performance.now();
      await standingOf(bureau, round);
      all.push(performance.now() - began);
    }
  }
  const [small = 0, middle = 0, large = 0] = [...taken.values()].map(median);
  return {
    'time at 3,000 by that at 300': `${(middle / small).toFixed(2)} × (${ms(middle)})`,
    'time at 30,000 by that at 300, at most 1.3': `${(large / small).toFixed(2)} × (${ms(large)})`,
  };
}
