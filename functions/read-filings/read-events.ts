/** 审核情况: who did what when, in order, with the chain that proves it. */
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './read-me.ts';
import { visibleFiling } from './visible-filing.ts';

export const readEvents: UseCase<Ports, 'readEvents'> = async ({ ledger }, { member, params }) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const { entries, intact } = await ledger.events(found.value);
  const events = entries.map(({ fact: { type, ...detail }, seq, at, by, prevHash, hash }) => ({
    seq,
    type,
    at,
    by: by && { ...by },
    detail,
    prevHash,
    hash,
  }));
  return accept({ filing: params.filing, events, intact });
};
