/** What a department's report is written from (2.2f): everything is given, so that the same figures always make the same words. */

import type { Day } from '../domain/calendar.ts';
import type { Content } from '../domain/content.ts';
import type { DispositionState } from '../domain/disposition.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { DispositionKind } from '../domain/execution-record.ts';
import type { Figures } from '../domain/figures.ts';
import type { Stage } from '../domain/filing.ts';
import type { Fen } from '../domain/money.ts';
import type { ReportRef } from '../domain/report-checks.ts';
import type { Indicator, Subject } from '../domain/subject.ts';

export type ReportedSubject = Pick<Subject, 'code' | 'name' | 'kind'>;

/** A filing past its department's review, as it was sent. */
export interface ReportedFiling {
  readonly subject: ReportedSubject;
  readonly unitName: string;
  readonly stage: Stage;
  readonly content: Content;
  readonly evaluation: Evaluation;
  readonly indicators: readonly Indicator[];
  /** Of the earlier rounds of the year, first to last. */
  readonly earlier: readonly EarlierFiling[];
}

export interface EarlierFiling extends Pick<Figures, 'rate' | 'attainment'> {
  readonly cutoffMonth: number;
}

/** An obligation that is not past its department yet: it is named, and nothing is said of its figures. */
export interface OutstandingFiling {
  readonly subject: ReportedSubject;
  readonly stage: Stage;
}

export interface ReportedDisposition {
  readonly subject: ReportedSubject;
  readonly kind: DispositionKind;
  readonly state: DispositionState;
  /** Null where the kind of disposition moves no money. */
  readonly amount: Fen | null;
  /** Number of the document that orders it; null while there is none. */
  readonly documentNo: string | null;
}

/** The meeting of the Party group (党委、党组) that the report was given to. */
export interface ReportMeeting {
  readonly heldOn: Day;
  readonly number: string;
  readonly conclusion: string;
}

export interface ReportSource {
  readonly report: ReportRef;
  readonly departmentName: string;
  readonly cutoffMonth: number;
  /** When the round was opened, which is when the monitoring took place. */
  readonly opensOn: Day;
  readonly writtenOn: Day;
  readonly filings: readonly ReportedFiling[];
  readonly outstanding: readonly OutstandingFiling[];
  readonly dispositions: readonly ReportedDisposition[];
  readonly meeting: ReportMeeting | null;
}
