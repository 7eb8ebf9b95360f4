/** What people are told of stamped reports: one message per fact and recipient; ids and counts, never what somebody wrote. */
import { holds } from './authority.ts';
import { dayOf, type Instant } from './calendar.ts';
import type { Member, Post } from './directory.ts';
import { deadlineWords, type Message, type MessageKind } from './message.ts';
import { type ReportHead, reportPeriodNames } from './report.ts';
import type { CalendarStep } from './round-calendar.ts';

/** Reminders to the writer; once the day has passed also to whoever supervises him: the department's reviewer and the finance office. */
export function reportReminders(
  head: ReportHead,
  title: string,
  step: Pick<CalendarStep, 'name' | 'at'>,
  members: readonly Member[],
  now: Instant,
): readonly Message[] {
  const isOver = now >= head.dueAt;
  const due = deadlineWords({ dueOn: dayOf(head.dueAt - 1), now });
  const event = `report/${eventOf(head)}/${step.name}`;
  const filler = tell(head, members, [fillerPost(head)], {
    event,
    at: step.at,
    kind: isOver ? 'overdue' : 'reminder',
    text: `${title}：${nameOf(head)}${due}，还没有上传盖章的报告，请尽快办理。`,
  });
  if (!isOver) return filler;
  const above: readonly Post[] = [
    { role: 'dept-reviewer', at: head.department },
    { role: 'finance-office', at: head.region },
  ];
  const text = `${title}：部门${head.department}的${nameOf(head)}${due}，还没有上传，请督促办理。`;
  return [...filler, ...tell(head, members, above, { event, at: step.at, kind: 'escalation', text })];
}

/** After the machine has looked at a file: good, it is for those who check; wanting, for who has to bring another. */
export function reportLookedAt(
  head: ReportHead,
  members: readonly Member[],
  now: Instant,
): readonly Message[] {
  const event = `report/${eventOf(head)}/${head.seq}`;
  if (head.refused !== null) {
    const text = `${nameOf(head)}上传的文件没有通过检查：${head.refused.why}请重新上传。`;
    return tell(head, members, [fillerPost(head)], { event, at: now, kind: 'returned', text });
  }
  const text = `部门${head.department}的${nameOf(head)}已上传，请核对公章、日期和签字。`;
  const checker: Post = { role: 'section-reviewer', at: head.section };
  return tell(head, members, [checker], { event, at: now, kind: 'reminder', text });
}

/** It came back, and why stands with the report. */
export function reportReturned(
  head: ReportHead,
  members: readonly Member[],
  now: Instant,
): readonly Message[] {
  const text = `${nameOf(head)}被退回，理由见报告，请改正后重新上传。`;
  const event = `report/${eventOf(head)}/${head.seq}`;
  return tell(head, members, [fillerPost(head)], { event, at: now, kind: 'returned', text });
}

function tell(
  { round }: ReportHead,
  members: readonly Member[],
  posts: readonly Post[],
  told: { readonly event: string; readonly at: Instant; readonly kind: MessageKind; readonly text: string },
): readonly Message[] {
  return members
    .filter((member) => posts.some((post) => holds(member, post)))
    .map((member) => ({ ...told, to: member.id, round, filing: null }));
}

const fillerPost = ({ department }: ReportHead): Post => ({ role: 'dept-filler', at: department });
const nameOf = ({ fiscalYear, period }: ReportHead) =>
  `${fiscalYear}年${reportPeriodNames[period]}绩效监控报告`;
const eventOf = ({ fiscalYear, period, department }: ReportHead) => `${fiscalYear}-${period}-${department}`;
