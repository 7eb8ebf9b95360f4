import { describe, expect, test } from 'vitest';
import { fileProblemKinds } from '../../shared/sheet/file-problem.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { hostileFiles } from './hostile-files.ts';

describe('S10 · a file that must not be taken is refused with the right words', () => {
  test.each(hostileFiles)('$name is $kind', async ({ kind, bytes }) => {
    const read = await readTables(bytes());
    expect(read.ok ? 'taken' : read.problem.kind).toBe(kind);
  });

  test('every kind of problem is met', () => {
    expect([...new Set(hostileFiles.map(({ kind }) => kind))].sort()).toEqual([...fileProblemKinds].sort());
  });
});
