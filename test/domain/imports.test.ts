/** The chain of imports, and whose table is whose. */
import { describe, expect, test } from 'vitest';
import { evolveImports, type ImportTable, noImports, whyNotImporter } from '../../shared/domain/imports.ts';

const counts = { new: 1, changed: 0, unchanged: 0, errors: 0, asks: 0 };
const accepted = {
  type: 'accepted',
  import: 'a',
  table: 'subjects',
  year: 2022,
  month: null,
  digest: '',
  counts,
} as const;

describe('the head', () => {
  const before = noImports('360733');
  const taken = evolveImports(before, { seq: 1, hash: 'h1', at: 5, fact: accepted });
  const done = evolveImports(taken, { seq: 2, hash: 'h2', at: 9, fact: { type: 'applied', import: 'a' } });

  test('an acceptance moves the version on and says what has to be carried out, since when', () => {
    expect(before).toEqual({ region: '360733', seq: 0, version: 0, hash: '', applying: null });
    expect(taken).toEqual({
      region: '360733',
      seq: 1,
      version: 1,
      hash: 'h1',
      applying: { import: 'a', at: 5 },
    });
  });

  test('having carried it out is a fact, and stales nobody’s version', () => {
    expect(done).toEqual({ region: '360733', seq: 2, version: 1, hash: 'h2', applying: null });
  });
});

describe('whose table', () => {
  const member = (role: 'admin' | 'finance-office' | 'auditor', at = '360733') => ({
    id: 'li',
    region: '360733',
    name: '李某',
    posts: [{ role, at }],
  });

  test.each<[ImportTable, 'admin' | 'finance-office']>([
    ['directory', 'finance-office'],
    ['subjects', 'finance-office'],
    ['targets', 'finance-office'],
    ['execution', 'finance-office'],
    ['members', 'admin'],
  ])('%s is %s’s alone', (table, role) => {
    const other = role === 'admin' ? 'finance-office' : 'admin';
    expect(whyNotImporter(member(role), table)).toBeNull();
    for (const stranger of [
      member(other),
      member('auditor'),
      member(role, '360734'),
      { ...member(role), posts: [] },
    ])
      expect(whyNotImporter(stranger, table)).toMatchObject({ code: 'not-yours' });
  });
});
