/**
 * What a department's report stands on (V39, V40): are the filings behind it far enough, has the Party group been told and the seal been
 * stated. Whether a page really bears the stamp is for the checker's eye and no rule.
 */
import type { Day } from './calendar.ts';
import { explainIn } from './cell-words.ts';
import type { Explanation } from './content.ts';
import { askForNote } from './explanation.ts';
import { type Stage, stageNames } from './filing.ts';
import { ask, block, type Finding } from './finding.ts';
import { isFilled, isTelling } from './written.ts';

/** Which report: a department's of a year and a period. */
export interface ReportSlot {
  readonly department: string;
  readonly fiscalYear: number;
  readonly period: 'half-year' | 'annual';
}

/** Which report of which county; every part is a code. */
export interface ReportRef extends ReportSlot {
  readonly region: string;
}

/** What a report is made for, what it was handed in as, and how far the filings behind it are. */
export interface ReportBasis {
  readonly expected: ReportSlot;
  readonly stated: ReportSlot;
  readonly filings: readonly { readonly subjectName: string; readonly stage: Stage }[];
  /** The performance office's reason for taking it before all filings are past the department; null where it gave none. */
  readonly waiver: string | null;
}

/** Overall spending has no review of the department: once it has been sent it lies with the section. */
export function isPastDepartment(stage: Stage): boolean {
  return stage === 'section-review' || stage === 'approved' || stage === 'archived';
}

const slotNames = { department: '部门', fiscalYear: '年度', period: '报告期' } as const;

/** V39. */
export function checkReportBasis({ expected, stated, filings, waiver }: ReportBasis): readonly Finding[] {
  const parts: readonly (keyof ReportSlot)[] = ['department', 'fiscalYear', 'period'];
  const other = parts.filter((part) => stated[part] !== expected[part]);
  const wrong = other.map((part) =>
    block(`/${part}`, 'V39', `报告的${slotNames[part]}与上传位置不一致，请核对后上传到对应的报告下。`),
  );
  const behind = filings.filter(({ stage }) => !isPastDepartment(stage));
  return behind.length === 0 || isTelling(waiver ?? '') ? wrong : [...wrong, unfinished(behind)];
}

function unfinished(behind: ReportBasis['filings']): Finding {
  const names = behind.map(({ subjectName, stage }) => `“${subjectName}”${stageNames[stage]}`).join('、');
  const message = `还有${behind.length}项填报未通过部门审核（部门整体支出为未送审）：${names}，请办完后再上传，或请绩效股说明理由后放行。`;
  return block('/filings', 'V39', message);
}

/** How a report bears its seal. */
export const sealNames = { scan: '盖章扫描', 'e-seal': '电子印章' } as const;

/** What the uploader states of Party group and seal; an absent text and an empty one are the same. */
export interface ReportStatement {
  readonly uploadedOn: Day;
  /** When the Party group was told; null while it has not been. */
  readonly meetingOn: Day | null;
  /** When it will be told otherwise, and why only then. */
  readonly plannedOn: Day | null;
  readonly plannedReason?: string | undefined;
  readonly seal: keyof typeof sealNames | null;
  readonly signatory?: string | undefined;
  readonly explanations?: readonly Explanation[] | undefined;
}

/** V40. */
export function checkReportStatement(statement: ReportStatement): readonly Finding[] {
  return [...meetingFindings(statement), ...sealFindings(statement)];
}

function meetingFindings(statement: ReportStatement): readonly Finding[] {
  const { uploadedOn, meetingOn, plannedOn, plannedReason } = statement;
  if (meetingOn !== null && meetingOn <= uploadedOn) return [];
  const held =
    meetingOn === null
      ? '没有填写党委（党组）会议日期'
      : `党委（党组）会议日期${meetingOn}晚于上传日期${uploadedOn}`;
  const message = `${held}，请改正；尚未召开的，请填写计划日期；${explainIn('未召开原因')}。`;
  const text = plannedOn === null ? undefined : plannedReason;
  return [ask('/meeting/meetingOn', 'V40', message, { at: '/meeting/plannedReason', text })];
}

function sealFindings(statement: ReportStatement): readonly Finding[] {
  const found: Finding[] = [];
  if (statement.seal === null) {
    const kinds = Object.values(sealNames).join('或');
    found.push(askForNote(statement, '/seal/kind', 'V40', `没有说明用印方式，请选择${kinds}，或填写说明。`));
  }
  if (!isFilled(statement.signatory))
    found.push(askForNote(statement, '/seal/signatory', 'V40', '没有填写签发人，请填写，或填写说明。'));
  return found;
}
