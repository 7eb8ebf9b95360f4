/**
 * Assessment figures (绩效管理工作考核, clause 3.3): how well a department did its monitoring in a year. The notice gives no points, so there
 * are figures alone, each with the filings behind it; what cannot be known yet has no figure and says so, and nothing is made up.
 */
import { daysLate, endOfDay, type Instant } from './calendar.ts';
import type { DispositionHead } from './disposition.ts';
import { divideHalfUp } from './division.ts';
import type { FilingHead, Level } from './filing.ts';
import { type Happened, type TimeHeld, timeHeld } from './held.ts';
import { type Fen, formatHundredths, formatWan } from './money.ts';
import type { ReportFact, ReportHead } from './report.ts';
import { isFiled, shareOf } from './standing.ts';
import type { SubjectKind } from './subject.ts';

export const figureNames = {
  coverage: '覆盖率',
  'on-time': '及时率',
  'days-late': '逾期天数',
  returned: '退回率',
  'first-pass': '一次通过率',
  corrected: '更正率',
  contradictory: '前后矛盾',
  rectified: '整改及时率',
  disposed: '处置办结率',
  reports: '监控报告',
  forecast: '预测准确度',
} as const;
export type FigureName = keyof typeof figureNames;

/** A finding by one of these was a contradiction that had to be explained. */
export const contradictionRules: readonly string[] = ['V18', 'V19', 'V23'];

export interface AssessedFiling {
  readonly document: string;
  readonly head: Pick<FilingHead, 'stage' | 'dueAt' | 'firstSentAt'>;
  readonly steps: readonly Happened[];
  /** The contradictions that its last submission explained, by rule. */
  readonly contradictions: readonly string[];
}

/** A disposition of one of the department's filings, as far as time is concerned. */
export interface AssessedDisposition extends Pick<DispositionHead, 'kind' | 'state' | 'stateAt' | 'dueOn'> {
  /** The filing that it answers. */
  readonly document: string;
}

export interface AssessedReport {
  readonly document: string;
  readonly head: Pick<ReportHead, 'state' | 'dueAt' | 'firstUploadedAt'>;
  /** Types of what happened to it. */
  readonly facts: readonly ReportFact['type'][];
}

/** What was foreseen for a subject at the half-year, and what it came to. */
export interface Outturn {
  readonly document: string;
  readonly kind: SubjectKind;
  readonly foreseen: Fen;
  readonly final: Fen;
  /** The year is not over: `final` is what was foreseen in the last round. */
  readonly isProvisional: boolean;
}

/** A filing or report behind a figure: whether it counts for it, and what made it so. */
export interface FigureRow {
  readonly document: string;
  readonly counts: boolean;
  readonly value: string;
}

export interface Figure {
  /** Rates in %, days and counts as they are; null where there is nothing to divide by, or nothing known. */
  readonly value: string | null;
  readonly part: string | null;
  readonly whole: string | null;
  readonly words: string;
  /** Days by the level that held the filings; only where the figure is about time. */
  readonly split: Readonly<Record<Level, string>> | null;
  readonly rows: readonly FigureRow[];
}

export type Figures = Readonly<Record<FigureName, Figure>>;

/** A department's year. */
export interface AssessedYear {
  readonly filings: readonly AssessedFiling[];
  readonly outturns: readonly Outturn[];
  readonly dispositions: readonly AssessedDisposition[];
  readonly reports: readonly AssessedReport[];
}

export function assess(year: AssessedYear, now: Instant): Figures {
  const { filings: all, outturns, dispositions: disposed } = year;
  const due = all.filter(({ head }) => head.stage !== 'exempt');
  const filed = due.filter((each) => isFiled(each.head.stage) || wasArchived(each));
  const passed = due.filter((each) => each.head.stage === 'approved' || wasArchived(each));
  return {
    coverage: share(due, '终审通过÷应报', (each) => yes(passed.includes(each), '已通过', '未通过')),
    'on-time': share(due, '按期首次送审÷应报', ({ head }) =>
      yes(sentInTime(head), '按期', head.firstSentAt === null ? '未送审' : '逾期'),
    ),
    'days-late': lateness(due, now),
    returned: share(filed, '曾被退回÷已报', (each) => times(each, 'returned', '次退回')),
    'first-pass': share(passed, '未经退回÷终审通过', (each) => {
      const returns = returnsBeforeArchive(each);
      return yes(returns === 0, '一次通过', `退回${returns}次`);
    }),
    corrected: corrections(passed),
    contradictory: contradictions(filed),
    rectified: closedInTime(disposed, '按期办结的限期整改÷已下达', ({ kind }) => kind === 'rectify'),
    disposed: closedInTime(disposed, '按期办结的处置÷已下达', () => true),
    reports: reported(year.reports),
    forecast: accuracy(outturns),
  };
}

