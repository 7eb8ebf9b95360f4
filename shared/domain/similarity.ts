/**
 * How alike two narratives are (V27): Sørensen–Dice over the pairs of neighbouring characters, each as often as it occurs, of the texts
 * without widths, blanks and punctuation. Nearly all pairs of texts differ, so most are told apart by their lengths or by a small table
 * of counts, and pairs are matched exactly only where these leave a doubt.
 */
import type { Ratio } from './ratio.ts';

/** Characters below which a text is too short to have been copied. */
const leastCharacters = 10;

/** Buckets of the table of counts, a power of two; pairs that fall together only make two texts look more alike than they are. */
const buckets = 512;

/** A text, ready to be compared. */
export interface Fingerprint {
  readonly characters: readonly number[];
  /** How many pairs of neighbouring characters there are. */
  readonly pairs: number;
  readonly counts: Uint16Array;
}

/** Null where the text is too short. */
export function fingerprintOf(text: string): Fingerprint | null {
  const bare = text.normalize('NFKC').replace(/[\s\p{P}]+/gu, '');
  const characters = Array.from(bare, (character) => character.codePointAt(0) ?? 0);
  if (characters.length < leastCharacters) return null;
  const counts = new Uint16Array(buckets);
  for (let at = 1; at < characters.length; at += 1) {
    const bucket = bucketOf(characters[at - 1] ?? 0, characters[at] ?? 0);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { characters, pairs: characters.length - 1, counts };
}

function bucketOf(first: number, second: number): number {
  return (first * 31 + second) & (buckets - 1);
}

/** Twice the common pairs ÷ all pairs: 1 for the same text, 0 where nothing is common. */
export function similarity(one: Fingerprint, other: Fingerprint): Ratio {
  return { part: BigInt(2 * commonPairs(one, other)), whole: BigInt(one.pairs + other.pairs) };
}

/** Whether the similarity is strictly more than so many whole percent. */
export function isAlike(one: Fingerprint, other: Fingerprint, percent: number): boolean {
  const least = percent * (one.pairs + other.pairs);
  const exceeds = (common: number) => 200 * common > least;
  return (
    exceeds(Math.min(one.pairs, other.pairs)) &&
    exceeds(mostCommonPairs(one, other)) &&
    exceeds(commonPairs(one, other))
  );
}

/** No fewer than the pairs in common, and quickly counted. */
function mostCommonPairs({ counts }: Fingerprint, other: Fingerprint): number {
  let most = 0;
  for (let bucket = 0; bucket < buckets; bucket += 1)
    most += Math.min(counts[bucket] ?? 0, other.counts[bucket] ?? 0);
  return most;
}

function commonPairs(one: Fingerprint, other: Fingerprint): number {
  const left = countPairs(one);
  let common = 0;
  for (const [pair, count] of countPairs(other)) common += Math.min(count, left.get(pair) ?? 0);
  return common;
}

/** Above every code point, so that each pair is a number of its own. */
const planes = 0x110000;

function countPairs({ characters }: Fingerprint): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let at = 1; at < characters.length; at += 1) {
    const pair = (characters[at - 1] ?? 0) * planes + (characters[at] ?? 0);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}
