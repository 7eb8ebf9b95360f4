/** What one approved filing costs in the cloud, counted by the embedded services: counts do not depend on the machine. */
import { expect } from 'vitest';
import { test } from '../support/test.ts';

test('an approved project filing: states, history, units, and the size of its head', async ({ bureau }) => {
  await bureau.opens('2022-H1');
  const filing = bureau.halfYear('101P01');
  await bureau.runtime.settled();
  const before = bureau.runtime.counts();
  await filing.isFiled();
  await filing.isApproved();
  await filing.isApproved();
  await bureau.runtime.settled();
  const after = bureau.runtime.counts();
  expect(after.statesEntered - before.statesEntered).toBe(4);
  expect(after.historyEvents - before.historyEvents).toBe(21);
});
