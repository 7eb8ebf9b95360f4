/** Notice 4.1: the finance office looks at the board all day. What it costs grows with departments and not with filings. */
import { expect } from 'vitest';
import { departmentCount, issueBusyRound } from '../bench/busy-rounds.ts';
import { costOfStanding } from '../bench/standing.ts';
import { test } from '../support/test.ts';

test('the board of 100 departments is one query of at most seven read units, with 300 filings as with 3,000', async ({
  bureau,
}) => {
  await issueBusyRound(bureau.runtime, '2022-H1', 300);
  await issueBusyRound(bureau.runtime, '2023-H1', 3_000);
  await bureau.runtime.settled();
  const few = await costOfStanding(bureau, '2022-H1');
  const many = await costOfStanding(bureau, '2023-H1');
  expect(few).toMatchObject({ calls: { Query: 2 }, obligations: 300, departments: departmentCount });
  expect(many).toMatchObject({ calls: { Query: 2 }, obligations: 3_000, departments: departmentCount });
  // One of the two is for who asks, with the posts at which he stands in. The same rows; only the numbers in them have more digits.
  expect(many.readUnits - few.readUnits).toBeLessThanOrEqual(1);
  expect(many.readUnits).toBeLessThanOrEqual(7);
}, 120_000);
