/** The journal keeps what it acknowledged, drops what it did not, and knows one from the other. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Journal, openJournal, type Position } from '../../infra/embedded/journal.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function open(
  file: string,
): Promise<{ journal: Journal<unknown>; seen: unknown[]; positions: Position[] }> {
  const seen: unknown[] = [];
  const positions: Position[] = [];
  const journal = await openJournal<unknown>(file, (record, position) => {
    seen.push(record);
    positions.push(position);
  });
  return { journal, seen, positions };
}

async function reopened(file: string): Promise<unknown[]> {
  const { journal, seen } = await open(file);
  await journal.close();
  return seen;
}

/** Writes each record with an fsync of its own; answers the file and the length after each. */
async function written(name: string, records: readonly unknown[]): Promise<{ file: string; ends: number[] }> {
  const file = join(folder, name);
  await rm(file, { force: true });
  const { journal } = await open(file);
  const ends = [journal.bytes];
  for (const record of records) {
    await journal.append(record);
    ends.push(journal.bytes);
  }
  await journal.close();
  return { file, ends };
}

const sample = [{ a: 1 }, { text: '县财政局 ✓', list: [1, 2, 3] }, 'plain', { nested: { deep: null } }];

test('what was appended is there again, in order, and was applied live alike', async () => {
  const file = join(folder, 'order');
  const { journal, seen } = await open(file);
  await Promise.all(Array.from({ length: 500 }, (_, n) => journal.append(n)));
  expect(seen).toEqual(Array.from({ length: 500 }, (_, n) => n));
  await journal.close();
  expect(await reopened(file)).toEqual(seen);
});

test('appends that wait together share one frame', async () => {
  const { journal, positions } = await open(join(folder, 'group'));
  await Promise.all([journal.append(1), journal.append(2), journal.append(3)]);
  expect(new Set(positions.map(({ frame }) => frame)).size).toBe(1);
  await journal.close();
});

test('records are read back by their positions', async () => {
  const { journal, positions } = await open(join(folder, 'read'));
  await Promise.all(sample.slice(0, 2).map((record) => journal.append(record)));
  for (const record of sample.slice(2)) await journal.append(record);
  expect(await journal.read([...positions].reverse())).toEqual([...sample].reverse());
  await journal.close();
});

test('cut at any byte, the whole records before the cut remain', async () => {
  const { file, ends } = await written('cut', sample);
  const bytes = await readFile(file);
  const cut = join(folder, 'cut-copy');
  for (let length = 0; length <= bytes.length; length += 1) {
    await writeFile(cut, bytes.subarray(0, length));
    const whole = ends.filter((end) => end <= length).length - 1;
    expect(await reopened(cut)).toEqual(sample.slice(0, Math.max(0, whole)));
  }
});

test('after a cut the journal goes on as if the rest had never been', async () => {
  const { file } = await written('goes-on', sample);
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, bytes.length - 3));
  const { journal } = await open(file);
  await journal.append('new');
  await journal.close();
  expect(await reopened(file)).toEqual([...sample.slice(0, -1), 'new']);
});

test('a flipped bit anywhere stops the start and names the record', async () => {
  const { file, ends } = await written('flip', sample);
  const bytes = await readFile(file);
  const flipped = join(folder, 'flip-copy');
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8((copy[at] ?? 0) ^ (1 << bit), at);
      await writeFile(flipped, copy);
      const record = ends.filter((end) => end <= at).length;
      const words = record === 0 ? 'is not a journal' : `damaged at record ${record} `;
      await expect(reopened(flipped)).rejects.toThrow(words);
    }),
    { numRuns: 300 },
  );
});

test('sectors at the end that were never filled are a torn write, in the middle they are damage', async () => {
  const long = Array.from({ length: 4 }, (_, n) => ({ n, text: 'x'.repeat(2000) }));
  const { file, ends } = await written('sectors', long);
  const bytes = await readFile(file);
  const blank = (from: number, to: number) => Buffer.from(bytes).fill(0, from, to);
  await writeFile(file, blank((ends[3] ?? 0) + 100, bytes.length));
  expect(await reopened(file)).toEqual(long.slice(0, 3));
  await writeFile(file, blank((ends[1] ?? 0) + 100, (ends[2] ?? 0) - 100));
  await expect(reopened(file)).rejects.toThrow('damaged at record 2 ');
});

test('a file that is no journal is left alone', async () => {
  const file = join(folder, 'other');
  await writeFile(file, 'some other file of someone');
  await expect(reopened(file)).rejects.toThrow('is not a journal');
  expect(await readFile(file, 'utf8')).toBe('some other file of someone');
});

describe('compaction', () => {
  test('keeps what it is told to, takes what comes meanwhile, and reads at the new places', async () => {
    const file = join(folder, 'compact');
    const { journal, positions } = await open(file);
    for (let n = 0; n < 50; n += 1) await journal.append(n);
    // The last write must have come to rest, or the record below would still go before the compaction.
    await setImmediate();
    const kept: Position[] = [];
    let changed = false;
    const compacting = journal.compact(async (keep) => {
      const records = await journal.read(positions);
      for (const record of records.filter((n) => Number(n) % 2 === 0)) kept.push(await keep(record));
      return () => {
        changed = true;
      };
    });
    const meanwhile = journal.append('meanwhile');
    await compacting;
    expect(changed).toBe(true);
    await meanwhile;
    const even = Array.from({ length: 25 }, (_, n) => n * 2);
    expect(await journal.read(kept)).toEqual(even);
    await journal.close();
    expect(await reopened(file)).toEqual([...even, 'meanwhile']);
  });

  test('one that fails leaves the journal as it was', async () => {
    const { file } = await written('compact-fails', sample);
    const { journal } = await open(file);
    await expect(journal.compact(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await journal.append('after');
    await journal.close();
    expect(await reopened(file)).toEqual([...sample, 'after']);
  });
});

test('a write that fails refuses this append and all later ones, and keeps what was acknowledged', async () => {
  const file = join(folder, 'full');
  const script = new URL('./journal-until-full.ts', import.meta.url).pathname;
  // A limit on the size of files stands in for a full disk: 64 blocks of the shell, 32 to 64 KiB.
  const output = await new Promise<string>((resolve, reject) => {
    const command = `ulimit -f 64; exec "${process.execPath}" --import tsx "${script}" "${file}"`;
    execFile('sh', ['-c', command], { env: { ...process.env, TSX_DISABLE_CACHE: '1' } }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
  const { acknowledged, first, later } = JSON.parse(output);
  expect(acknowledged).toBeGreaterThan(0);
  expect(first).toMatch(/could not be written \(EFBIG.*takes no more records until the next start/);
  expect(later).toBe(first);
  expect(await reopened(file)).toHaveLength(acknowledged);
});
