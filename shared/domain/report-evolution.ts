/** What a fact makes of a stamped report, and what its machine then has to hear: `evolveReport` applies it, and decides nothing. */
import type { Instant } from './calendar.ts';
import type {
  ReportErrand,
  ReportFact,
  ReportFactType,
  ReportGate,
  ReportHead,
  ReportSight,
  ReportState,
} from './report.ts';
import type { ReportRef } from './report-checks.ts';

/** What the machine does by itself stales nobody's version, but what it found in a file does. */
const silent: ReadonlySet<ReportFactType> = new Set([
  'waiting',
  'overdue',
  'reminded',
  'changed',
  'recovered',
  'archived',
]);

export function movesReportVersion(fact: Pick<ReportFact, 'type'>): boolean {
  return !silent.has(fact.type);
}

/** A report before its first event. */
export function newReport(
  ref: ReportRef,
  given: Pick<ReportHead, 'round' | 'name' | 'section' | 'dueAt'> & { readonly at: Instant },
): ReportHead {
  const { at, ...rest } = given;
  return {
    ...ref,
    ...rest,
    seq: 0,
    version: 0,
    hash: '',
    state: 'draft',
    stateAt: at,
    attempt: 0,
    recovery: 0,
    errand: null,
    token: null,
    narrative: null,
    meeting: null,
    waiver: null,
    pending: null,
    filed: null,
    changedData: null,
    refused: null,
    firstUploadedAt: null,
    overdue: false,
    reminded: null,
    uploaders: [],
    kept: null,
    held: false,
  };
}

/** What was decided for this gate before the machine came to wait at it. */
function handedOver(head: ReportHead, gate: ReportGate): ReportErrand | null {
  if (head.pending !== null)
    return gate === 'upload' ? { do: 'complete', gate } : { do: 'fail', error: 'Replaced' };
  if (gate === 'upload') return null;
  if (head.state === 'checked') return { do: 'complete', gate };
  return head.state === 'returned' ? { do: 'fail', error: 'Returned' } : null;
}

export interface AppliedToReport {
  readonly seq: number;
  readonly hash: string;
  readonly at: Instant;
  readonly fact: ReportFact;
}

/** Applies a fact to the head it was decided on. Total: every fact has exactly one meaning. */
export function evolveReport(head: ReportHead, event: AppliedToReport): ReportHead {
  const { seq, hash, fact } = event;
  const next = { ...head, seq, hash, version: movesReportVersion(fact) ? seq : head.version };
  return { ...next, ...changes(next, event) };
}

function changes(head: ReportHead, { seq, at, fact }: AppliedToReport): Partial<ReportHead> {
  const enter = (state: ReportState): Partial<ReportHead> => ({ state, stateAt: at });
  switch (fact.type) {
    case 'expected':
      return { errand: { do: 'start' } };
    case 'narrated':
      return { narrative: seq };
    case 'told': {
      const isTold = head.state === 'draft' && fact.meeting.heldOn !== null;
      return { meeting: fact.meeting, ...(isTold ? enter('told') : {}) };
    }
    case 'waived':
      return { waiver: fact.reason };
    case 'received':
      return { pending: fact.upload, refused: null, ...whatReceivingAsks(head) };
    case 'refused': {
      const { upload, why } = fact;
      return { pending: null, errand: null, refused: { upload, why, name: head.pending?.name ?? '' } };
    }
    case 'verified':
      return { ...enter('uploaded'), errand: null, pending: null, ...inPlace(head, fact.sight) };
    case 'confirmed':
      return { ...enter('checked'), errand: { do: 'complete', gate: 'confirm' } };
    case 'returned':
      return { ...enter('returned'), errand: { do: 'fail', error: 'Returned' } };
    case 'archived': {
      const { type: _, ...kept } = fact;
      return { ...enter('archived'), errand: null, token: null, kept };
    }
    case 'waiting':
      return { errand: handedOver(head, fact.for) };
    case 'overdue':
      return { overdue: true };
    case 'changed':
      return { changedData: fact.data === head.filed?.data ? null : fact.data };
    case 'reminded':
      return { reminded: fact.step };
    case 'held':
      return { held: fact.on };
    case 'retained':
      return head.kept === null ? {} : { kept: { ...head.kept, retainUntil: fact.until } };
    case 'recovered':
      return { recovery: head.recovery + 1, errand: { do: 'start' }, token: null };
  }
}

/** An archived report has no execution left: what replaces it starts one. */
function whatReceivingAsks(head: ReportHead): Partial<ReportHead> {
  if (head.state === 'archived')
    return { errand: { do: 'start' }, attempt: head.attempt + 1, recovery: 0, token: null };
  // An execution that has yet to start takes the report up where the ledger stands.
  if (head.errand?.do === 'start') return {};
  return {
    errand:
      head.state === 'uploaded' ? { do: 'fail', error: 'Replaced' } : { do: 'complete', gate: 'upload' },
  };
}

function inPlace({ pending, ...head }: ReportHead, sight: ReportSight): Partial<ReportHead> {
  if (pending === null) throw new Error(`report of ${head.department} was verified without an upload`);
  return {
    filed: { ...pending, sight },
    changedData: null,
    firstUploadedAt: head.firstUploadedAt ?? pending.receivedAt,
    uploaders: [...new Set([...head.uploaders, pending.by.id])],
  };
}
