/** Carries out the errand on a head, whatever fact has set it. Everything here may run twice: names, tokens and the ledger see to that. */

import { formatFilingId } from '../../shared/contract/field.ts';
import { factOf, type Key } from '../../shared/contract/stream-key.ts';
import {
  executionName,
  type FilingReviewInput,
  type RoundInput,
  roundExecutionName,
} from '../../shared/contract/workflow.ts';
import { type FilingHead, type FilingRef, leadsBack } from '../../shared/domain/filing.ts';
import { type RoundRef, stageDueAt } from '../../shared/domain/round.ts';
import { log } from '../../shared/edge/log.ts';
import { carryOutDisposition } from './carry-out-disposition.ts';
import { carryOutReport } from './carry-out-report.ts';
import type { Ports } from './ports.ts';

/** `key` is that of a new event; what is to be done is read from the ledger, never from the record. */
export async function carryOut(ports: Ports, key: Key): Promise<void> {
  const aggregate = factOf(key);
  if (aggregate === undefined) return;
  if ('disposition' in aggregate) return carryOutDisposition(ports, aggregate.disposition);
  if ('round' in aggregate) return carryOutRound(ports, aggregate.round);
  if ('report' in aggregate) return carryOutReport(ports, aggregate.report);
  return carryOutFiling(ports, aggregate.filing, aggregate.seq);
}

/** `seq` is the event that is known to be there: a head that does not know of it yet was read too early and is read again. */
export async function carryOutFiling(ports: Ports, ref: FilingRef, seq: number): Promise<void> {
  const early = await ports.ledger.filing(ref);
  const head =
    early !== undefined && early.seq >= seq ? early : await ports.ledger.filing(ref, { fresh: true });
  if (head === undefined || head.errand === null) return;
  const { errand, token } = head;
  if (errand.do === 'start') await startReview(ports, head);
  if (errand.do === 'complete' && token !== null) await ports.workflow.complete(token);
  if (errand.do === 'fail') {
    if (token !== null) await ports.workflow.fail(token, errand.error);
    if (!leadsBack(errand)) await ports.ledger.settleFiling(head);
  }
  log('carried-out', { filing: formatFilingId(head), errand: errand.do, seq: head.seq });
}

async function startReview({ ledger, workflow }: Ports, head: FilingHead): Promise<void> {
  const round = await ledger.round(head);
  if (round === undefined) throw new Error(`round ${head.round} is missing`);
  const resumeFrom = head.errand?.do === 'start' ? head.errand.resumeFrom : undefined;
  const by = (stage: 'dept-review' | 'section-review') => new Date(stageDueAt(round, stage)).toISOString();
  const input: FilingReviewInput = {
    filing: formatFilingId(head),
    kind: head.kind,
    attempt: head.attempt,
    recovery: head.recovery,
    reviewBy: { 'dept-review': by('dept-review'), 'section-review': by('section-review') },
    ...(resumeFrom && { resumeFrom }),
  };
  await workflow.startFilingReview(executionName(head), JSON.stringify(input));
}

export async function carryOutRound({ ledger, workflow }: Ports, ref: RoundRef): Promise<void> {
  const head = await ledger.round(ref, { fresh: true });
  if (head === undefined || head.errand === null) return;
  const input: RoundInput = { region: ref.region, round: ref.round };
  await workflow.startRound(roundExecutionName(head), JSON.stringify(input));
  await ledger.settleRound(head);
  log('carried-out', { round: ref.round, errand: 'start', seq: head.seq });
}