/** A disposition that was ordered; one that was cancelled has nothing to be closed any more. */
function closedInTime(
  all: readonly AssessedDisposition[],
  words: string,
  of: (each: AssessedDisposition) => boolean,
): Figure {
  const ordered = all.filter(({ dueOn, state }) => dueOn !== null && state !== 'cancelled').filter(of);
  const rows = ordered.map(({ document, state, stateAt, dueOn }) => {
    const inTime = state === 'closed' && dueOn !== null && stateAt < endOfDay(dueOn);
    return { document, ...yes(inTime, '按期办结', state === 'closed' ? '逾期办结' : '未办结') };
  });
  const part = rows.filter(({ counts }) => counts).length;
  return { ...rate(part, rows.length), words, split: null, rows };
}

type Judged = Omit<FigureRow, 'document'>;
const yes = (counts: boolean, is: string, isNot: string): Judged => ({ counts, value: counts ? is : isNot });

function share(
  whole: readonly AssessedFiling[],
  words: string,
  judge: (each: AssessedFiling) => Judged,
): Figure {
  const rows = whole.map((each) => ({ document: each.document, ...judge(each) }));
  const part = rows.filter(({ counts }) => counts).length;
  return { ...rate(part, whole.length), words, split: null, rows };
}

function rate(part: number, whole: number): Pick<Figure, 'value' | 'part' | 'whole'> {
  const percent = shareOf(part, whole);
  return {
    value: percent === null ? null : formatHundredths(percent),
    part: part.toString(),
    whole: whole.toString(),
  };
}

const count = ({ steps }: AssessedFiling, type: string) =>
  steps.filter(({ fact }) => fact.type === type).length;
const wasArchived = (each: AssessedFiling) => count(each, 'archived') > 0;

function times(each: AssessedFiling, type: string, words: string): Judged {
  const found = count(each, type);
  return { counts: found > 0, value: `${found}${words}` };
}

function sentInTime({ firstSentAt, dueAt }: AssessedFiling['head']): boolean {
  return firstSentAt !== null && daysLate(firstSentAt, dueAt) === 0;
}

/** A filing that is opened again for a correction and returned then was passed at the first time all the same. */
function returnsBeforeArchive({ steps }: AssessedFiling): number {
  const end = steps.findIndex(({ fact }) => fact.type === 'archived');
  const way = end < 0 ? steps : steps.slice(0, end);
  return way.filter(({ fact }) => fact.type === 'returned').length;
}

/** What has not been sent is late up to now. */
function lateness(due: readonly AssessedFiling[], now: Instant): Figure {
  const rows = due.map(({ document, head }) => {
    const days = daysLate(head.firstSentAt ?? now, head.dueAt);
    return { document, counts: days > 0, value: `${days}天`, days };
  });
  const late = rows.filter(({ counts }) => counts).length;
  const sum = rows.reduce((total, { days }) => total + days, 0);
  const mean =
    late === 0 ? '' : `，平均每份${formatHundredths(divideHalfUp(BigInt(sum) * 100n, BigInt(late)))}天`;
  return {
    value: sum.toString(),
    part: late.toString(),
    whole: due.length.toString(),
    words: `逾期${late}份，共${sum}天${mean}`,
    split: splitOf(due.map(({ steps }) => timeHeld(steps, now))),
    rows: rows.map(({ days: _, ...row }) => row),
  };
}

function splitOf(held: readonly TimeHeld[]): Readonly<Record<Level, string>> {
  const days = (level: Level) => {
    const sum = held.reduce((total, { byLevel }) => total + byLevel[level].milliseconds, 0);
    return formatHundredths(divideHalfUp(BigInt(sum) * 100n, 86_400_000n));
  };
  return { fill: days('fill'), 'dept-review': days('dept-review'), 'section-review': days('section-review') };
}

