/** A zip as it grows: what a reader finds in it, and that nothing of it is kept waiting. */
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type ZipEntry, zipped } from '../../functions/pack-bundles/zip.ts';

const at = Date.parse('2022-12-31T00:00:00Z');

test('another reader finds every entry as it went in', async () => {
  const text = new TextEncoder().encode('县教体局'.repeat(1000));
  const entries: ZipEntry[] = [
    { path: '一/text.json', chunks: [text.subarray(0, 100), text.subarray(100)] },
    { path: 'empty', chunks: [] },
    { path: 'scan.pdf', stored: true, chunks: [text] },
  ];
  const chunks: Uint8Array[] = [];
  for await (const chunk of zipped(oneByOne(entries), at)) chunks.push(chunk);
  expect(unzipSync(Buffer.concat(chunks))).toEqual({
    '一/text.json': text,
    empty: new Uint8Array(),
    'scan.pdf': text,
  });
});

async function* oneByOne(entries: readonly ZipEntry[]) {
  yield* entries;
}

test('of 200 MB that pass, never more than one chunk waits inside', async () => {
  const chunk = new Uint8Array(1024 * 1024);
  let [taken, given, most] = [0, 0, 0];
  function* scans() {
    for (let turn = 0; turn < 20; turn += 1) {
      taken += chunk.length;
      yield chunk;
    }
  }
  const entries = Array.from({ length: 10 }, (_, file) => ({
    path: `${file}.pdf`,
    stored: true as const,
    chunks: scans(),
  }));
  for await (const out of zipped(oneByOne(entries), at)) {
    given += out.length;
    most = Math.max(most, taken - given);
  }
  expect(taken).toBe(200 * 1024 * 1024);
  expect(most).toBeLessThanOrEqual(chunk.length);
});
