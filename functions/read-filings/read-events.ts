/** 审核情况: who did what when, in order, with the chain that proves it. */
import * as z from 'zod/mini';
import { formatFilingId, instant } from '../../shared/contract/field.ts';
import { formatWan } from '../../shared/domain/money.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import type { Ports } from './read-me.ts';

export const readEvents: UseCase<Ports, 'readEvents'> = async ({ ledger }, { member, params }) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const { entries, intact } = await ledger.events(found.value);
  const events = entries.map(({ fact: { type, ...detail }, seq, at, by, prevHash, hash }) => ({
    seq,
    type,
    at,
    by: by && { ...by },
    detail: inWireForm(detail),
    prevHash,
    hash,
  }));
  return accept({ filing: formatFilingId(found.value), events, intact });
};

/** Instants and amounts within a fact leave the house as all others do. */
function inWireForm(detail: Record<string, unknown>): Record<string, unknown> {
  const wire = ([name, value]: [string, unknown]) => {
    if (typeof value === 'bigint') return [name, formatWan(value)];
    return name.endsWith('At') && typeof value === 'number'
      ? [name, z.encode(instant, value)]
      : [name, value];
  };
  return Object.fromEntries(Object.entries(detail).map(wire));
}
