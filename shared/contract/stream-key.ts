/** What the stream of the table tells: keys, and of which filing, round, report, disposition or news they speak. */
import type { DispositionRef } from '../domain/disposition.ts';
import type { FilingRef } from '../domain/filing.ts';
import type { ReportRef } from '../domain/report-checks.ts';
import type { RoundRef } from '../domain/round.ts';

/** Primary key of an item. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** A fact by its key: of which filing, round, report or disposition it is, its number in the chain, and its name. */
export type KeyedFact = { readonly seq: number; readonly type: string } & (
  | { readonly filing: FilingRef }
  | { readonly round: RoundRef }
  | { readonly report: ReportRef }
  | { readonly disposition: DispositionRef }
);

/** What an event's key speaks of; undefined for the key of any other item. */
export function factOf(key: Key): KeyedFact | undefined {
  const [kind, name = '', ordinal = '', type = ''] = key.sk.split('#');
  const [region = '', first = '', department] = key.pk.split('#');
  if (kind !== 'EVENT') return undefined;
  const seq = Number(ordinal);
  if (first === 'ROUNDS') return { seq, type, round: { region, round: name } };
  if (first === 'DISPOSITIONS') {
    const [, , , , , nth = '', fact = ''] = key.sk.split('#');
    return { seq: Number(nth), type: fact, disposition: dispositionRefOf(key) };
  }
  if (first === 'REPORTS') return { seq, type, report: reportRefOf(key) };
  return department === undefined
    ? undefined
    : { seq, type, filing: { region, round: first, department, subject: name } };
}

/** The news that a key speaks of; undefined for the key of any other item. */
export function newsOf({ pk, sk }: Key): { readonly region: string; readonly id: string } | undefined {
  const [kind, id] = sk.split('#');
  return kind === 'NEWS' && id !== undefined ? { region: pk.split('#')[0] ?? '', id } : undefined;
}

/** A report's key read back: the partition says year and period, the sort key the department. */
export function reportRefOf({ pk, sk }: Key): ReportRef {
  const [region = '', , slot = ''] = pk.split('#');
  const [, department = ''] = sk.split('#');
  const period = slot.slice(5) === 'annual' ? 'annual' : 'half-year';
  return { region, fiscalYear: parseInt(slot.slice(0, 4), 10), period, department };
}

/** A disposition's key, of its head or of an event, read back. */
export function dispositionRefOf({ pk, sk }: Key): DispositionRef {
  const [region = ''] = pk.split('#');
  const [, round = '', department = '', subject = '', number = ''] = sk.split('#');
  return { filing: { region, round, department, subject }, number: Number(number) };
}
