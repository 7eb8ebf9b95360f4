/**
 * What a report is written from, as the ledger has it: the department's filings of the round that are past its review, with the evaluation
 * of the day on which they were sent, and for an annual report those of the rounds before.
 */
import type { EarlierFiling, ReportedFiling, ReportSource } from '../../shared/document/report-source.ts';
import { dayOf, type Instant } from '../../shared/domain/calendar.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import type { ReportHead } from '../../shared/domain/report.ts';
import { isPastDepartment } from '../../shared/domain/report-checks.ts';
import { shownOf } from '../../shared/domain/report-data.ts';
import { fiscalYearOf, roundsBefore } from '../../shared/domain/round.ts';
import type { Subject } from '../../shared/domain/subject.ts';
import { mapFew } from '../../shared/edge/at-once.ts';
import type { ReportBasis } from '../../shared/edge/report-basis.ts';
import type { ReportingLedger } from '../../shared/ports-report.ts';

export async function reportSourceOf(
  ledger: ReportingLedger,
  head: ReportHead,
  { filings, dispositions }: Pick<ReportBasis, 'filings' | 'dispositions'>,
  now: Instant,
): Promise<ReportSource> {
  const [round, subjects, earlier] = await Promise.all([
    ledger.round(head),
    ledger.subjects(head.region, head.fiscalYear, head.department),
    head.period === 'annual' ? earlierFilings(ledger, head) : [],
  ]);
  if (round === undefined) throw new Error(`round ${head.round} of a report is missing`);
  const subjectOf = ({ subject }: FilingHead) => subjectNamed(subjects, subject);
  return {
    report: head,
    departmentName: head.name,
    cutoffMonth: round.cutoffMonth,
    opensOn: round.opensOn,
    writtenOn: dayOf(now),
    filings: await mapFew(
      filings.filter(({ stage }) => isPastDepartment(stage)),
      (filing) => reportedFiling(ledger, filing, subjectOf(filing), earlier),
    ),
    outstanding: filings
      .filter(({ stage }) => !isPastDepartment(stage) && stage !== 'exempt')
      .map((filing) => ({ subject: subjectOf(filing), stage: filing.stage })),
    dispositions: dispositions.map(({ filing, kind, state, record }) => ({
      ...{ subject: subjectNamed(subjects, filing.subject), kind, state },
      ...shownOf(record),
    })),
    meeting: meetingOf(head),
  };
}

function subjectNamed(subjects: readonly Subject[], code: string): Subject {
  const subject = subjects.find((each) => each.code === code);
  if (subject === undefined) throw new Error(`subject ${code} of a filing is missing`);
  return subject;
}

/** A planned meeting has not been told of anything. */
function meetingOf({ meeting }: ReportHead): ReportSource['meeting'] {
  if (meeting === null || meeting.heldOn === null) return null;
  return { heldOn: meeting.heldOn, number: meeting.minutes, conclusion: meeting.conclusion };
}

async function reportedFiling(
  ledger: ReportingLedger,
  filing: FilingHead,
  subject: Subject,
  earlier: readonly Earlier[],
): Promise<ReportedFiling> {
  const [content, evaluation, unit] = await Promise.all([
    ledger.content(filing),
    ledger.evaluation(filing),
    ledger.unit(filing.region, filing.unit),
  ]);
  if (content === undefined || evaluation === undefined)
    throw new Error(`filing ${filing.subject} is past its department without content`);
  const { targetVersion } = content;
  const target = await ledger.target(filing.region, fiscalYearOf(filing.round), {
    ...subject,
    targetVersion,
  });
  if (target === undefined) throw new Error(`targets ${targetVersion} of ${subject.code} are missing`);
  return {
    subject,
    unitName: unit?.name ?? '',
    stage: filing.stage,
    content,
    evaluation,
    indicators: target.indicators,
    earlier: earlier.filter((each) => each.subject === filing.subject),
  };
}

interface Earlier extends EarlierFiling {
  readonly subject: string;
}

/** Of the rounds before, first to last; what was not past its department then has nothing to say. */
async function earlierFilings(ledger: ReportingLedger, head: ReportHead): Promise<readonly Earlier[]> {
  const rounds = await Promise.all(
    roundsBefore(head.round)
      .toReversed()
      .map((round) => earlierRound(ledger, { ...head, round })),
  );
  return rounds.flat();
}

async function earlierRound(
  ledger: ReportingLedger,
  ref: Pick<ReportHead, 'region' | 'round' | 'department'>,
): Promise<readonly Earlier[]> {
  const [round, filings] = await Promise.all([ledger.round(ref), ledger.filings(ref)]);
  if (round === undefined) return [];
  const { cutoffMonth } = round;
  const past = filings.filter(({ stage }) => isPastDepartment(stage));
  const evaluated = await mapFew(past, async (filing) => {
    const evaluation = await ledger.evaluation(filing);
    if (evaluation === undefined) return [];
    const { rate, attainment } = evaluation;
    return [{ subject: filing.subject, cutoffMonth, rate, attainment }];
  });
  return evaluated.flat();
}
