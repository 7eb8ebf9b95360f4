/** 处置台账: a year's dispositions as far as this member sees their filings, oldest due first, with their sums; and one with its history. */
import { sees } from '../../shared/domain/authority.ts';
import { belongingOf, type DispositionHead, isOpen, sumsOf } from '../../shared/domain/disposition.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { wireEvents } from '../../shared/edge/wire-events.ts';
import { type Ports, visibleDisposition } from './act-on-disposition.ts';
import { viewOf } from './view.ts';

export const listDispositions: UseCase<Ports, 'listDispositions'> = async (
  { dispositions: kept },
  request,
) => {
  const { member, query, now } = request;
  const all = await kept.dispositionsIn(member.region, Number(query.year));
  const chosen = all.filter((head) => sees(member, belongingOf(head)) && isAskedFor(head, query));
  const dispositions = [...chosen].sort(byDue).map((head) => viewOf(head, member, now));
  return accept({ dispositions, totals: sumsOf(chosen) });
};

function isAskedFor(head: DispositionHead, query: Parameters<typeof listDispositions>[1]['query']): boolean {
  const { department, round, open } = query;
  if (department !== undefined && head.filing.department !== department) return false;
  if (round !== undefined && head.filing.round !== round) return false;
  return open === undefined || isOpen(head) === (open === 'true');
}

/** What is not ordered yet has no day and comes last. */
function byDue(a: DispositionHead, b: DispositionHead): number {
  return (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9') || a.stateAt - b.stateAt;
}

export const readDisposition: UseCase<Ports, 'readDisposition'> = async ({ dispositions }, request) => {
  const { member, params, now } = request;
  const found = await visibleDisposition(dispositions, member, params.disposition);
  if (!found.ok) return found;
  const { entries, intact } = await dispositions.dispositionEvents(params.disposition);
  return accept({ ...viewOf(found.value, member, now), events: wireEvents(entries), intact });
};
