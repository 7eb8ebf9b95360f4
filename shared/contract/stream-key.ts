/** What the stream of the table tells: keys, and of which filing or round they speak. */
import type { FilingRef } from '../domain/filing.ts';
import type { RoundRef } from '../domain/round.ts';

/** Primary key of an item. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What a stream record's key speaks of: the filing or the round whose event it is; undefined for any other item. */
export function aggregateOf(key: Key): { filing: FilingRef } | { round: RoundRef } | undefined {
  const [kind, name = ''] = key.sk.split('#');
  const [region = '', first = '', department] = key.pk.split('#');
  if (kind !== 'EVENT') return undefined;
  if (first === 'ROUNDS') return { round: { region, round: name } };
  return department === undefined
    ? undefined
    : { filing: { region, round: first, department, subject: name } };
}
