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
  if (!mayBeAlike(one, other, percent)) return false;
  return 200 * commonPairs(one, other) > percent * (one.pairs + other.pairs);
}

/**
 * Whether the counts leave it open. What both texts have counts twice in all pairs, so that too many pairs that only one of them has
 * settle it; pairs differ by no less than their counts, and those of most texts soon by that much.
 */
export function mayBeAlike(one: Fingerprint, other: Fingerprint, percent: number): boolean {
  const bound = (100 - percent) * (one.pairs + other.pairs);
  let difference = 0;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    difference += Math.abs((one.counts[bucket] ?? 0) - (other.counts[bucket] ?? 0));
    if (100 * difference >= bound) return false;
  }
  return true;
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
