/**
 * Looks at the outermost members of a JSON object in its bytes and changes them there. The front has to add one field to
 * a request and take one out of an answer; parsing and writing a megabyte of items for that would be the dearest part of
 * a read. The bytes must be valid JSON.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);

export interface Member {
  /** Of the opening quote of the name. */
  readonly start: number;
  readonly valueStart: number;
  /** Just after the value. */
  readonly end: number;
}

export function findMember(json: Buffer, name: string): Member | undefined {
  const quoted = Buffer.from(JSON.stringify(name));
  let at = skipSpace(json, json.indexOf('{') + 1);
  while (json[at] === QUOTE) {
    const start = at;
    const nameEnd = endOfString(json, at);
    const valueStart = skipSpace(json, skipSpace(json, nameEnd, COLON));
    const end = endOfValue(json, valueStart);
    if (json.compare(quoted, 0, quoted.length, start, nameEnd) === 0) return { start, valueStart, end };
    at = skipSpace(json, end, COMMA);
  }
  return undefined;
}

/** The object without the member, and with it the comma that parted it from its neighbour. */
export function withoutMember(json: Buffer, member: Member): Buffer {
  const following = skipSpace(json, member.end);
  if (json[following] === COMMA)
    return Buffer.concat([json.subarray(0, member.start), json.subarray(following + 1)]);
  let before = member.start;
  while (before > 0 && isSpace(json[before - 1])) before -= 1;
  if (json[before - 1] === COMMA) before -= 1;
  return Buffer.concat([json.subarray(0, before), json.subarray(member.end)]);
}

/** The object with one member more, which it must not have and which must not be its only one. */
export function withMember(json: Buffer, name: string, value: unknown): Buffer {
  const opening = json.indexOf('{') + 1;
  const member = Buffer.from(`${JSON.stringify(name)}:${JSON.stringify(value)},`);
  return Buffer.concat([json.subarray(0, opening), member, json.subarray(opening)]);
}

function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && byte <= SPACE;
}

/** Skips white space, and `mark` as well where one is given. */
function skipSpace(json: Buffer, from: number, mark?: number): number {
  let at = from;
  while (isSpace(json[at]) || (mark !== undefined && json[at] === mark)) at += 1;
  return at;
}

function endOfString(json: Buffer, from: number): number {
  let at = from;
  for (;;) {
    at = json.indexOf(QUOTE, at + 1);
    if (at < 0) return json.length;
    let slashes = 0;
    while (json[at - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
}

function endOfValue(json: Buffer, from: number): number {
  const first = json[from] ?? 0;
  if (first === QUOTE) return endOfString(json, from);
  return OPENING.has(first) ? endOfNested(json, from) : endOfWord(json, from);
}

function endOfNested(json: Buffer, from: number): number {
  let at = from;
  let depth = 0;
  do {
    const byte = json[at] ?? 0;
    if (OPENING.has(byte)) depth += 1;
    if (CLOSING.has(byte)) depth -= 1;
    at = byte === QUOTE ? endOfString(json, at) : at + 1;
  } while (depth > 0 && at < json.length);
  return at;
}

function endOfWord(json: Buffer, from: number): number {
  let at = from;
  while (at < json.length && json[at] !== COMMA && !CLOSING.has(json[at] ?? 0)) at += 1;
  return at;
}
