/**
 * Stops the parts of a runtime in one fixed order, whatever of them has been started: who takes work in stops first, who
 * others still need stops last. A part that fails to stop does not keep the others from it.
 */
import type { Stoppable } from './parts.ts';

/** From the door to the cellar. */
const ORDER = [
  'gateway',
  'schedules',
  'streams',
  'events',
  'machines',
  'functions',
  'endpoint',
  'objects',
  'tables',
  'engine',
] as const;

export type Stage = (typeof ORDER)[number];

export interface Rundown extends Stoppable {
  /** Remembers a part; gives it back, so that it can be noted where it is made. */
  note<T extends Stoppable>(stage: Stage, part: T): T;
}

export function createRundown(): Rundown {
  const parts = new Map<Stage, Stoppable[]>();
  return {
    note(stage, part) {
      parts.set(stage, [...(parts.get(stage) ?? []), part]);
      return part;
    },
    async stop() {
      const failures: unknown[] = [];
      for (const stage of ORDER) {
        const results = await Promise.allSettled((parts.get(stage) ?? []).map((part) => part.stop()));
        failures.push(...results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
      }
      parts.clear();
      if (failures.length > 0) throw new AggregateError(failures, 'The runtime did not stop cleanly');
    },
  };
}
