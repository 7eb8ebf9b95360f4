/**
 * A department's stamped report (绩效监控报告, 2.2d, 2.2f): one per fiscal year and period, and its whole life as facts. A file that is handed
 * in is first looked at by the machine and counts only when it was found good, by the instant at which it was received; until then the
 * file before it stays in place. What may happen is in `report-decisions.ts`, what it makes of the report in `report-evolution.ts`.
 */

import type { Instant } from './calendar.ts';
import type { Explanation } from './content.ts';
import type { ReportRef, ReportSlot, sealNames } from './report-checks.ts';
import type { CodeVerdict } from './report-code.ts';

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
