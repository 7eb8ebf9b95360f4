import type * as z from 'zod/mini';
import { formatDispositionId, type openDispositionTaskInput } from '../../shared/contract/disposition.ts';
import {
  type DispositionHead,
  decideArriveAt,
  decideDispositionOverdue,
} from '../../shared/domain/disposition.ts';
import { Fault } from '../../shared/fault.ts';
import type { Now } from '../../shared/ports.ts';
import type { DispositionLedger } from '../../shared/ports-disposition.ts';

/** Ends the run in the state machine: the disposition is over, or another run has taken it up. */
class RunOver extends Error {
  override readonly name = 'RunOver';
}

interface Ports {
  readonly dispositions: DispositionLedger;
  readonly now: Now;
}

export async function openDispositionTask(
  { dispositions, now }: Ports,
  { disposition: ref, recovery, desk, token }: z.output<typeof openDispositionTaskInput>,
): Promise<Record<string, never>> {
  const id = formatDispositionId(ref);
  const head = await dispositions.disposition(ref);
  const fact = head && decideArriveAt(head, desk, recovery);
  if (!(head && fact)) throw new RunOver(`${id} is no longer in run ${recovery}`);
  const after = await dispositions.appendToDisposition(head, { fact, at: now(), by: null, token });
  if (after === undefined)
    throw new Fault('open disposition task', new Error(`${id} moved while it was put on the desk`));
  await markOverdue({ dispositions, now }, after);
  return {};
}

/** Whoever comes back to the desk after the day says so; broken off before this, he comes again. */
async function markOverdue({ dispositions, now }: Ports, head: DispositionHead): Promise<void> {
  const at = now();
  const fact = decideDispositionOverdue(head, at);
  if (fact === null) return;
  const after = await dispositions.appendToDisposition(head, { fact, at, by: null });
  if (after === undefined)
    throw new Fault('open disposition task', new Error('the disposition moved while it was marked'));
}
