/** What the figures of a department are made of: its filings and reports of the year with their events, and what its money came to. */
import { formatFilingId, formatReportId } from '../../shared/contract/field.ts';
import {
  type AssessedFiling,
  type AssessedReport,
  type AssessedYear,
  contradictionRules,
  type Outturn,
} from '../../shared/domain/assessment.ts';
import { totalsOf } from '../../shared/domain/content.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import type { Fen } from '../../shared/domain/money.ts';
import { reportPeriods } from '../../shared/domain/report.ts';
import type { ReportRef } from '../../shared/domain/report-checks.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import type { Subject } from '../../shared/domain/subject.ts';
import type { AssessmentLedger } from '../../shared/ports-proof.ts';

export async function collect(
  ledger: AssessmentLedger,
  { region, year, department }: { region: string; year: number; department: string },
  rounds: readonly RoundHead[],
): Promise<Omit<AssessedYear, 'dispositions'>> {
  const subjects = await ledger.subjects(region, year, department);
  const heads = await Promise.all(rounds.map(({ round }) => ledger.filings({ region, round, department })));
  const filings: AssessedFiling[] = [];
  // Round by round: a department has some dozen filings in each, and no more are asked for at once.
  for (const some of heads) filings.push(...(await Promise.all(some.map((head) => assessed(ledger, head)))));
  const [outturns, reports] = await Promise.all([
    Promise.all(subjects.map((subject) => outturnOf(ledger, subject, heads.flat()))),
    Promise.all(
      reportPeriods.map((period) => reportOf(ledger, { region, fiscalYear: year, period, department })),
    ),
  ]);
  const known = <T>(each: T | undefined) => each !== undefined;
  return { filings, outturns: outturns.filter(known), reports: reports.filter(known) };
}

/** Undefined where the department has none to hand in, or not yet. */
async function reportOf(ledger: AssessmentLedger, ref: ReportRef): Promise<AssessedReport | undefined> {
  const [head, { entries }] = await Promise.all([ledger.report(ref), ledger.reportEvents(ref)]);
  const facts = entries.map(({ fact }) => fact.type);
  return head && { document: formatReportId(ref), head, facts };
}

async function assessed(ledger: AssessmentLedger, head: FilingHead): Promise<AssessedFiling> {
  const [{ entries }, evaluation] = await Promise.all([ledger.events(head), ledger.evaluation(head)]);
  const explained = (evaluation?.findings ?? [])
    .filter(({ level, rule }) => level === 'explain' && contradictionRules.includes(rule))
    .map(({ rule }) => rule);
  return {
    document: formatFilingId(head),
    head,
    steps: entries,
    contradictions: [...new Set(explained)].sort(),
  };
}

/** The half-year's forecast against the imported full year; without it against the forecast of the last round of the year. */
async function outturnOf(
  ledger: AssessmentLedger,
  subject: Subject,
  heads: readonly FilingHead[],
): Promise<Outturn | undefined> {
  const own = heads.filter((head) => head.subject === subject.code);
  const first = own.find(({ round }) => round.endsWith('-H1'));
  const last = own.find(({ round }) => round.endsWith('-Q4-2'));
  const foreseen = first && (await forecastOf(ledger, first));
  if (first === undefined || foreseen === undefined) return undefined;
  const booked = executedIn(subject);
  const final = booked ?? (last && (await forecastOf(ledger, last)));
  if (final === undefined) return undefined;
  return {
    document: formatFilingId(first),
    kind: subject.kind,
    foreseen,
    final,
    isProvisional: booked === undefined,
  };
}

/** Of what was sent; a draft foresees nothing yet. */
async function forecastOf(ledger: AssessmentLedger, head: FilingHead): Promise<Fen | undefined> {
  const content = head.firstSentAt === null ? undefined : await ledger.content(head);
  return content && totalsOf(Object.values(content.money)).forecast;
}

/** As imported for all twelve months. */
function executedIn({ imported }: Subject): Fen | undefined {
  const rows = Object.values(imported['12']?.rows ?? {});
  const given = rows.flatMap(({ executed }) => executed ?? []);
  return given.length === 0 ? undefined : given.reduce((sum, amount) => sum + amount, 0n);
}
