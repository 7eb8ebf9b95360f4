import { expect, test } from 'vitest';
import { readInChild } from '../sheet/in-child.ts';
import { oddPdfs } from './odd-pdfs.ts';

const mebibyte = 1024 * 1024;
/** A function's memory: 256 MB with all that Node needs for itself. */
const child = { script: 'test/pdf/judging-child.ts', options: ['--max-old-space-size=96'] };

test('S6 · all odd PDFs together raise the peak of a process with a small heap by less than 128 MiB', async () => {
  const taken = await readInChild(oddPdfs, child);
  expect(Object.fromEntries(oddPdfs.map(({ name }) => [name, taken[name]?.kind]))).toEqual(
    Object.fromEntries(oddPdfs.map(({ name, verdict }) => [name, verdict])),
  );
  const growth = Object.values(taken).reduce((sum, one) => sum + one.growth, 0);
  expect(growth).toBeLessThan(128 * mebibyte);
});
