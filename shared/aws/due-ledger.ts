/** Filings that follow a moved due day of their round: in slices, each of them a transaction of facts, counters summed up. */
import { endOfDay } from '../domain/calendar.ts';
import type { FilingHead } from '../domain/filing.ts';
import { decideFollowDue } from '../domain/filing-decisions.ts';
import { Fault } from '../fault.ts';
import type { CalendarLedger } from '../ports.ts';
import { mergedTallies } from './extension-ledger.ts';
import { appending, filingLedger } from './filing-ledger.ts';
import { inSlices } from './in-slices.ts';
import { roundLedger } from './round-ledger.ts';
import type { Table } from './table.ts';

/** Two writes each, and the department's counters, in one transaction of a hundred. */
const movedAtOnce = 40;
/** While people save their drafts, heads move under it; what is left is then tried again on the present ones. */
const tries = 6;

type How = Parameters<CalendarLedger['followDue']>[1];

export function dueLedger(table: Table): Pick<CalendarLedger, 'followDue'> {
  const { filings } = filingLedger(table);
  const { tallies } = roundLedger(table);
  return {
    async followDue({ region, round, dueOn }, how) {
      const rows = await tallies({ region, round });
      const moved = await inSlices(rows, async ({ department }) => {
        for (let turn = 1; turn <= tries; turn += 1) {
          const count = await moveAll(
            table,
            await filings({ region, round, department }),
            endOfDay(dueOn),
            how,
          );
          if (count !== undefined) return count;
        }
        throw new Fault('follow due', new Error(`filings of ${department} kept moving`));
      });
      return moved.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** Undefined where one of them was not as it was read: some may have been moved then. */
async function moveAll(
  table: Table,
  heads: readonly FilingHead[],
  dueAt: number,
  how: How,
): Promise<number | undefined> {
  const moving = heads.flatMap((head) => {
    const fact = decideFollowDue(head, dueAt);
    return fact === null ? [] : [{ head, fact }];
  });
  for (let from = 0; from < moving.length; from += movedAtOnce) {
    const slice = moving.slice(from, from + movedAtOnce);
    const writes = slice.flatMap(({ head, fact }) => appending(head, { ...how, fact }).writes);
    if (!(await table.write(mergedTallies(writes)))) return undefined;
  }
  return moving.length;
}
