import { expect, test } from 'vitest';
import { hostileFiles } from './hostile-files.ts';
import { readInChild, writeInChild } from './in-child.ts';
import { largeWorkbook } from './large-workbook.ts';

const mebibyte = 1024 * 1024;

test('S10 · all hostile files together raise the peak of a process by less than 64 MiB', async () => {
  const taken = Object.values(await readInChild(hostileFiles));
  expect(taken).toHaveLength(hostileFiles.length);
  expect(taken.filter(({ kind }) => kind === 'taken')).toEqual([]);
  expect(taken.reduce((sum, { growth }) => sum + growth, 0)).toBeLessThan(64 * mebibyte);
});

test('reading 45,000 rows of 14 cells raises it by less than 128 MiB', async () => {
  const taken = await readInChild([{ name: 'import', bytes: () => largeWorkbook(45_000, 14) }]);
  expect(taken['import']).toMatchObject({ kind: 'taken' });
  expect(taken['import']?.growth).toBeLessThan(128 * mebibyte);
});

test('writing them raises it by less than 128 MiB', async () => {
  expect(await writeInChild(45_000, 14)).toBeLessThan(128 * mebibyte);
});
