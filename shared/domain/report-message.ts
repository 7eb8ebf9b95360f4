/** What people are told of stamped reports (notice 2.2d, 4.1): of which facts, to whom, and in which words; never what somebody wrote. */
import { dayOf, type Instant } from './calendar.ts';
import type { Post } from './directory.ts';
import { deadlineWords, type Said } from './message.ts';
import { type ReportFact, type ReportHead, reportPeriodNames, reportReturnReasons } from './report.ts';

export const toldReportFacts = [
  'reminded',
  'refused',
  'verified',
  'returned',
  'confirmed',
  'changed',
] as const satisfies readonly ReportFact['type'][];
export type ToldReportFact = Extract<ReportFact, { readonly type: (typeof toldReportFacts)[number] }>;

export function isToldOfReport(fact: { readonly type: ReportFact['type'] }): fact is ToldReportFact {
  return toldReportFacts.some((told) => told === fact.type);
}

export function saidOfReport(fact: ToldReportFact, head: ReportHead, at: Instant): readonly Said[] {
  const filler: Post = { role: 'dept-filler', at: head.department };
  const name = `${head.fiscalYear}年${reportPeriodNames[head.period]}绩效监控报告`;
  switch (fact.type) {
    case 'reminded':
      return reminding(head, filler, name, at);
    case 'refused': {
      const text = `${name}上传的文件没有通过检查：${fact.why}请重新上传。`;
      return [{ kind: 'returned', to: [filler], text }];
    }
    case 'verified': {
      const text = `部门${head.department}的${name}已上传，请核对公章、日期和签字。`;
      return [{ kind: 'report', to: [{ role: 'section-reviewer', at: head.section }], text }];
    }
    case 'returned': {
      const text = `${name}被退回（${reportReturnReasons[fact.reason]}），理由见报告，请改正后重新上传。`;
      return [{ kind: 'returned', to: [filler], text }];
    }
    case 'changed': {
      const isAsFiled = fact.data === head.filed?.data;
      const words = isAsFiled
        ? '的监控数据已与上传的文件一致，无需更换'
        : '上传后数据已变，请按现在的数据更换文件';
      return [{ kind: 'report', to: [filler], text: `${name}${words}。` }];
    }
    case 'confirmed':
      return [{ kind: 'report', to: [filler], text: `${name}已核对通过，系统将自动归档。` }];
  }
}

/** To the writer; once the day has passed also to whoever supervises him: the department's reviewer and the finance office. */
function reminding(head: ReportHead, filler: Post, name: string, at: Instant): readonly Said[] {
  const isOver = at >= head.dueAt;
  const due = deadlineWords({ dueOn: dayOf(head.dueAt - 1), now: at });
  const text = `${name}${due}，还没有上传盖章的报告，请尽快办理。`;
  const writer: Said = { kind: isOver ? 'overdue' : 'reminder', to: [filler], text };
  if (!isOver) return [writer];
  const above: readonly Post[] = [
    { role: 'dept-reviewer', at: head.department },
    { role: 'finance-office', at: head.region },
  ];
  const urge = `部门${head.department}的${name}${due}，还没有上传，请督促办理。`;
  return [writer, { kind: 'escalation', to: above, text: urge }];
}
