/**
 * R21: an item of the ledger that can never be handled goes to the dead letters and is seen by whoever looks after the system; nothing else
 * waits for it: not the stream, not the sweep, not the reconciliation. (That the queue raises an alarm is said in test/infra/alarms.)
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyOf } from '../../shared/contract/item.ts';
import { Bureau } from '../support/bureau.ts';
import { smallCounty } from '../support/counties.ts';
import { refOf, Saboteur } from '../support/saboteur.ts';

const minute = 60_000;
let bureau: Bureau;
let saboteur: Saboteur;
beforeAll(async () => {
  const county = smallCounty('101', '102');
  bureau = await Bureau.open('2022-07-01', county);
  saboteur = new Saboteur(bureau);
  await bureau.opens('2022-H1', county.subjects.length);
});
afterAll(async () => {
  saboteur?.close();
  await bureau?.close();
});

test('what can never be handled is given up, told of, and holds nobody up', async () => {
  const [poison, other] = [bureau.halfYear('101P01'), bureau.halfYear('101P02')];
  const [missed, whole] = [bureau.halfYear('102P01'), bureau.halfYear('102Z00')];
  await other.isFiled();
  const { faults, usage } = bureau.runtime;
  const relay =
    usage.snapshot().find(({ principal }) => principal.includes('AdvanceWorkflow'))?.principal ?? '';

  // Two are sent while the relay is away: one whose item is then spoilt, and one that only the sweep will find.
  for (const filing of [poison, missed]) await filing.isFilled();
  faults.inject({ error: 'InternalServerError', principal: relay, probability: 1 });
  for (const filing of [poison, missed]) {
    const { version } = await filing.read();
    await bureau.ask(await filing.filler(), 'submitFiling', { ...filing.params, version });
  }
  await saboteur.update(keyOf.filing(refOf(poison)), { u: 42 });
  await bureau.passes(12 * minute);
  faults.clear();

  await whole.isFiled();
  expect(await other.stage()).toBe('dept-review');
  await bureau.passes(31 * minute);
  await bureau.runtime.settled();
  expect(await missed.stage()).toBe('dept-review');
  expect(await saboteur.isLookedAfter(missed)).toBe(true);

  const seen = await bureau.ask('admin', 'readOperations');
  expect(seen.errands).toMatchObject({ count: 1 });
  expect(seen.stuck).toEqual(['360733-2022-H1-101']);
  expect(seen.deadLetters.count).toBeGreaterThan(0);
  expect(seen.deadLetters.some.map((letter) => letter.function).join()).toContain('AdvanceWorkflow');
  expect(Date.parse(seen.reconciledAt ?? '')).toBeGreaterThan(bureau.runtime.clock.now() - 16 * minute);

  // Mended by hand, it goes on by itself.
  await saboteur.update(keyOf.filing(refOf(poison)), { u: '101001' });
  await bureau.passes(31 * minute);
  await bureau.runtime.settled();
  expect(await poison.stage()).toBe('dept-review');
  expect(await bureau.ask('admin', 'readOperations')).toMatchObject({ stuck: [], errands: { count: 0 } });
}, 180_000);
