/**
 * Extensions (延期): a department asks for a later due day for one subject or for all of a unit's, the finance office decides. Also after
 * the due day, since what counts is the decision; the ledger keeps both dates. A granted one moves the effective due of its filings.
 */
import { type Day, dayOf, endOfDay, type Instant } from './calendar.ts';
import type { FilingFact, FilingHead } from './filing.ts';
import { type Refusal, refusal } from './refusal.ts';
import { accept, deny, type Result } from './result.ts';
import { notInState, type RoundHead, type RoundRef } from './round.ts';

export const extensionStates = ['asked', 'granted', 'denied'] as const;
export type ExtensionState = (typeof extensionStates)[number];

export const extensionStateNames: Readonly<Record<ExtensionState, string>> = {
  asked: '待批准',
  granted: '已批准',
  denied: '未批准',
};

/** A person as he was called on that day. */
export interface Signatory {
  readonly id: string;
  readonly name: string;
}

export interface Extension extends RoundRef {
  readonly id: string;
  readonly department: string;
  /** The unit whose filings it is for; null where it is for the department's overall expenditure. */
  readonly unit: string | null;
  /** The one subject that it is for; null where it is for all of the unit's. */
  readonly subject: string | null;
  /** The last day on which its filings would be on time. */
  readonly dueOn: Day;
  readonly reason: string;
  readonly state: ExtensionState;
  readonly askedAt: Instant;
  readonly askedBy: Signatory;
  /** What the finance office wrote when it decided. */
  readonly opinion: string;
  readonly decidedAt: Instant | null;
  readonly decidedBy: Signatory | null;
  readonly version: number;
}

/** As many filings as one decision moves at once: two writes each, in one transaction of a hundred. */
const mostFilings = 40;

/** The last day that an extension may reach: the year's end, or the day of the round's closing where that is planned. */
export function lastExtensionDay(round: Pick<RoundHead, 'fiscalYear' | 'closesOn'>): Day {
  return round.closesOn ?? `${round.fiscalYear}-12-31`;
}

/** Whether it may be asked for: later than what is due now, not beyond the round, for filings that are there. */
export function checkAsk(round: RoundHead, concerned: readonly FilingHead[], dueOn: Day): Refusal | null {
  if (round.state !== 'open') return notInState(round);
  if (concerned.length === 0) return refusal('not-found', { what: '可以延期的监控填报' });
  if (concerned.length > mostFilings) return refusal('extension-too-wide', { most: mostFilings });
  const last = lastExtensionDay(round);
  if (dueOn > last) return refusal('extension-too-late', { last });
  const latest = Math.max(...concerned.map((head) => head.dueAt));
  return endOfDay(dueOn) > latest ? null : refusal('extension-not-later', { due: dayOf(latest - 1) });
}

/** An application that still waits, for one of these filings; to ask for the same twice would leave it open which one was decided. */
export function checkAskedBefore(
  asked: readonly Extension[],
  concerned: readonly FilingHead[],
): Refusal | null {
  const before = asked.find(
    ({ state, ...each }) => state === 'asked' && concernedBy(each, concerned).length > 0,
  );
  return before === undefined ? null : refusal('extension-asked', { dueOn: before.dueOn });
}

/** The filings that an extension is about: the subject's, or what the unit itself fills. */
export function concernedBy(
  extension: Pick<Extension, 'unit' | 'subject'>,
  heads: readonly FilingHead[],
): readonly FilingHead[] {
  const { unit, subject } = extension;
  if (subject !== null) return heads.filter((head) => head.subject === subject);
  return heads.filter((head) => head.unit === unit && head.kind !== 'overall');
}

/** Decides once. A denial needs words; a grant needs a round that is still open and a second person. */
export function decideExtension(
  extension: Extension,
  decision: 'granted' | 'denied',
  given: {
    readonly round: RoundHead;
    readonly opinion: string;
    readonly by: Signatory;
    readonly at: Instant;
  },
): Result<Extension> {
  const { round, opinion, by, at } = given;
  if (extension.state !== 'asked')
    return deny(refusal('extension-decided', { state: extensionStateNames[extension.state] }));
  if (decision === 'denied' && opinion === '') return deny(refusal('extension-needs-opinion'));
  if (extension.askedBy.id === by.id) return deny(refusal('same-person', { action: '批准延期' }));
  if (decision === 'granted' && round.state !== 'open') return deny(notInState(round));
  const version = extension.version + 1;
  return accept({ ...extension, state: decision, opinion, decidedAt: at, decidedBy: by, version });
}

/** What a granted extension says to each of its filings; one that is due later already stays as it is. */
export function extendedFact(extension: Extension, head: FilingHead): FilingFact | null {
  const dueAt = endOfDay(extension.dueOn);
  return dueAt > head.dueAt ? { type: 'extended', extension: extension.id, dueAt } : null;
}
