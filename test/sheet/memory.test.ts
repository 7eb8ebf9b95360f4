import { expect, test } from 'vitest';
import { hostileFiles } from './hostile-files.ts';
import { readInChild } from './reading-in-child.ts';

const mebibyte = 1024 * 1024;

test('S10 · all hostile files together raise the peak of a process by less than 64 MiB', async () => {
  const taken = Object.values(await readInChild(hostileFiles));
  expect(taken).toHaveLength(hostileFiles.length);
  expect(taken.filter(({ kind }) => kind === 'taken')).toEqual([]);
  expect(taken.reduce((sum, { growth }) => sum + growth, 0)).toBeLessThan(64 * mebibyte);
});
