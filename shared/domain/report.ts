/**
 * A department's stamped report (绩效监控报告, 2.2d, 2.2f): one per fiscal year and period, and its whole life as facts. `decide…` answers the
 * fact that a command would record, or a refusal; `evolve` applies it. A file that is handed in is first looked at by the machine
 * and counts only when it was found good, by the instant at which it was received; until then the file before it stays in place.
 */
import { dayLength, daysLate, type Instant } from './calendar.ts';
import type { Explanation } from './content.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { ReportRef, ReportSlot, sealNames } from './report-checks.ts';
import type { CodeVerdict } from './report-code.ts';
import { accept, deny, type Result } from './result.ts';
import { type ReportCounter, reportCounters } from './standing.ts';

export type ReportPeriod = ReportSlot['period'];
export const reportPeriods = ['half-year', 'annual'] as const satisfies readonly ReportPeriod[];
export const reportPeriodNames: Readonly<Record<ReportPeriod, string>> = {
  'half-year': '半年',
  annual: '全年',
};

export const reportStates = ['draft', 'told', 'uploaded', 'returned', 'checked', 'archived'] as const;
export type ReportState = (typeof reportStates)[number];
export const reportStateNames: Readonly<Record<ReportState, string>> = {
  draft: '草稿',
  told: '已向党组报告',
  uploaded: '已上传',
  returned: '被退回',
  checked: '已核对',
  archived: '已归档',
};

/** All reports of a year and a period. */
export interface ReportsRef {
  readonly region: string;
  readonly fiscalYear: number;
  readonly period: ReportPeriod;
}

/** Where the machine waits for people: for the stamped file, and for who checks it. */
export const reportGates = ['upload', 'confirm'] as const;
export type ReportGate = (typeof reportGates)[number];

/** Where a started execution takes a report up; without it, at the wait for the file. */
export const reportResumePoints = ['verify', 'confirm', 'archive'] as const;
export type ReportResumePoint = (typeof reportResumePoints)[number];

/** What the state machine has yet to be told. */
export type ReportErrand =
  | { readonly do: 'start' }
  | { readonly do: 'complete'; readonly gate: ReportGate }
  | { readonly do: 'fail'; readonly error: 'Returned' | 'Replaced' };

/** When the Party group (党委（党组）) was told, or when it will be and why only then (2.2f, V40). */
export interface PartyMeeting {
  readonly heldOn: string | null;
  /** Session or number of the minutes. */
  readonly minutes: string;
  readonly conclusion: string;
  readonly plannedOn: string | null;
  readonly plannedReason: string;
}

/** Who acted, by the name and post of that day. */
export interface Hand {
  readonly id: string;
  readonly name: string;
  readonly post: string;
}

/** A file as its bringer announced it, and when it was received. */
export interface ReportUpload {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal; the store takes no other bytes, and the machine computes it again. */
  readonly sha256: string;
  readonly documentNo: string;
  readonly seal: keyof typeof sealNames | null;
  readonly signatory: string;
  readonly explanations: readonly Explanation[];
  /** Why it takes the place of another file; empty where there was none. */
  readonly reason: string;
  /** The upload whose place it takes. */
  readonly replaces: string | null;
  /** Digest of the filings' data on that day. */
  readonly data: string;
  readonly by: Hand;
  readonly receivedAt: Instant;
}

export const sealSights = ['seal', 'none', 'cannot-tell'] as const;

/** What the machine saw in a good file. Hints for the checker's eye: whether it bears the seal is his to say (§10). */
export interface ReportSight {
  readonly pages: number;
  readonly seal: (typeof sealSights)[number];
  /** The pages, from 1, on which a seal was seen. */
  readonly sealPages: readonly number[];
  /** What the code of the draft says of the data; that of another report is refused. */
  readonly code: CodeVerdict;
}

/** A good file in its place. */
export interface ReportFiled extends ReportUpload {
  readonly sight: ReportSight;
}

/** The last file that the archive keeps. */
export interface ReportKept {
  readonly upload: string;
  readonly sha256: string;
  readonly retainUntil: string;
}

export interface ReportHead extends ReportRef {
  /** Number of the last event, gapless. */
  readonly seq: number;
  /** Number of the last event of content or decision: the ETag. */
  readonly version: number;
  readonly hash: string;
  readonly state: ReportState;
  readonly stateAt: Instant;
  /** The round whose filings it reports. */
  readonly round: string;
  readonly name: string;
  readonly section: string;
  readonly dueAt: Instant;
  /** Executions so far, and restarts of the last one. */
  readonly attempt: number;
  readonly recovery: number;
  readonly errand: ReportErrand | null;
  readonly token: string | null;
  /** Event that carries the writer's edits. */
  readonly narrative: number | null;
  readonly meeting: PartyMeeting | null;
  /** The finance office's reason for taking the report before all filings are past the department (V39). */
  readonly waiver: string | null;
  /** Received and not yet looked at. */
  readonly pending: ReportUpload | null;
  readonly filed: ReportFiled | null;
  /** Digest of the filings' data as far as it is known to have changed since the file in its place; null while it is that file's. */
  readonly changedData: string | null;
  /** The last upload that was found wanting, until another one comes. */
  readonly refused: { readonly upload: string; readonly name: string; readonly why: string } | null;
  /** When the first good file was received: what lateness counts. */
  readonly firstUploadedAt: Instant | null;
  /** The due day has passed without a file, and that has been recorded. */
  readonly overdue: boolean;
  /** The last morning on which its people were told that it has not come. */
  readonly reminded: string | null;
  /** Who has brought files: none of them may check. */
  readonly uploaders: readonly string[];
  readonly kept: ReportKept | null;
  readonly held: boolean;
}

