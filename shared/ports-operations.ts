/** The ledger as who looks after the system needs it; only who does so bundles it. */
import type { Instant } from './domain/calendar.ts';
import type { Counters, Sighting } from './domain/drift.ts';
import type { FilingHead } from './domain/filing.ts';
import type { RoundRef } from './domain/round.ts';
import type { Ledger } from './ports.ts';
import type { ReportLedger } from './ports-report.ts';

/** A head as it was read afresh, with the desk that the index has it on, and the one that it should be on. */
export interface HeadWithDesk {
  readonly head: FilingHead;
  readonly desk: string | null;
  readonly shouldBe: string | null;
}

/** A pass of the reconciliation over a region: how much it has looked at, found and mended, and what has been given up. */
export interface Pass {
  readonly at: Instant;
  readonly looked: number;
  readonly found: number;
  readonly healed: number;
  readonly givenUp: readonly string[];
}

/** The ledger for whoever compares it with what serves it. What writes answers false where the ledger has moved since it was read. */
export interface ReconcileLedger extends Ledger, ReportLedger {
  filingsWithDesks(ref: RoundRef & { readonly department: string }): Promise<readonly HeadWithDesk[]>;
  /** A department's counters that are not nought. */
  counters(ref: RoundRef & { readonly department: string }): Promise<Counters>;
  /** What these filings together count for. */
  countersOf(heads: readonly FilingHead[]): Counters;
  restoreDesk(head: FilingHead): Promise<boolean>;
  correctCounters(
    ref: RoundRef & { readonly department: string },
    counters: Counters,
    by: Counters,
  ): Promise<boolean>;
  sightings(region: string): Promise<readonly Sighting[]>;
  keepSighting(region: string, sighting: Sighting): Promise<void>;
  keepPass(region: string, pass: Pass): Promise<void>;
}

/** What could not be handled, as far as it is told here: which function gave up, why, and when. */
export interface DeadLetter {
  readonly function: string;
  readonly condition: string;
  readonly at: Instant;
}

/** The queue of dead letters. */
export interface DeadLetters {
  count(): Promise<number>;
  /** A look at some of them. */
  some(): Promise<readonly DeadLetter[]>;
}

/** The part of the ledger that an operator looks at. */
export interface OperationsLedger
  extends Pick<Ledger, 'member' | 'recall' | 'rounds' | 'tallies' | 'filings'>,
    Pick<ReportLedger, 'reports'> {
  sightings(region: string): Promise<readonly Sighting[]>;
  lastPass(region: string): Promise<Pass | undefined>;
  sweptAt(region: string): Promise<Instant | undefined>;
  /** When the news was laid down that is still to be told. */
  untoldSince(region: string): Promise<readonly Instant[]>;
}
