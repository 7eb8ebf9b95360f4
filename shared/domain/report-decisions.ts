/** What may be done to a stamped report (2.2d, §10): each `decide…` answers the fact that a command would record, or why it may not. */
import type { Instant } from './calendar.ts';
import { type Refusal, refusal } from './refusal.ts';
import {
  type Narrative,
  type PartyMeeting,
  type ReportFact,
  type ReportFiled,
  type ReportGate,
  type ReportHead,
  type ReportReturnReason,
  type ReportSight,
  type ReportState,
  type ReportTicks,
  type ReportUpload,
  reportStateNames,
} from './report.ts';
import { isCollected } from './report-views.ts';
import { accept, deny, type Result } from './result.ts';

/** The writer's edits stay his until they are taken back by an empty text. */
export function editNarrative(before: Narrative, edits: Narrative): Narrative {
  return Object.fromEntries(Object.entries({ ...before, ...edits }).filter(([, { text }]) => text !== ''));
}

/** What has been confirmed is not written on; a change after the archive is a replacement, drafted anew. */
export function decideNarrate(head: ReportHead, narrative: Narrative, digest: string): Result<ReportFact> {
  return head.state === 'checked'
    ? deny(refusal('report-moving'))
    : accept({ type: 'narrated', narrative, digest });
}

export function decideTell(head: ReportHead, meeting: PartyMeeting): Result<ReportFact> {
  return head.state === 'checked' ? deny(refusal('report-moving')) : accept({ type: 'told', meeting });
}

export function decideWaive(head: ReportHead, reason: string): Result<ReportFact> {
  return head.waiver === null
    ? accept({ type: 'waived', reason })
    : deny(refusal('report-waived', { reason: head.waiver }));
}

/** Why no file can be taken now; null where one can. */
export function whyNoUpload(head: ReportHead, reason: string): Refusal | null {
  if (head.pending !== null) return refusal('report-being-checked', { name: head.pending.name });
  if (head.state === 'checked') return refusal('report-moving');
  const replaces = head.state === 'uploaded' || head.state === 'archived';
  return replaces && reason === '' ? refusal('report-replacing-needs-reason') : null;
}

/** The file has arrived. Lateness counts this instant, the server's, if the file is found good. */
export function decideReceive(head: ReportHead, upload: Omit<ReportUpload, 'replaces'>): Result<ReportFact> {
  const refused = whyNoUpload(head, upload.reason);
  if (refused !== null) return deny(refused);
  return accept({ type: 'received', upload: { ...upload, replaces: head.filed?.id ?? null } });
}

/** What became of an upload that the report has heard of; undefined where it has not. */
export function outcomeOf(head: ReportHead, upload: string): 'checking' | 'uploaded' | 'refused' | undefined {
  if (head.pending?.id === upload) return 'checking';
  if (head.filed?.id === upload) return 'uploaded';
  return head.refused?.upload === upload ? 'refused' : undefined;
}

/** Null where this upload has been looked at already: a repeated step finds nothing to do. */
export function decideVerify(head: ReportHead, upload: string, sight: ReportSight): ReportFact | null {
  return head.pending?.id === upload ? { type: 'verified', upload, sight } : null;
}

export function decideRefuse(head: ReportHead, upload: string, why: string): ReportFact | null {
  return head.pending?.id === upload ? { type: 'refused', upload, why } : null;
}

/** `seen` is the SHA-256 of the file that the checker had before him. */
export function decideConfirm(
  head: ReportHead,
  by: string,
  seen: string,
  given: { readonly ticks: ReportTicks; readonly opinion: string },
): Result<ReportFact> {
  const filed = underCheck(head, by, '核对');
  if (!filed.ok) return filed;
  if (filed.value.sha256 !== seen) return deny(refusal('report-not-what-you-saw'));
  const { seal, date, signature } = given.ticks;
  if (!(seal && date && signature)) return deny(refusal('report-ticks-missing'));
  return accept({ type: 'confirmed', upload: filed.value.id, ...given });
}

export function decideReportReturn(
  head: ReportHead,
  by: string,
  given: { readonly reason: ReportReturnReason; readonly text: string },
): Result<ReportFact> {
  const filed = underCheck(head, by, '退回');
  return filed.ok ? accept({ type: 'returned', upload: filed.value.id, ...given }) : filed;
}

function underCheck(head: ReportHead, by: string, action: string): Result<ReportFiled> {
  if (head.pending !== null) return deny(refusal('report-being-checked', { name: head.pending.name }));
  if (head.state !== 'uploaded' || head.filed === null)
    return deny(refusal('report-wrong-state', { action, state: reportStateNames[head.state] }));
  return head.uploaders.includes(by) ? deny(refusal('report-same-person', { action })) : accept(head.filed);
}

/** Null where it is archived already. */
export function decideKeepReport(head: ReportHead, retainUntil: string): ReportFact | null {
  if (head.state !== 'checked' || head.filed === null) return null;
  return { type: 'archived', upload: head.filed.id, sha256: head.filed.sha256, retainUntil };
}

/** The machine waits at a gate with a new token. Null: this execution has nothing to wait for here. */
export function decideWait(
  head: ReportHead,
  gate: { readonly attempt: number; readonly for: ReportGate },
): ReportFact | null {
  if (head.attempt !== gate.attempt) return null;
  const states: readonly ReportState[] =
    gate.for === 'upload' ? ['draft', 'told', 'returned'] : ['uploaded', 'checked', 'returned'];
  return states.includes(head.state) ? { type: 'waiting', for: gate.for } : null;
}

/** The filings' data are no longer those that were known last, of a file that nobody has returned. Null where they are. */
export function decideChanged({ state, filed, changedData }: ReportHead, data: string): ReportFact | null {
  if (filed === null || state === 'returned') return null;
  return data === (changedData ?? filed.data) ? null : { type: 'changed', data };
}

/** A morning of the calendar has come and no file. Null where that has been told, or there is nothing to tell. */
export function decideRemind(head: ReportHead, step: string): ReportFact | null {
  return isMissing(head) && head.reminded !== step ? { type: 'reminded', step } : null;
}

/** The due day has passed and no good file has come. Null where there is nothing to mark. */
export function decideOverdue(head: ReportHead, now: Instant): ReportFact | null {
  return isMissing(head) && !head.overdue && now >= head.dueAt ? { type: 'overdue' } : null;
}

/** Legal hold (冻结): what is held is kept beyond every day. */
export function decideHold(head: ReportHead, on: boolean, reason: string): Result<ReportFact> {
  if (head.kept === null) return deny(refusal('report-not-archived'));
  return head.held === on
    ? deny(refusal('report-held-already', { now: on ? '处于' : '不在' }))
    : accept({ type: 'held', on, reason });
}

/** A retention may be made longer, never shorter. */
export function decideRetain(head: ReportHead, until: string, reason: string): Result<ReportFact> {
  if (head.kept === null) return deny(refusal('report-not-archived'));
  if (until <= head.kept.retainUntil)
    return deny(refusal('report-retention-shorter', { until: head.kept.retainUntil }));
  return accept({ type: 'retained', until, reason });
}

/** A running execution has ended without the ledger being done. Null: nothing to do. */
export function decideReportRecover(
  head: ReportHead,
  run: { readonly attempt: number; readonly recovery: number },
  cause: string,
): ReportFact | null {
  const isCurrent = head.attempt === run.attempt && head.recovery === run.recovery;
  return isCollected(head) && isCurrent ? { type: 'recovered', cause } : null;
}

function isMissing({ firstUploadedAt, pending }: ReportHead): boolean {
  return firstUploadedAt === null && pending === null;
}
