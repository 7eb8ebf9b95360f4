/** What mends each kind of drift of a filing. Each is conditional on the state that was seen, so that a remedy that comes late does nothing. */
import { earlierExecutionName, executionName } from '../../shared/contract/workflow.ts';
import { frozenCopy } from '../../shared/document/frozen-copy.ts';
import { type FilingDrift, type Run, restartFact } from '../../shared/domain/drift.ts';
import { type FilingHead, isGivenUp } from '../../shared/domain/filing.ts';
import type { Archive, Now, Workflow } from '../../shared/ports.ts';
import type { DispositionLedger } from '../../shared/ports-disposition.ts';
import type { ReconcileLedger } from '../../shared/ports-operations.ts';

export interface Ports {
  readonly ledger: ReconcileLedger;
  readonly dispositions: DispositionLedger;
  readonly workflow: Workflow;
  readonly archive: Archive;
  readonly now: Now;
}

type Remedy = (ports: Ports, head: FilingHead, run: Run) => Promise<boolean>;

/** The ledger first: once it speaks of a new execution, the old one can do nothing any more and may be ended. */
const restart =
  (kind: FilingDrift): Remedy =>
  async ({ ledger, workflow, now }, head, run) => {
    if (isGivenUp(head)) return false;
    const { entries } = await ledger.events(head);
    const fact = restartFact(
      kind,
      entries.map((entry) => entry.fact),
    );
    const after = await ledger.appendToFiling(head, { fact, at: now(), by: null });
    if (after !== undefined && run === 'running') await workflow.stop('filingReview', executionName(head));
    return after !== undefined;
  };

const stop =
  (nameOf: (head: FilingHead) => string | null): Remedy =>
  async ({ workflow }, head) => {
    const name = nameOf(head);
    if (name !== null) await workflow.stop('filingReview', name);
    return name !== null;
  };

const keepCopy: Remedy = async ({ ledger, archive }, head) => {
  await archive.keepFiling(head, head.attempt, await frozenCopy(ledger, head));
  return true;
};

export const remedies: Readonly<Record<FilingDrift, Remedy>> = {
  'execution-missing': restart('execution-missing'),
  'execution-ended': restart('execution-ended'),
  'token-lost': restart('token-lost'),
  'errand-lost': restart('errand-lost'),
  'errand-stuck': restart('errand-stuck'),
  'execution-left-over': stop(executionName),
  'execution-outdated': stop(earlierExecutionName),
  'desk-lost': ({ ledger }, head) => ledger.restoreDesk(head),
  'copy-missing': keepCopy,
};
