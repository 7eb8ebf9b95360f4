/** Who holds the filings since when (domain §8): the desk that has held one longest stands first. */
import { describe, expect, test } from 'vitest';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { desksOf } from '../../shared/domain/holders.ts';
import { dueAt, fresh, onTheWay, sent } from '../support/filings.ts';

const at = (head: FilingHead, stageAt: number, deskDueAt = dueAt): FilingHead => ({
  ...head,
  stageAt,
  deskDueAt,
});
const said = (heads: readonly FilingHead[], now = 0) =>
  desksOf(heads, now).map(({ post, filings, oldest, overdue }) => [
    `${post.role} ${post.at}`,
    filings,
    oldest.stageAt,
    overdue,
  ]);

describe('desks', () => {
  test('of nothing there are none; what is on its way or at rest lies on none', () =>
    expect(said([sent(), onTheWay.passed(), onTheWay.inArchive()])).toEqual([]));
  test('each with how many, the oldest first', () =>
    expect(
      said([
        at(fresh(), 50),
        at(onTheWay.atDepartment(), 40),
        at(onTheWay.atDepartment(), 20),
        at(onTheWay.atSection(), 30),
        at(fresh('overall'), 10),
      ]),
    ).toEqual([
      ['dept-filler 101', 1, 10, 0],
      ['dept-reviewer 101', 2, 20, 0],
      ['section-reviewer S01', 1, 30, 0],
      ['unit-filler 101001', 1, 50, 0],
    ]));
  test.each([
    [99, 0],
    [100, 1],
  ])('at %i: %i should have left a desk that is due at 100', (now, overdue) =>
    expect(said([at(fresh(), 1, 100), at(fresh(), 2, 200)], now)).toEqual([
      ['unit-filler 101001', 2, 1, overdue],
    ]),
  );
});
