/** What the stream of the table tells: keys, and of which filing, round, report or disposition they speak. */
import type { DispositionRef } from '../domain/disposition.ts';
import type { FilingRef } from '../domain/filing.ts';
import type { ReportRef } from '../domain/report-checks.ts';
import type { RoundRef } from '../domain/round.ts';

/** Primary key of an item. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What an event's key speaks of: the filing, the round or the report, and the event's number; undefined for the key of any other item. */
export function aggregateOf(
  key: Key,
):
  | { readonly seq: number; readonly filing: FilingRef }
  | { readonly seq: number; readonly round: RoundRef }
  | { readonly seq: number; readonly report: ReportRef }
  | { readonly disposition: DispositionRef }
  | undefined {
  const [kind, name = '', ordinal = ''] = key.sk.split('#');
  const [region = '', first = '', department] = key.pk.split('#');
  if (kind !== 'EVENT') return undefined;
  const seq = Number(ordinal);
  if (first === 'DISPOSITIONS') return { disposition: dispositionRefOf(key) };
  if (first === 'ROUNDS') return { seq, round: { region, round: name } };
  if (first === 'REPORTS') return { seq, report: reportRefOf(key) };
  return department === undefined
    ? undefined
    : { seq, filing: { region, round: first, department, subject: name } };
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
