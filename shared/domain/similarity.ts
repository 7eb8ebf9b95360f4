/**
 * How alike two narratives are (V27): Sørensen–Dice over the pairs of neighbouring characters, each as often as it occurs, of the texts
 * without widths, blanks and punctuation. Nearly all pairs of texts differ, so most are told apart by a small table of counts, and pairs
 * are matched exactly only where that leaves a doubt.
 */
import type { Ratio } from './ratio.ts';

/** Characters below which a text is too short to have been copied. */
const leastCharacters = 10;

/** Buckets of the table of counts, a power of two; pairs that fall together only make two texts look more alike than they are. */
const buckets = 512;

/** A text, ready to be compared. */
export interface Fingerprint {
  readonly characters: Uint32Array;
  /** How many pairs of neighbouring characters there are. */
  readonly pairs: number;
  readonly counts: Uint16Array;
}

/** Null where the text is too short. */
export function fingerprintOf(text: string): Fingerprint | null {
  const characters = charactersOf(bare(bare(text).normalize('NFKC')));
  if (characters.length < leastCharacters) return null;
  const counts = new Uint16Array(buckets);
  for (let at = 1; at < characters.length; at += 1) {
    const bucket = bucketOf(characters[at - 1] ?? 0, characters[at] ?? 0);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { characters, pairs: characters.length - 1, counts };
}

/** Without blanks and marks; what folding brings anew (the brackets of ⑴) goes with a second look. */
function bare(text: string): string {
  return text.replace(/[\s\p{P}]+/gu, '');
}

function charactersOf(text: string): Uint32Array {
  const characters = new Uint32Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; count += 1) {
    const character = text.codePointAt(at) ?? 0;
    characters[count] = character;
    at += character > 0xffff ? 2 : 1;
  }
  return characters.subarray(0, count);
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
  const all = one.pairs + other.pairs;
  // What both have counts twice in all pairs, so that twice the common ones is all without those of either that the other has not.
  const mostUnshared = (100 - percent) * all;
  if (differsFrom(one.counts, other.counts, mostUnshared)) return false;
  return 200 * commonPairs(one, other) > percent * all;
}

/** Whether counts differ by a bound in hundredths; pairs differ by no less than their counts, and most texts soon by that much. */
function differsFrom(one: Uint16Array, other: Uint16Array, bound: number): boolean {
  let difference = 0;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    difference += Math.abs((one[bucket] ?? 0) - (other[bucket] ?? 0));
    if (100 * difference >= bound) return true;
  }
  return false;
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
