/**
 * G5: every partition of the table and of its index begins with the region, and bodies never share the key that counters are under, so that
 * a deadline evening of the whole country leaves the hottest key below half of what a partition takes.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deskKey, keyOf } from '../../shared/contract/item.ts';
import { hottestKeys } from '../bench/hot-keys.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const ref = fc.record({
  region: digits(6),
  round: fc.constantFrom('2022-H1', '2022-Q3', '2022-Q4-1', '2023-Q4-2'),
  department: digits(3),
  subject: fc.stringMatching(/^[0-9A-Z]{1,20}$/),
  id: fc.stringMatching(/^[\w-]{1,64}$/),
});

/** What no region can know stands under the pseudo-region 000000. */
const ofNoRegion = ['region', 'signIn'] as const;

type Builder = (...given: readonly unknown[]) => { readonly pk: string };

describe('every key begins with its region', () => {
  const builders = Object.entries(keyOf).filter(
    ([name, builder]) => typeof builder === 'function' && !ofNoRegion.some((each) => each === name),
  );
  test.each(builders)('%s', (_, builder) =>
    fc.assert(
      fc.property(ref, fc.nat(999_999), (where, seq) => {
        const build = builder as unknown as Builder;
        // Some builders take a reference and some the region itself: a text with the fields of a reference is both.
        const first = Object.assign(Object(where.region), where);
        expect(build(first, seq, seq, seq, seq).pk.split('#')[0]).toBe(where.region);
      }),
    ),
  );
  test.each(['region', 'signIn'] as const)('%s stands under 000000', (name) =>
    expect(keyOf[name]('360733').pk).toMatch(/^000000#/),
  );
  test('desks of the index', () =>
    fc.assert(
      fc.property(ref, ({ region, department }) => {
        expect(deskKey(region, { role: 'dept-reviewer', at: department })).toMatch(new RegExp(`^${region}#`));
      }),
    ));
});

describe('500 filings a second over 3,000 counties, Zipf 1.0', () => {
  test('the hottest key of the table and of the index takes at most 500 write units a second', () => {
    const { table, todo } = hottestKeys();
    expect(table.unitsPerSecond).toBeLessThanOrEqual(500);
    expect(todo.unitsPerSecond).toBeLessThanOrEqual(500);
  });
  test('were bodies under the round’s key, it would take more', () =>
    expect(hottestKeys({ bodiesUnderRound: true }).table.unitsPerSecond).toBeGreaterThan(500));
});
