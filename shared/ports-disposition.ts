/** Dispositions (处置) in the ledger, beside what all functions know of it; only who deals with them bundles it. */
import type {
  DispositionFact,
  DispositionHead,
  DispositionRef,
  newDisposition,
} from './domain/disposition.ts';
import type { FilingRef } from './domain/filing.ts';
import type { Appended, Entry, Sealed } from './ports.ts';

export interface DispositionLedger {
  /** Read afresh, always: something is decided on it. */
  disposition(ref: DispositionRef): Promise<DispositionHead | undefined>;
  /** All of one filing, afresh. */
  dispositionsOf(filing: FilingRef): Promise<readonly DispositionHead[]>;
  dispositionsIn(region: string, year: number): Promise<readonly DispositionHead[]>;
  dispositionEvents(
    ref: DispositionRef,
  ): Promise<{ readonly entries: readonly Sealed<DispositionFact>[]; readonly intact: boolean }>;
  /** `token` is the one that the machine now waits with. */
  appendToDisposition(
    before: DispositionHead | ReturnType<typeof newDisposition>,
    entry: Entry<DispositionHead, DispositionFact> & { readonly token?: string },
  ): Appended<DispositionHead>;
  /** The machine has heard. */
  settleDisposition(head: DispositionHead): Promise<void>;
}
