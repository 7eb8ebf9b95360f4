/** Tells the machine what has been decided about a disposition, or starts it; like everything here it may run twice. */
import {
  formatDispositionId,
  type RectificationInput,
  rectificationName,
} from '../../shared/contract/disposition.ts';
import { endOfDay } from '../../shared/domain/calendar.ts';
import { type DispositionHead, type DispositionRef, isOpen } from '../../shared/domain/disposition.ts';
import { log } from '../../shared/edge/log.ts';
import type { Workflow } from '../../shared/ports.ts';
import type { DispositionLedger } from '../../shared/ports-disposition.ts';

interface Ports {
  readonly dispositions: DispositionLedger;
  readonly workflow: Workflow;
}

export async function carryOutDisposition(
  { dispositions, workflow }: Ports,
  ref: DispositionRef,
): Promise<void> {
  const head = await dispositions.disposition(ref);
  if (head === undefined || head.errand === null) return;
  const { errand, token } = head;
  if (errand.do === 'start') await workflow.startRectification(rectificationName(head), inputOf(head));
  if (errand.do === 'complete' && token !== null) await workflow.complete(token);
  if (errand.do === 'fail' && token !== null) await workflow.fail(token, errand.error);
  // What goes on is settled by arriving at the next desk; behind the last one there is none.
  if (!isOpen(head)) await dispositions.settleDisposition(head);
  log('carried-out', { disposition: formatDispositionId(head), errand: errand.do, seq: head.seq });
}

function inputOf(head: DispositionHead): string {
  const { dueOn, recovery, errand } = head;
  if (dueOn === null) throw new Error(`${formatDispositionId(head)} was started without a day`);
  const resumeFrom = errand?.do === 'start' ? errand.resumeFrom : undefined;
  const input: RectificationInput = {
    disposition: formatDispositionId(head),
    recovery,
    dueBy: new Date(endOfDay(dueOn)).toISOString(),
    ...(resumeFrom && { resumeFrom }),
  };
  return JSON.stringify(input);
}
