/** How an import is named on the wire: one id for one scope and file, and nothing else is an id. */
import { describe, expect, test } from 'vitest';
import { formatImportId, parseImportId } from '../../shared/contract/import.ts';

const digest = '0123456789abcdef0123456789abcdef';

describe('an import’s id', () => {
  test.each([
    ['subjects', 2022, null, `subjects-2022-${digest}`],
    ['execution', 2022, 6, `execution-2022-6-${digest}`],
    ['execution', 2022, 12, `execution-2022-12-${digest}`],
  ] as const)('%s of %s, %s', (table, year, month, id) => {
    const ref = { table, year, month, digest };
    expect(formatImportId(ref)).toBe(id);
    expect(parseImportId(id)).toEqual(ref);
  });

  test.each([
    `subjects-2022-6-${digest}`,
    `execution-2022-${digest}`,
    `execution-2022-13-${digest}`,
    `execution-2022-06-${digest}`,
    `rounds-2022-${digest}`,
    `constructor-2022-${digest}`,
    `subjects-2022-${digest}0`,
    `subjects-2022-${digest.toUpperCase()}`,
    `subjects-2022-${digest}/../x`,
    '',
  ])('is not “%s”', (id) => {
    expect(parseImportId(id)).toBeUndefined();
  });
});
