/**
 * The standard tables PERF_MONITOR_TASK, _INFO and _ATTACH as data: which columns, in which order, and what of a filing stands in each.
 * Another system takes them over, so nothing is longer than it allows, codes never change, and a filing that was not sent tells nothing
 * of its draft.
 */
import type { QueryOf } from '../contract/api.ts';
import { dayOf, type Instant, timeOf } from '../domain/calendar.ts';
import {
  type Content,
  causeNames,
  type IndicatorRow,
  type Likelihood,
  likelihoods,
  statusNames,
  totalsOf,
} from '../domain/content.ts';
import { divideHalfUp } from '../domain/division.ts';
import type { FilingHead } from '../domain/filing.ts';
import { periodLabel } from '../domain/form.ts';
import { placeOf } from '../domain/indicator-tree.ts';
import { type Fen, formatDecimal } from '../domain/money.ts';
import type { RoundHead } from '../domain/round.ts';
import {
  type Indicator,
  type SubjectKind,
  subjectKindNames,
  subjectKinds,
  targetLabel,
} from '../domain/subject.ts';

interface Named {
  readonly code: string;
  readonly name: string;
}

/** An obligation with all that the tables tell of it. */
export interface ExportedFiling {
  /** The filing's id: it is the id of its row in TASK, and begins all others. */
  readonly id: string;
  readonly head: Pick<FilingHead, 'kind' | 'stage' | 'dueAt'>;
  /** Which version of the obligation; one that is superseded is exported as deleted, under an id of its own. */
  readonly edition: number;
  readonly superseded: boolean;
  readonly round: Pick<RoundHead, 'round' | 'fiscalYear' | 'title' | 'cutoffMonth'>;
  readonly region: Named;
  readonly department: Named;
  readonly unit: Named;
  readonly subject: Named;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** What lies with the reviewers or beyond, or was returned by them; null for a draft. */
  readonly sent: Sent | null;
}

interface Sent {
  /** When it was sent last. */
  readonly at: Instant;
  readonly content: Content;
  readonly goalText: string;
  /** Of the target version that the content answers. */
  readonly indicators: readonly Indicator[];
  /** The evidence that the filing keeps. */
  readonly files: readonly ExportedFile[];
}

interface ExportedFile {
  /** SHA-256, hexadecimal: the file's id. */
  readonly file: string;
  readonly name: string;
  readonly at: Instant;
}

interface Column<Row> {
  readonly label: string;
  readonly of: (row: Row) => string;
}

interface StandardTable<Row> {
  readonly name: string;
  readonly rowsOf: (filing: ExportedFiling) => readonly Row[];
  readonly columns: readonly Column<Row>[];
}

interface InfoRow {
  readonly filing: ExportedFiling;
  readonly sent: Sent;
  readonly indicator: Indicator;
  readonly answer: IndicatorRow;
}

interface AttachRow {
  readonly filing: ExportedFiling;
  readonly file: ExportedFile;
  readonly indicator: string | undefined;
}

export type StandardTableName = QueryOf<'exportStandardTables'>['table'];

/** Characters that the receiving system keeps. */
const longest = { text: 2000, value: 1000, fileName: 50 } as const;

const kindCodes = Object.fromEntries(
  subjectKinds.map((kind, index) => [kind, String(index + 1)]),
) as Readonly<Record<SubjectKind, string>>;
const likelihoodCodes = Object.fromEntries(
  likelihoods.map((likelihood, index) => [likelihood, String(index + 1)]),
) as Readonly<Record<Likelihood, string>>;

const isFinal = ({ head }: ExportedFiling) => yesNo(head.stage === 'approved' || head.stage === 'archived');
const createdAt = ({ createdAt: at }: ExportedFiling) => timeOf(at);
const updatedAt = ({ updatedAt: at }: ExportedFiling) => timeOf(at);
const isDeleted = ({ superseded }: ExportedFiling) => (superseded ? '1' : '0');

