/**
 * Counts calls and capacity units per principal and operation, so that the cost of a business action in the cloud is
 * known at the desk. Units come from the engine, which rounds item sizes and weighs index writes as AWS does; a
 * transaction doubles the units of its tables, not those of their indexes. A refused condition costs units in AWS too, by
 * the size of the item that is there; here it counts the least that it can cost.
 */
import type { Json } from '../parts.ts';
import { listIn, numberIn, objectIn } from './shapes.ts';

export interface UsageLine {
  readonly principal: string;
  readonly operation: string;
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface Usage {
  snapshot(): readonly UsageLine[];
  reset(): void;
}

export interface Spent {
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface UsageCounter extends Usage {
  count(principal: string, operation: string, spent: Spent): void;
}

const NOTHING: Spent = { readUnits: 0, writeUnits: 0 };

export function createUsage(): UsageCounter {
  const lines = new Map<string, UsageLine>();
  return {
    snapshot: () => [...lines.values()],
    reset: () => lines.clear(),
    count(principal, operation, spent) {
      const name = `${principal} ${operation}`;
      const before = lines.get(name) ?? { calls: 0, ...NOTHING };
      lines.set(name, {
        principal,
        operation,
        calls: before.calls + 1,
        readUnits: before.readUnits + spent.readUnits,
        writeUnits: before.writeUnits + spent.writeUnits,
      });
    },
  };
}

/** The units in a `ConsumedCapacity`, which is one entry or a list with one per table. */
export function spentBy(consumed: unknown, spends: 'reads' | 'writes'): Spent {
  const entries = (Array.isArray(consumed) ? consumed : [consumed]).map(objectIn);
  const sum = (field: string) => entries.reduce((total, entry) => total + numberIn(entry[field]), 0);
  // A repeated transaction writes nothing: it costs reads, and says so.
  const reread = sum('ReadCapacityUnits');
  if (spends === 'reads') return { readUnits: sum('CapacityUnits'), writeUnits: 0 };
  return { readUnits: reread, writeUnits: sum('CapacityUnits') - reread };
}

/** What a refused write costs at the least: one unit per item, and twice that in a transaction. */
export function spentByRefusal(error: string, output: Json): Spent {
  if (error === 'ConditionalCheckFailedException') return { readUnits: 0, writeUnits: 1 };
  if (error !== 'TransactionCanceledException') return NOTHING;
  const reasons = listIn(output['CancellationReasons']).map((reason) => objectIn(reason)['Code']);
  return reasons.includes('ConditionalCheckFailed')
    ? { readUnits: 0, writeUnits: 2 * reasons.length }
    : NOTHING;
}
