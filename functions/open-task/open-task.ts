import type * as z from 'zod/mini';
import { formatFilingId } from '../../shared/contract/field.ts';
import type { openTaskInput } from '../../shared/contract/workflow.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { decideArrive } from '../../shared/domain/filing-decisions.ts';
import { stageDueAt } from '../../shared/domain/round.ts';
import { Fault } from '../../shared/fault.ts';
import type { Ledger, Now } from '../../shared/ports.ts';

/** Ends the attempt in the state machine: the filing has been returned, withdrawn or filed anew since. */
class AttemptOver extends Error {
  override readonly name = 'AttemptOver';
}

interface Ports {
  readonly ledger: Ledger;
  readonly now: Now;
}

export async function openTask(
  ports: Ports,
  input: z.output<typeof openTaskInput>,
): Promise<Record<string, never>> {
  const { filing: ref } = input;
  // The cheap read may lag behind the fact that woke the machine; only a fresh one may end the attempt.
  const arrived =
    (await arrive(ports, input, await ports.ledger.filing(ref))) ??
    (await arrive(ports, input, await ports.ledger.filing(ref, { fresh: true })));
  if (arrived === null) throw new AttemptOver(`${formatFilingId(ref)} has left attempt ${input.attempt}`);
  if (arrived === undefined)
    throw new Fault('open task', new Error('the filing moved while it was put on the desk'));
  return {};
}

async function arrive(ports: Ports, input: z.output<typeof openTaskInput>, head: FilingHead | undefined) {
  if (head === undefined) return null;
  const round = await ports.ledger.round(head);
  if (round === undefined) throw new Error(`round ${head.round} is missing`);
  const gate = { attempt: input.attempt, at: input.stage, deskDueAt: stageDueAt(round, input.stage) };
  const fact = decideArrive(head, gate);
  if (fact === null) return null;
  return ports.ledger.appendToFiling(head, { fact, at: ports.now(), by: null, token: input.token });
}
