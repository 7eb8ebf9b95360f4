/**
 * Events about objects on their way to the bus. An event's row joins the transaction of the change it tells of and goes
 * only once the bus has taken the event; what a crash leaves here is told again at start: at least once, never lost.
 */
import { randomBytes } from 'node:crypto';
import type { BusEvent, Clock, Emit, Stoppable } from '../parts.ts';
import type { Change, Rows } from './rows.ts';

export interface Outbox extends Stoppable {
  /** The row for the transaction, and what to do after it: `deliver` never rejects, it tries again later. */
  enclose(sequence: string, event: BusEvent): { change: Change; deliver(): Promise<void> };
  /** Takes up what an earlier run has left. */
  resume(): Promise<void>;
}

const PARTITION = 'outbox';
const RETRY_AFTER = 5_000;

export function openOutbox(rows: Rows, emit: Emit, clock: Clock): Outbox {
  const running = new Set<Promise<void>>();
  const waiting = new Set<() => void>();
  let stopped = false;

  async function attempt(sk: string, event: BusEvent): Promise<void> {
    try {
      await emit(event);
      await rows.write([{ pk: PARTITION, sk, remove: true }]);
    } catch {
      if (stopped) return;
      const cancel = clock.at(clock.now() + RETRY_AFTER, () => {
        waiting.delete(cancel);
        void deliver(sk, event);
      });
      waiting.add(cancel);
    }
  }

  function deliver(sk: string, event: BusEvent): Promise<void> {
    const run = attempt(sk, event).finally(() => running.delete(run));
    running.add(run);
    return run;
  }

  return {
    enclose(sequence, event) {
      const sk = `${sequence}-${randomBytes(8).toString('hex')}`;
      return {
        change: { pk: PARTITION, sk, put: { doc: event }, when: 'absent' },
        deliver: () => deliver(sk, event),
      };
    },
    async resume() {
      for (const { sk, doc } of await rows.query<BusEvent>(PARTITION, {})) await deliver(sk, doc);
    },
    async stop() {
      stopped = true;
      for (const cancel of waiting) cancel();
      await Promise.all(running);
    },
  };
}
