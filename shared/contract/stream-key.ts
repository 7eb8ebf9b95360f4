/** What the stream of the table tells: keys, and of which filing or round they speak. */
import type { FilingRef } from '../domain/filing.ts';
import type { RoundRef } from '../domain/round.ts';

/** Primary key of an item. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What an event's key speaks of: the filing or the round, and the event's number; undefined for the key of any other item. */
export function aggregateOf(
  key: Key,
):
  | { readonly seq: number; readonly filing: FilingRef }
  | { readonly seq: number; readonly round: RoundRef }
  | undefined {
  const [kind, name = '', ordinal = ''] = key.sk.split('#');
  const [region = '', first = '', department] = key.pk.split('#');
  if (kind !== 'EVENT') return undefined;
  const seq = Number(ordinal);
  if (first === 'ROUNDS') return { seq, round: { region, round: name } };
  return department === undefined
    ? undefined
    : { seq, filing: { region, round: first, department, subject: name } };
}
