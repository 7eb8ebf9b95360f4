import * as z from 'zod/mini';
import { formatDispositionId, rectificationInput } from '../../shared/contract/disposition.ts';
import { formatFilingId, formatReportId } from '../../shared/contract/field.ts';
import { filingReviewInput, reportCollectionInput, roundInput } from '../../shared/contract/workflow.ts';
import { decideRecoverDisposition } from '../../shared/domain/disposition.ts';
import { isGivenUp } from '../../shared/domain/filing.ts';
import { decideRecover } from '../../shared/domain/filing-decisions.ts';
import { decideReportRecover } from '../../shared/domain/report-decisions.ts';
import { decideReissue } from '../../shared/domain/round.ts';
import { log } from '../../shared/edge/log.ts';
import { Fault } from '../../shared/fault.ts';
import type { Now } from '../../shared/ports.ts';
import type { DispositionLedger } from '../../shared/ports-disposition.ts';
import type { ReportingLedger } from '../../shared/ports-report.ts';

/** EventBridge's event of a broken execution; its input says which filing, report or round it served. */
export const brokenExecution = z.object({
  detail: z.object({
    name: z.string(),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    input: z.string(),
  }),
});

interface Ports {
  readonly ledger: ReportingLedger;
  readonly dispositions: DispositionLedger;
  readonly now: Now;
}

/** What an execution served is told by its input: each kind of machine has its schema here, and what its breaking means to the ledger. */
const recoveries: readonly ((ports: Ports, input: unknown, status: string) => Promise<void> | undefined)[] = [
  serving(filingReviewInput, recoverFiling),
  serving(reportCollectionInput, recoverReport),
  serving(rectificationInput, recoverDisposition),
  serving(roundInput, recoverRound),
];

export async function recover(ports: Ports, { detail }: z.output<typeof brokenExecution>): Promise<void> {
  const input: unknown = JSON.parse(detail.input);
  for (const take of recoveries) {
    const taken = take(ports, input, detail.status);
    if (taken !== undefined) return taken;
  }
  throw new Error(`nobody knows what ${detail.name} has served`);
}

/** Undefined where the input is another machine's. */
function serving<S extends z.ZodMiniType>(
  schema: S,
  take: (ports: Ports, run: z.output<S>, status: string) => Promise<void>,
): (typeof recoveries)[number] {
  return (ports, input, status) => {
    const run = z.safeParse(schema, input);
    return run.success ? take(ports, run.data, status) : undefined;
  };
}

async function recoverFiling(
  { ledger, now }: Ports,
  run: z.output<typeof filingReviewInput>,
  status: string,
): Promise<void> {
  const head = await ledger.filing(run.filing, { fresh: true });
  const fact = head && decideRecover(head, run, status);
  if (!(head && fact)) return;
  if (isGivenUp(head)) return log('given-up', { filing: formatFilingId(head), recovery: head.recovery });
  const after = await ledger.appendToFiling(head, { fact, at: now(), by: null });
  if (after === undefined)
    throw new Fault('recover', new Error(`${formatFilingId(head)} moved while it was recovered`));
}

async function recoverReport(
  { ledger, now }: Ports,
  run: z.output<typeof reportCollectionInput>,
  status: string,
): Promise<void> {
  const head = await ledger.report(run.report, { fresh: true });
  const fact = head && decideReportRecover(head, run, status);
  if (!(head && fact)) return;
  if (isGivenUp(head)) return log('given-up', { report: formatReportId(head), recovery: head.recovery });
  const after = await ledger.appendToReport(head, { fact, at: now(), by: null });
  if (after === undefined)
    throw new Fault('recover', new Error(`${formatReportId(head)} moved while it was recovered`));
}

async function recoverDisposition(
  { dispositions, now }: Ports,
  run: z.output<typeof rectificationInput>,
  status: string,
): Promise<void> {
  const head = await dispositions.disposition(run.disposition);
  const fact = head && decideRecoverDisposition(head, run.recovery, status);
  if (!(head && fact)) return;
  const id = formatDispositionId(head);
  if (isGivenUp(head)) return log('given-up', { disposition: id, recovery: head.recovery });
  const after = await dispositions.appendToDisposition(head, { fact, at: now(), by: null });
  if (after === undefined) throw new Fault('recover', new Error(`${id} moved while it was recovered`));
}

/** Issuing again creates only what is missing, so a broken round is simply told to start once more. */
async function recoverRound(
  { ledger, now }: Ports,
  { region, round }: z.output<typeof roundInput>,
): Promise<void> {
  const head = await ledger.round({ region, round }, { fresh: true });
  const fact = head && decideReissue(head);
  if (!(head && fact)) return;
  if (isGivenUp({ recovery: head.reissues })) return log('given-up', { round, recovery: head.reissues });
  const after = await ledger.appendToRound(head, { fact, at: now(), by: null });
  if (after === undefined)
    throw new Fault('recover', new Error(`round ${round} moved while it was recovered`));
}
