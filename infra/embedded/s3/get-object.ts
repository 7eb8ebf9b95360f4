/** GetObject and HeadObject: whole or a range, on condition, with the headers that were kept or asked for. */
import type { FileHandle } from 'node:fs/promises';
import { type Answer, type Call, type Handler, permit, type Store } from './call.ts';
import type { StoredObject } from './catalog.ts';
import { checksumHeader } from './checksums.ts';
import { readCondition } from './conditions.ts';
import { CONTENT_HEADERS, descriptionHeaders, versionHeader } from './description.ts';
import { notImplemented, S3Failure } from './failures.ts';
import { findObject } from './find-object.ts';

export const headObject: Handler = async (call, store) => {
  permitRead(call, store);
  const version = await findObject(call, store);
  return preface(call, version).answer;
};

export const getObject: Handler = async (call, store) => {
  permitRead(call, store);
  const { version, file } = await openNewest(call, store);
  try {
    const { answer, span } = preface(call, version);
    if (span === undefined || span.end < span.start) {
      await file.close();
      return answer;
    }
    return { ...answer, body: file.createReadStream({ start: span.start, end: span.end }) };
  } catch (error) {
    await file.close();
    throw error;
  }
};

function permitRead(call: Call, store: Store): void {
  permit(call, store, call.query.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject');
}

/** The file of a bucket without versions may be replaced between the look-up and its opening; then look again. */
export async function openNewest(
  call: Call,
  store: Store,
): Promise<{ version: StoredObject; file: FileHandle }> {
  for (let attempt = 1; ; attempt++) {
    const version = await findObject(call, store);
    try {
      return { version, file: await store.files.open(version.file) };
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The answer without its body, and which bytes the body has; no span where there is none to send. */
function preface(call: Call, version: StoredObject): { answer: Answer; span?: Span } {
  const identity = {
    ETag: `"${version.etag}"`,
    'Last-Modified': new Date(version.modified).toUTCString(),
    ...versionHeader(call, version.versionId),
  };
  if (readCondition(call.headers, version) === 'unmodified')
    return { answer: { status: 304, headers: identity } };
  const range = rangeOf(call, version);
  const span = range ?? { start: 0, end: version.size - 1 };
  const headers = {
    ...descriptionHeaders(version),
    ...overrides(call),
    ...identity,
    'Accept-Ranges': 'bytes',
    'Content-Length': String(span.end - span.start + 1),
    ...(range
      ? { 'Content-Range': `bytes ${range.start}-${range.end}/${version.size}` }
      : checksum(call, version)),
  };
  return { answer: { status: range ? 206 : 200, headers }, span };
}

/** A checksum is of the whole; beside a part of the bytes a client would take it for theirs. */
function checksum(call: Call, version: StoredObject): Record<string, string> {
  if (call.headers.get('x-amz-checksum-mode')?.toUpperCase() !== 'ENABLED') return {};
  const { algorithm, value, type } = version.checksum;
  return { [checksumHeader(algorithm)]: value, 'x-amz-checksum-type': type };
}

function overrides(call: Call): Record<string, string> {
  const chosen = CONTENT_HEADERS.flatMap((name) => {
    const value = call.query.get(`response-${name}`);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(chosen);
}

function rangeOf(call: Call, version: StoredObject): Span | undefined {
  const text = call.headers.get('range');
  const condition = call.headers.get('if-range');
  if (text === undefined || (condition !== undefined && !stillThat(condition, version))) return undefined;
  if (text.includes(',')) throw notImplemented('A request for several ranges');
  const match = /^bytes=(\d*)-(\d*)$/.exec(text.trim());
  // HTTP has a server overlook a range it cannot read.
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  return satisfiable(match[1] ?? '', match[2] ?? '', version.size, text);
}

function stillThat(condition: string, version: StoredObject): boolean {
  return condition === `"${version.etag}"` || condition === new Date(version.modified).toUTCString();
}

function satisfiable(from: string, to: string, size: number, text: string): Span | undefined {
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (start >= size || (from === '' && Number(to) === 0))
    throw new S3Failure('InvalidRange', 'The requested range is not satisfiable', 416, {
      RangeRequested: text,
      ActualObjectSize: size,
    });
  return { start, end };
}
