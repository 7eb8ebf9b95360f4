/**
 * The functions that Step Functions adds to JSONata, and the two of JSONata that ask for the time, which here is the clock's.
 */
import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';

const HASHES = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);
const RANGE_LIMIT = 1000;
const dated = jsonata('$fromMillis($instant, $picture, $zone)');

/** Names that an expression may use without assigning them; `$eval` is not among them, for it would escape every check. */
export const ADDED_FUNCTIONS = [
  'hash',
  'millis',
  'now',
  'parse',
  'partition',
  'random',
  'range',
  'uuid',
] as const;

export function queryFunctions(now: number): Record<(typeof ADDED_FUNCTIONS)[number], unknown> {
  return {
    hash,
    millis: () => now,
    now: (picture?: string, zone?: string) => dated.evaluate({}, { instant: now, picture, zone }),
    parse,
    partition,
    random,
    range,
    uuid: () => randomUUID(),
  };
}

function hash(content: unknown, algorithm: unknown): string {
  const name = typeof algorithm === 'string' ? HASHES.get(algorithm) : undefined;
  if (name === undefined) throw new Error(`$hash knows ${[...HASHES.keys()].join(', ')} only.`);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  if (text === undefined) throw new Error('$hash needs something to hash.');
  return createHash(name).update(text, 'utf8').digest('hex');
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string') throw new Error('$parse takes a string of JSON.');
  return JSON.parse(text);
}

function partition(list: unknown, size: unknown): unknown[][] {
  if (!Array.isArray(list)) throw new Error('$partition takes an array.');
  if (typeof size !== 'number' || !(size >= 1))
    throw new Error('$partition takes a chunk size of 1 or more.');
  const step = Math.floor(size);
  return Array.from({ length: Math.ceil(list.length / step) }, (_, index) =>
    list.slice(index * step, (index + 1) * step),
  );
}

function range(first: unknown, last: unknown, step: unknown): number[] {
  if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number' || step === 0) {
    throw new Error('$range takes a first number, a last number and a step other than zero.');
  }
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > RANGE_LIMIT) throw new Error(`$range makes ${RANGE_LIMIT} numbers at most.`);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

function random(seed?: unknown): number {
  if (seed === undefined) return Math.random();
  if (typeof seed !== 'number') throw new Error('$random takes a number as its seed.');
  // The same seed must give the same number, on any machine and after any restart: 48 bits of a hash do.
  const digest = createHash('sha256').update(String(seed)).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
