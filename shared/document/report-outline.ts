/**
 * The report of a department (绩效运行监控情况) in the outline of the notice's annex: opening, chapter one and chapter two with the same
 * three parts, department and date. It is cut into sections with lasting ids, so that a writer's words can be kept for each of them; every
 * count in it is that of the list it stands for (2.2f).
 */
import { dispositionStateNames } from '../domain/disposition.ts';
import { dispositionKindNames } from '../domain/execution-record.ts';
import { stageNames } from '../domain/filing.ts';
import { periodLabel } from '../domain/form.ts';
import { type SubjectKind, subjectKindNames, subjectKinds } from '../domain/subject.ts';
import { deviationOf } from './report-deviation.ts';
import { overviewOf } from './report-overview.ts';
import type { ReportedDisposition, ReportedFiling, ReportedSubject, ReportSource } from './report-source.ts';
import { dayInWords, inWan, monthInWords, paragraphs, told } from './report-words.ts';

/** 一、 is level 1, （一） level 2, 1. level 3. */
export interface Heading {
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

export interface Section {
  /** Made of chapter, part and subject code: it lasts as long as what it speaks of. */
  readonly id: string;
  /** The headings that stand before it. */
  readonly headings: readonly Heading[];
  /** Its paragraphs, one per line. */
  readonly text: string;
}

export interface ReportOutline {
  /** Two lines: whose report, and what it is. */
  readonly title: readonly [string, string];
  /** `（2022年7月）`. */
  readonly month: string;
  readonly sections: readonly Section[];
  /** At the end, to the right. */
  readonly signature: readonly [string, string];
}

export function outlineOf(source: ReportSource): ReportOutline {
  const filings = [...source.filings].sort((a, b) => (a.subject.code < b.subject.code ? -1 : 1));
  const sorted = { ...source, filings };
  return {
    title: [source.departmentName, '绩效运行监控情况'],
    month: `（${monthInWords(source.writtenOn)}）`,
    sections: [
      { id: 'opening', headings: [], text: openingOf(sorted) },
      ...chapterOne(sorted),
      ...chapterTwo(sorted),
      ...meetingOf(sorted),
    ],
    signature: [source.departmentName, dayInWords(source.writtenOn)],
  };
}

function openingOf({ report, cutoffMonth, opensOn, filings, outstanding }: ReportSource): string {
  const count = (kind: SubjectKind) => filings.filter(({ subject }) => subject.kind === kind).length;
  const period = `${report.fiscalYear}年${periodLabel(cutoffMonth)}`;
  const what = '整体支出、项目支出、管理的转移支付预算执行情况和绩效目标实现程度开展“双监控”';
  const counts = `其中监控项目${count('project')}个、管理的转移支付${count('transfer')}个`;
  return paragraphs([
    `${monthInWords(opensOn)}，我部门（单位）组织对本部门（单位）${period}${what}，${counts}。绩效监控结果如下：`,
    outstanding.length === 0
      ? ''
      : `另有${outstanding.length}项填报尚未通过部门审核（部门整体支出为尚未送审），未列入本报告：${outstanding.map(({ subject, stage }) => `“${subject.name}”（${stageNames[stage]}）`).join('、')}。`,
  ]);
}

function chapterOne(source: ReportSource): readonly Section[] {
  const heading: Heading = { level: 1, text: '一、绩效监控结果概览' };
  return chapter('1', heading, source, (filing) => overviewOf(filing, source.cutoffMonth));
}

/** The annex has no place for dispositions, which the notice asks for: they end each part. */
function chapterTwo(source: ReportSource): readonly Section[] {
  const heading: Heading = { level: 1, text: '二、偏离绩效目标情况分析' };
  const sections = chapter('2', heading, source, deviationOf);
  return subjectKinds.flatMap((kind) => [
    ...sections.filter(({ id }) => id.startsWith(`2-${kind}`)),
    ...dispositionSections(kind, source),
  ]);
}

function chapter(
  number: '1' | '2',
  heading: Heading,
  source: ReportSource,
  write: (filing: ReportedFiling) => string,
): readonly Section[] {
  const parts = subjectKinds.flatMap((kind) => part(`${number}-${kind}`, kind, source, write));
  return parts.map((section, index) =>
    index === 0 ? { ...section, headings: [heading, ...section.headings] } : section,
  );
}

const partNumbers: Readonly<Record<SubjectKind, string>> = { overall: '一', project: '二', transfer: '三' };

function part(
  id: string,
  kind: SubjectKind,
  source: ReportSource,
  write: (filing: ReportedFiling) => string,
): readonly Section[] {
  const heading: Heading = { level: 2, text: `（${partNumbers[kind]}）${subjectKindNames[kind]}` };
  const filings = source.filings.filter(({ subject }) => subject.kind === kind);
  if (filings.length === 0) return [{ id, headings: [heading], text: emptyPart(kind, source) }];
  return filings.map((filing, index) => ({
    id: `${id}-${filing.subject.code}`,
    headings: [...(index === 0 ? [heading] : []), ...numbered(filing.subject, index, filings.length)],
    text: write(filing),
  }));
}

/** Overall spending is one and needs no number. */
function numbered({ kind, name }: ReportedSubject, index: number, count: number): readonly Heading[] {
  return kind === 'overall' && count === 1 ? [] : [{ level: 3, text: `${index + 1}. ${name}` }];
}

function emptyPart(kind: SubjectKind, { outstanding }: ReportSource): string {
  return outstanding.some(({ subject }) => subject.kind === kind)
    ? '本部门此类资金的填报尚未通过部门审核，未列入本报告。'
    : '本部门无此类资金。';
}

function dispositionSections(kind: SubjectKind, source: ReportSource): readonly Section[] {
  const of = ({ subject }: { readonly subject: ReportedSubject }) => subject.kind === kind;
  if (!source.filings.some(of) && !source.dispositions.some(of)) return [];
  const text = dispositionWords(source.dispositions.filter(of));
  return [{ id: `2-${kind}-dispositions`, headings: [], text }];
}

function dispositionWords(dispositions: readonly ReportedDisposition[]): string {
  if (dispositions.length === 0) return '处置情况：无处置事项。';
  return paragraphs([
    `处置情况：共有处置事项${dispositions.length}项：`,
    ...dispositions.map(({ subject, kind, state, amount, documentNo }, index) => {
      const money = amount === null ? '' : `，涉及金额${inWan(amount)}`;
      const paper = documentNo === null ? '' : `，文号${documentNo}`;
      return `（${index + 1}）${subject.name}：${dispositionKindNames[kind]}${money}${paper}，${dispositionStateNames[state]}。`;
    }),
  ]);
}

function meetingOf({ meeting }: ReportSource): readonly Section[] {
  if (meeting === null) return [];
  const number = meeting.number === '' ? '' : `（${meeting.number}）`;
  const held = `本报告已于${dayInWords(meeting.heldOn)}向本部门党委（党组）会议报告${number}。`;
  return [{ id: 'meeting', headings: [], text: `${held}${told('会议意见', meeting.conclusion)}` }];
}