/** Versions, not filings: what was opened again twice was wrong twice. */
function corrections(passed: readonly AssessedFiling[]): Figure {
  const rows = passed.map((each) => ({ document: each.document, ...times(each, 'reopened', '次重新开放') }));
  const sum = (type: string) => passed.reduce((total, each) => total + count(each, type), 0);
  return {
    ...rate(sum('reopened'), sum('archived')),
    words: '重新开放的版本÷已归档的版本',
    split: null,
    rows,
  };
}

function contradictions(filed: readonly AssessedFiling[]): Figure {
  const rows = filed.map(({ document, contradictions: rules }) => ({
    document,
    counts: rules.length > 0,
    value: rules.length > 0 ? rules.join('、') : '无',
  }));
  const part = rows.filter(({ counts }) => counts).length;
  const words = `须说明前后矛盾或数量级差异（${contradictionRules.join('、')}）的填报份数`;
  return {
    value: part.toString(),
    part: part.toString(),
    whole: filed.length.toString(),
    words,
    split: null,
    rows,
  };
}

/**
 * |foreseen − final| ÷ final, over all money with a final amount: the differences are added up without their signs, so that one
 * subject's excess does not make another's shortfall good. A department's overall expenditure contains its projects, which are not
 * added a second time.
 */
function accuracy(outturns: readonly Outturn[]): Figure {
  const isWhole = outturns.some(({ kind, final }) => kind === 'overall' && final > 0n);
  const isAdded = ({ kind, final }: Outturn) => final > 0n && !(isWhole && kind === 'project');
  const added = outturns.filter(isAdded);
  const part = added.reduce((sum, { foreseen, final }) => sum + apart(foreseen, final), 0n);
  const whole = added.reduce((sum, { final }) => sum + final, 0n);
  const notes = [
    ...(isWhole ? ['项目支出已含在部门整体支出中'] : []),
    ...(added.some((each) => each.isProvisional) ? ['全年执行数未导入，以末轮预计数暂代'] : []),
  ];
  return {
    value: whole === 0n ? null : formatHundredths(divideHalfUp(part * 10_000n, whole)),
    part: formatWan(part),
    whole: formatWan(whole),
    words: `上半年预计与全年执行之差÷全年执行，万元${notes.length === 0 ? '' : `（${notes.join('；')}）`}`,
    split: null,
    rows: outturns.map((each) => ({
      document: each.document,
      counts: isAdded(each),
      value: inWords(each),
    })),
  };
}

const apart = (a: Fen, b: Fen): Fen => (a < b ? b - a : a - b);

function inWords({ foreseen, final, isProvisional }: Outturn): string {
  const percent =
    final > 0n ? `${formatHundredths(divideHalfUp(apart(foreseen, final) * 10_000n, final))}%` : '—';
  return `${percent}（预计${formatWan(foreseen)}，${isProvisional ? '末轮预计' : '执行'}${formatWan(final)}）`;
}

/** Handed in in time ÷ expected; a file counts from its receipt once it was found good, and each good one after the first is a replacement. */
function reported(expected: readonly AssessedReport[]): Figure {
  const judged = expected.map(({ document, head, facts }) => {
    const { firstUploadedAt: at, dueAt, state } = head;
    const counts = at !== null && daysLate(at, dueAt) === 0;
    const isChecked = state === 'checked' || state === 'archived';
    const replaced = Math.max(facts.filter((type) => type === 'verified').length - 1, 0);
    const value = `${at === null ? '未报送' : counts ? '按期' : '逾期'}，${isChecked ? '已' : '未'}核对，更换${replaced}次`;
    return { document, counts, value, isChecked, replaced };
  });
  const part = judged.filter(({ counts }) => counts).length;
  const checked = judged.filter(({ isChecked }) => isChecked).length;
  const replaced = judged.reduce((sum, each) => sum + each.replaced, 0);
  return {
    ...rate(part, judged.length),
    words: `按期报送÷应报送的监控报告；已核对${checked}份，更换${replaced}次`,
    split: null,
    rows: judged.map(({ document, counts, value }) => ({ document, counts, value })),
  };
}
