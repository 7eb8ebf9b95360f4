/**
 * What a report is made of, and what makes it another one (2.2f): the contents of its filings, and what it says of dispositions. A filing
 * that has only been archived since, or a disposition that has only come to another desk, makes no paper out of date.
 */
import type { DispositionHead } from './disposition.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { FilingHead } from './filing.ts';
import type { Fen } from './money.ts';
import type { ReportHead } from './report.ts';
import { isPastDepartment } from './report-checks.ts';
import { roundsBefore } from './round.ts';

/** The dispositions that a report speaks of: its department's, of its round and of those before it in the year. */
export function dispositionsOf(
  { round, department }: Pick<ReportHead, 'round' | 'department'>,
  ofYear: readonly DispositionHead[],
): readonly DispositionHead[] {
  const covered: ReadonlySet<string> = new Set([round, ...roundsBefore(round)]);
  return ofYear.filter(({ filing }) => filing.department === department && covered.has(filing.round));
}

/** The money that a disposition moves and the document that says so, as far as the department has shown them. */
export function shownOf(record: ExecutionRecord | null): {
  readonly amount: Fen | null;
  readonly documentNo: string | null;
} {
  switch (record?.kind) {
    case 'reduce':
      return { amount: record.amount, documentNo: record.documentNo };
    case 'suspend':
      return { amount: record.stoppedAmount, documentNo: record.suspensionNo };
    case 'accountability':
      return { amount: null, documentNo: record.handOverNo };
    default:
      return { amount: null, documentNo: null };
  }
}

/** To be digested: the same as long as the report would say the same. */
export function reportData(
  filings: readonly FilingHead[],
  dispositions: readonly DispositionHead[],
): readonly (readonly (string | null)[])[] {
  return [
    ...inOrder(
      filings.flatMap(({ subject, stage, content }) =>
        content !== null && isPastDepartment(stage) ? [[subject, content.digest]] : [],
      ),
    ),
    ...inOrder(dispositions.map(said)),
  ];
}

function said({ filing, number, kind, state, record }: DispositionHead): readonly (string | null)[] {
  const { amount, documentNo } = shownOf(record);
  const outcome = state === 'closed' || state === 'cancelled' ? state : 'open';
  return [
    `${filing.subject}/${filing.round}/D${number}`,
    kind,
    outcome,
    amount?.toString() ?? null,
    documentNo,
  ];
}

function inOrder<Row extends readonly (string | null)[]>(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort(([a], [b]) => (a ?? '').localeCompare(b ?? '', 'en'));
}