const task: StandardTable<ExportedFiling> = {
  name: 'PERF_MONITOR_TASK',
  // One per obligation, whatever its versions.
  rowsOf: (filing) => (filing.superseded ? [] : [filing]),
  columns: [
    { label: 'id', of: ({ id }) => id },
    { label: '预算年度', of: ({ round }) => String(round.fiscalYear) },
    { label: '财政区划代码', of: ({ region }) => region.code },
    { label: '财政区划名称', of: ({ region }) => region.name },
    { label: '监控任务编号', of: ({ round }) => round.round },
    { label: '绩效监控类型代码', of: ({ head }) => kindCodes[head.kind] },
    { label: '绩效监控类型名称', of: ({ head }) => subjectKindNames[head.kind] },
    { label: '任务标题', of: ({ round }) => round.title },
    {
      label: '任务内容',
      of: ({ round, head }) =>
        `报送${round.fiscalYear}年${periodLabel(round.cutoffMonth)}${subjectKindNames[head.kind]}的预算执行情况和绩效目标完成情况`,
    },
    // The due instant is the first one after the due day.
    { label: '报送截止日期', of: ({ head }) => dayOf(head.dueAt - 1) },
    ...namedColumns<ExportedFiling>('部门', ({ department }) => department),
    ...namedColumns<ExportedFiling>('单位', ({ unit }) => unit),
    ...namedColumns<ExportedFiling>('项目', ({ subject }) => subject),
    { label: '是否终审', of: isFinal },
    { label: '创建时间', of: createdAt },
    { label: '更新时间', of: updatedAt },
    { label: 'is_deleted', of: isDeleted },
  ],
};

const info: StandardTable<InfoRow> = {
  name: 'PERF_MONITOR_INFO',
  rowsOf: (filing) => {
    const { sent } = filing;
    if (sent === null) return [];
    return sent.indicators.map((indicator) => ({
      filing,
      sent,
      indicator,
      answer: sent.content.rows[indicator.code] ?? {},
    }));
  },
  columns: [
    { label: 'id', of: ({ filing, indicator }) => infoId(filing, indicator.code) },
    { label: 'task_id', of: ({ filing }) => filing.id },
    { label: '监控信息编号', of: ({ filing }) => filing.round.round },
    { label: '绩效监控类型代码', of: ({ filing }) => kindCodes[filing.head.kind] },
    { label: '绩效监控类型名称', of: ({ filing }) => subjectKindNames[filing.head.kind] },
    ...namedColumns<InfoRow>('单位', ({ filing }) => filing.unit),
    ...namedColumns<InfoRow>('部门', ({ filing }) => filing.department),
    ...namedColumns<InfoRow>('项目', ({ filing }) => filing.subject),
    { label: '绩效目标', of: ({ sent }) => text(sent.goalText) },
    { label: '项目预算执行情况', of: ({ sent }) => wanOf4(sumsOf(sent).executed) },
    { label: '项目预算全年预计执行情况', of: ({ sent }) => wanOf4(sumsOf(sent).forecast) },
    ...namedColumns<InfoRow>('一级指标', ({ indicator }) => placeOf(indicator.code)?.level1 ?? nowhere),
    ...namedColumns<InfoRow>('二级指标', ({ indicator }) => placeOf(indicator.code)?.level2 ?? nowhere),
    ...namedColumns<InfoRow>('三级指标', ({ indicator }) => indicator),
    { label: '指标值', of: ({ indicator }) => value(targetLabel(indicator)) },
    { label: '绩效指标完成情况', of: (row) => value(reached(row)) },
    { label: '绩效指标全年预计完成情况', of: (row) => value(expected(row)) },
    { label: '偏差原因分析', of: ({ answer }) => text(causesOf(answer)) },
    {
      label: '完成目标可能性',
      of: ({ answer }) => (answer.likelihood === undefined ? '' : likelihoodCodes[answer.likelihood]),
    },
    { label: '报送日期', of: ({ sent }) => dayOf(sent.at) },
    { label: '是否需要整改', of: () => yesNo(false) },
    { label: '整改要求和建议', of: () => '' },
    { label: '整改结果和结论', of: () => '' },
    { label: '是否终审', of: ({ filing }) => isFinal(filing) },
    { label: '创建时间', of: ({ filing }) => createdAt(filing) },
    { label: '更新时间', of: ({ filing }) => updatedAt(filing) },
    { label: 'is_deleted', of: ({ filing }) => isDeleted(filing) },
  ],
};

