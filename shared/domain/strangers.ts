/** Cells that are not of this subject's form, checked already when a draft is saved: whatever a client sends, the ledger keeps no such. */
import type { Content } from './content.ts';
import { formCells } from './form.ts';
import type { Issue } from './refusal.ts';
import { moneyRows, type Subject, type TargetVersion } from './subject.ts';
import { isFilled } from './written.ts';

export function strangerIssues(
  content: Content,
  subject: Pick<Subject, 'kind' | 'keyMonitoring'>,
  target: TargetVersion,
): readonly Issue[] {
  const codes = new Set(target.indicators.map(({ code }) => code));
  return [
    ...moneyIssues(content, subject),
    ...rowIssues(content, codes),
    ...keyBlockIssues(content, subject),
    ...fileIssues(content, codes),
    ...explanationIssues(content, subject, target),
  ];
}

function issue(pointer: string, message: string): Issue {
  return { pointer, rule: 'form', message };
}

function moneyIssues({ money }: Content, { kind }: Pick<Subject, 'kind'>): readonly Issue[] {
  const own = new Set(Object.keys(moneyRows[kind]));
  const strange = Object.keys(money).filter((row) => !own.has(row));
  return strange.map((row) =>
    issue(`/money/${row}`, `资金行“${row}”不属于本类资金的监控表，请删除后重新提交。`),
  );
}

function rowIssues({ rows }: Content, codes: ReadonlySet<string>): readonly Issue[] {
  const strange = Object.keys(rows).filter((code) => !codes.has(code));
  return strange.map((code) =>
    issue(`/rows/${code}`, `指标“${code}”不在批复的绩效目标中，请删除后重新提交。`),
  );
}

/** The extra block is for bodies under key monitoring alone; an empty one is none. */
function keyBlockIssues(
  { keyBlock = {} }: Content,
  { keyMonitoring }: Pick<Subject, 'keyMonitoring'>,
): readonly Issue[] {
  if (keyMonitoring || !Object.values(keyBlock).some(isFilled)) return [];
  return [issue('/keyBlock', '本监控对象不在重点绩效监控范围内，不需要填写附加内容，请清空后重新提交。')];
}

function fileIssues({ files = [] }: Content, codes: ReadonlySet<string>): readonly Issue[] {
  return files.flatMap(({ indicator }, index) =>
    indicator === undefined || codes.has(indicator)
      ? []
      : [
          issue(
            `/files/${index}/indicator`,
            `第${index + 1}个附件对应的指标“${indicator}”不在批复的绩效目标中，请重新选择。`,
          ),
        ],
  );
}

function explanationIssues(
  { explanations = [] }: Content,
  { kind, keyMonitoring }: Pick<Subject, 'kind' | 'keyMonitoring'>,
  { indicators }: TargetVersion,
): readonly Issue[] {
  if (explanations.length === 0) return [];
  // The month only names columns: the cells are the same in every round.
  const cells = formCells({ kind, keyMonitoring, indicators, cutoffMonth: 1 });
  const pointers = new Set(cells.map(({ pointer }) => pointer));
  return explanations.flatMap(({ cell }, index) =>
    pointers.has(cell)
      ? []
      : [
          issue(
            `/explanations/${index}/cell`,
            `第${index + 1}条说明对应的单元格不在监控表中，请删除后重新提交。`,
          ),
        ],
  );
}
