/**
 * G5: a deadline evening of the whole country on paper. 500 filings a second fall on 3,000 counties by Zipf's law (the largest gets 58 of
 * them), each county has 100 departments of one size, and each filing writes what a filing writes; whose key is how hot?
 */
import { deskKey, keyOf } from '../../shared/contract/item.ts';

const counties = 3_000;
const departments = 100;
const filingsPerSecond = 500;

/**
 * Write units of one filing on the evening itself: saved, sent, and arrived on a desk. Transactions double the units; heads and counters
 * are of 1 KB, a saved form and an evaluation of 2 KB, events and memos of 1 KB.
 */
const writes = {
  head: 3 * 2,
  event: (2 + 2 + 1) * 2,
  tally: 3 * 2,
  memo: 2 * 2,
  /** The sparse index: off the filler's desk when it is saved and sent, onto the reviewer's. */
  desk: 2 + 1 + 1,
} as const;

export interface Hottest {
  readonly key: string;
  readonly unitsPerSecond: number;
}

export function hottestKeys({ bodiesUnderRound = false } = {}): {
  readonly table: Hottest;
  readonly todo: Hottest;
} {
  const harmonic = Array.from({ length: counties }, (_, rank) => 1 / (rank + 1)).reduce(
    (sum, share) => sum + share,
  );
  const table = new Map<string, number>();
  const todo = new Map<string, number>();
  const add = (keys: Map<string, number>, key: string, units: number) =>
    keys.set(key, (keys.get(key) ?? 0) + units);
  for (let rank = 0; rank < counties; rank += 1) {
    const region = String(110_000 + rank);
    const each = filingsPerSecond / (rank + 1) / harmonic / departments;
    for (let index = 0; index < departments; index += 1) {
      const ref = { region, round: '2022-H1', department: String(100 + index), subject: 'P01' };
      const body = bodiesUnderRound ? keyOf.tally(ref).pk : keyOf.filing(ref).pk;
      add(table, body, each * (writes.head + writes.event));
      add(table, keyOf.tally(ref).pk, each * writes.tally);
      add(table, keyOf.idempotency(region, `${ref.department}-filler`, 'key').pk, each * writes.memo);
      add(
        todo,
        deskKey(region, { role: 'section-reviewer', at: `S${String(index % 5).padStart(2, '0')}` }),
        each * writes.desk,
      );
    }
  }
  return { table: hottest(table), todo: hottest(todo) };
}

function hottest(keys: ReadonlyMap<string, number>): Hottest {
  const [[key, units] = ['', 0]] = [...keys].sort(([, a], [, b]) => b - a);
  return { key, unitsPerSecond: Math.round(units) };
}

export async function hotKeys(): Promise<Record<string, string>> {
  const { table, todo } = hottestKeys();
  const worse = hottestKeys({ bodiesUnderRound: true });
  const said = ({ key, unitsPerSecond }: Hottest) => `${unitsPerSecond} units/s on ${key}`;
  return {
    'hottest key of the table': said(table),
    'hottest key of the index': said(todo),
    'were bodies under the round’s key': said(worse.table),
  };
}