/** Reasons of a return (退回). */
export const reportReturnReasons = {
  'no-seal': '缺少公章或公章不清',
  'no-date': '缺少日期或日期有误',
  'no-signature': '缺少签字',
  'wrong-file': '文件有误或不完整',
  'wrong-data': '内容与监控数据不一致',
  other: '其他',
} as const;
export type ReportReturnReason = keyof typeof reportReturnReasons;

/** What the checker has seen with his own eyes; all of it, or it goes back. */
export interface ReportTicks {
  readonly seal: boolean;
  readonly date: boolean;
  readonly signature: boolean;
}

/** A writer's own text of a section, and the digest of what the figures made of the section when he wrote it. */
export interface Edit {
  readonly text: string;
  readonly basis: string;
}
export type Narrative = Readonly<Record<string, Edit>>;

export type ReportFact =
  | {
      readonly type: 'expected';
      readonly round: string;
      readonly name: string;
      readonly section: string;
      readonly dueAt: Instant;
    }
  | { readonly type: 'narrated'; readonly narrative: Narrative; readonly digest: string }
  | { readonly type: 'told'; readonly meeting: PartyMeeting }
  | { readonly type: 'waived'; readonly reason: string }
  | { readonly type: 'received'; readonly upload: ReportUpload }
  | { readonly type: 'refused'; readonly upload: string; readonly why: string }
  | { readonly type: 'verified'; readonly upload: string; readonly sight: ReportSight }
  | {
      readonly type: 'confirmed';
      readonly upload: string;
      readonly ticks: ReportTicks;
      readonly opinion: string;
    }
  | {
      readonly type: 'returned';
      readonly upload: string;
      readonly reason: ReportReturnReason;
      readonly text: string;
    }
  | ({ readonly type: 'archived' } & ReportKept)
  | { readonly type: 'waiting'; readonly for: ReportGate }
  | { readonly type: 'overdue' }
  /** The morning `step` of the calendar has come and the report has not: its people are told. */
  | { readonly type: 'reminded'; readonly step: string }
  /** 数据已变: the filings have other data than the file in its place was made of, or the same again. */
  | { readonly type: 'changed'; readonly data: string }
  | { readonly type: 'held'; readonly on: boolean; readonly reason: string }
  | { readonly type: 'retained'; readonly until: string; readonly reason: string }
  | { readonly type: 'recovered'; readonly cause: string };
export type ReportFactType = ReportFact['type'];

/** Facts after which the machine may have something to hear. */
export const reportErrandFacts = [
  'expected',
  'received',
  'confirmed',
  'returned',
  'waiting',
  'recovered',
] as const satisfies readonly ReportFactType[];

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

/** 0 while nothing has come; a file that is missing after its day is `overdue`. */
export function reportDaysLate({
  firstUploadedAt,
  dueAt,
}: Pick<ReportHead, 'firstUploadedAt' | 'dueAt'>): number {
  return firstUploadedAt === null ? 0 : daysLate(firstUploadedAt, dueAt);
}

export function isReportLate(head: Pick<ReportHead, 'firstUploadedAt' | 'dueAt' | 'overdue'>): boolean {
  return head.overdue || reportDaysLate(head) > 0;
}

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

function isMissing({ firstUploadedAt, pending }: ReportHead): boolean {
  return firstUploadedAt === null && pending === null;
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

/** Whether an execution should be looking after it. */
export function isCollected(head: ReportHead): boolean {
  return head.state !== 'archived' || head.pending !== null;
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

/** Until when a file that has come should have been checked: three days after its day; a target, not a cut-off. */
export function reportReviewBy({ dueAt }: Pick<ReportHead, 'dueAt'>): Instant {
  return dueAt + 3 * dayLength;
}

/** Where an execution that is started now takes the report up. */
export function reportResumePoint(head: ReportHead): ReportResumePoint | undefined {
  if (head.pending !== null) return 'verify';
  if (head.state === 'uploaded') return 'confirm';
  return head.state === 'checked' ? 'archive' : undefined;
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

const counted: Readonly<Record<ReportCounter, (head: ReportHead) => boolean>> = {
  expected: () => true,
  in: ({ firstUploadedAt }) => firstUploadedAt !== null,
  late: isReportLate,
  archived: ({ state }) => state === 'archived',
  errands: ({ errand }) => errand !== null,
};

/** How the department's counters move; `before` is null when the report comes to be expected. Nothing that is nought. */
export function reportTallyChange(
  before: ReportHead | null,
  after: ReportHead,
): readonly (readonly [ReportCounter, number])[] {
  const moves = reportCounters.map((name) => {
    const [was, is] = [before !== null && counted[name](before), counted[name](after)];
    return [name, was === is ? 0 : is ? 1 : -1] as const;
  });
  return moves.filter(([, by]) => by !== 0);
}