const attach: StandardTable<AttachRow> = {
  name: 'PERF_MONITOR_ATTACH',
  rowsOf: (filing) => {
    const { sent } = filing;
    if (sent === null) return [];
    // A file that the form refers to is kept before the form can be sent (V32).
    return (sent.content.files ?? []).map(({ file, indicator }) => ({
      filing,
      file: sent.files.find((kept) => kept.file === file) ?? { file, name: file, at: sent.at },
      indicator,
    }));
  },
  columns: [
    { label: 'id', of: ({ filing, file }) => `${versionId(filing)}-${file.file}` },
    // Evidence of the whole filing belongs to no single row of INFO.
    {
      label: 'info_id',
      of: ({ filing, indicator }) => (indicator === undefined ? '' : infoId(filing, indicator)),
    },
    { label: '附件名称', of: ({ file }) => fileName(file.name) },
    { label: '路径', of: ({ filing, file }) => `${filing.id}/${file.file}` },
    { label: '文件摘要', of: ({ file }) => file.file },
    { label: '创建时间', of: ({ file }) => timeOf(file.at) },
    { label: '更新时间', of: ({ file }) => timeOf(file.at) },
  ],
};

/** The table's name in the receiving system, its headings, and how a filing becomes rows. */
export interface Exported {
  readonly name: string;
  readonly head: readonly string[];
  readonly rowsOf: (filing: ExportedFiling) => readonly (readonly string[])[];
}

export const standardTables: Readonly<Record<StandardTableName, Exported>> = {
  task: exported(task),
  info: exported(info),
  attach: exported(attach),
};

function exported<Row>({ name, columns, rowsOf }: StandardTable<Row>): Exported {
  return {
    name,
    head: columns.map(({ label }) => label),
    rowsOf: (filing) => rowsOf(filing).map((row) => columns.map(({ of }) => of(row))),
  };
}

const nowhere: Named = { code: '', name: '' };

function namedColumns<Row>(label: string, of: (row: Row) => Named): readonly Column<Row>[] {
  return [
    { label: `${label}代码`, of: (row) => of(row).code },
    { label: `${label}名称`, of: (row) => value(of(row).name) },
  ];
}

function infoId(filing: ExportedFiling, code: string): string {
  return `${versionId(filing)}-${code}`;
}

/** A first version bears the id of its obligation. */
function versionId({ id, edition }: ExportedFiling): string {
  return edition === 1 ? id : `${id}-v${edition}`;
}

function sumsOf({ content }: Sent) {
  return totalsOf(Object.values(content.money));
}

function yesNo(isSo: boolean): string {
  return isSo ? '是' : '否';
}

/** 万元 with four decimals, half-up: 31.20005 万元 is `31.2001`. */
export function wanOf4(amount: Fen): string {
  const scaled = divideHalfUp(amount, 100n);
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(5, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

function reached({ answer, indicator }: InfoRow): string {
  if (answer.notYet !== undefined)
    return `本期尚无法取值，预计${answer.notYet.month}月取值：${answer.notYet.reason}`;
  if (indicator.operator !== 'qualitative') return number(answer.actual, indicator);
  const status = answer.status === undefined ? '' : statusNames[answer.status];
  return joined([status, answer.statusText]);
}

function expected({ answer, indicator }: InfoRow): string {
  if (indicator.operator !== 'qualitative') return number(answer.forecast, indicator);
  return answer.forecastStatus === undefined ? '' : statusNames[answer.forecastStatus];
}

function number(decimal: bigint | undefined, { unit }: Indicator): string {
  return decimal === undefined ? '' : `${formatDecimal(decimal)}${unit}`;
}

function causesOf({ causes = [], causeText }: IndicatorRow): string {
  if (causes.length === 0 && !causeText) return '无偏差';
  return joined([causes.map((cause) => causeNames[cause]).join('、'), causeText]);
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('：');
}

function text(written: string): string {
  return cut(written, longest.text);
}

function value(written: string): string {
  return cut(written, longest.value);
}

/** Characters, not UTF-16 units. */
function cut(written: string, most: number): string {
  const characters = [...written];
  return characters.length <= most ? written : characters.slice(0, most).join('');
}

/** Shortened before its extension: what kind of file it is must stay readable. */
export function fileName(name: string): string {
  const [, stem = name, extension = ''] = /^(.+)(\.\w{1,10})$/su.exec(name) ?? [];
  return cut(stem, longest.fileName - extension.length) + extension;
}
