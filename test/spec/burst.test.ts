/** Notice 4.1: a deadline's last minute. Step Functions lets few executions start in a second, and nobody who sends may lose by it. */
import { expect, test } from 'vitest';
import { burstOf } from '../bench/burst.ts';

test('120 submissions at once, ten starts a second: each acknowledged before its start, each started once, all on their desks', async () => {
  const { sent, executions, lost, twice, early, onDesk, startedPerSecond } = await burstOf(120, 10);
  expect({ sent, executions, lost, twice, early, onDesk }).toEqual({
    sent: 120,
    executions: 120,
    lost: 0,
    twice: 0,
    early: 0,
    onDesk: 120,
  });
  // The throttle has really been at work; how near to it the machine comes is for the bench to say.
  expect(startedPerSecond).toBeLessThanOrEqual(10);
}, 180_000);
