/** A chain of events as it leaves the house: instants and amounts within a fact as all others do. */
import * as z from 'zod/mini';
import { instant } from '../contract/field.ts';
import { formatWan } from '../domain/money.ts';
import type { Sealed } from '../ports.ts';

export function wireEvents(entries: readonly Sealed<{ readonly type: string }>[]) {
  return entries.map(({ fact: { type, ...detail }, seq, at, by, prevHash, hash }) => ({
    seq,
    type,
    at,
    by: by && { ...by },
    detail: inWireForm(detail),
    prevHash,
    hash,
  }));
}

function inWireForm(detail: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, wireValue(name, value)]));
}

function wireValue(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return formatWan(value);
  if (name.endsWith('At') && typeof value === 'number') return z.encode(instant, value);
  return isPlain(value) ? inWireForm(value) : value;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
