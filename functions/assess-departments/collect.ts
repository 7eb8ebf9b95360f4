/** What the figures of a department are made of: its filings of the year with their events, and what its money came to. */
import { formatFilingId } from '../../shared/contract/field.ts';
import { type AssessedFiling, contradictionRules, type Outturn } from '../../shared/domain/assessment.ts';
import { totalsOf } from '../../shared/domain/content.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import type { Fen } from '../../shared/domain/money.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import type { Subject } from '../../shared/domain/subject.ts';
import type { AssessmentLedger } from '../../shared/ports-proof.ts';

export interface Collected {
  readonly filings: readonly AssessedFiling[];
  readonly outturns: readonly Outturn[];
}

export async function collect(
  ledger: AssessmentLedger,
  { region, year, department }: { region: string; year: number; department: string },
  rounds: readonly RoundHead[],
): Promise<Collected> {
  const subjects = await ledger.subjects(region, year, department);
  const heads = await Promise.all(rounds.map(({ round }) => ledger.filings({ region, round, department })));
  const filings: AssessedFiling[] = [];
  // Round by round: a department has some dozen filings in each, and no more are asked for at once.
  for (const some of heads) filings.push(...(await Promise.all(some.map((head) => assessed(ledger, head)))));
  const outturns = subjects.map((subject) => outturnOf(ledger, subject, heads.flat()));
  return { filings, outturns: (await Promise.all(outturns)).filter((each) => each !== undefined) };
}

async function assessed(ledger: AssessmentLedger, head: FilingHead): Promise<AssessedFiling> {
  const [{ entries }, evaluation] = await Promise.all([ledger.events(head), ledger.evaluation(head)]);
  const explained = (evaluation?.findings ?? [])
    .filter(({ level, rule }) => level === 'explain' && contradictionRules.includes(rule))
    .map(({ rule }) => rule);
  return {
    filing: formatFilingId(head),
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
  return { filing: formatFilingId(first), foreseen, final, isProvisional: booked === undefined };
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
