/**
 * A stamped report on the work desks (domain §8, §10): whoever brings it finds it under 待送审, 已送审 or 被退回, whoever checks it under
 * 待审核, 已审核 or 被退回. Read off its head alone, like the tabs of filings; what it waits for is said in words.
 */
import { dayLength, dayOf, endOfDay, type Instant } from './calendar.ts';
import type { Member, Post } from './directory.ts';
import type { ReportHead } from './report.ts';
import { reportPostFor } from './report-authority.ts';
import { reportReviewBy } from './report-views.ts';
import { countdownTo, type TodoTab } from './todo.ts';

/** A head does not keep who has acted on it, so there is no 曾经办. */
export const reportTabs = [
  'to-send',
  'sent',
  'to-review',
  'reviewed',
  'returned',
] as const satisfies readonly TodoTab[];
export type ReportTab = (typeof reportTabs)[number];

export interface ReportAtDesk {
  readonly head: ReportHead;
  readonly tab: ReportTab;
  /** The member's post by which it is his. */
  readonly post: Post;
  /** Chinese: what is to be done now; null where nobody waits for this member. */
  readonly task: string | null;
  readonly countdown: string | null;
}

/** Where a member finds it, by each post that has to do with it. */
export function reportAtDesks(head: ReportHead, member: Member, now: Instant): readonly ReportAtDesk[] {
  const [bringer, checker] = [reportPostFor(member, 'upload', head), reportPostFor(member, 'confirm', head)];
  const found: ReportAtDesk[] = [];
  if (bringer !== null) found.push({ head, post: bringer, ...forBringer(head, now) });
  const tab = checkerTab(head, member.id);
  if (checker !== null && tab !== null)
    found.push({ head, post: checker, tab, ...forChecker(head, tab, now) });
  return found;
}

/** What lies before a member to be done. */
export function isOnDesk({ task }: ReportAtDesk): boolean {
  return task !== null;
}

export function reportTabCounts(found: readonly ReportAtDesk[]): Readonly<Record<ReportTab, number>> {
  const counted = reportTabs.map((tab) => [tab, found.filter((each) => each.tab === tab).length] as const);
  return Object.fromEntries(counted) as Record<ReportTab, number>;
}

type Shown = Pick<ReportAtDesk, 'tab' | 'task' | 'countdown'>;
const idle = { task: null, countdown: null } as const;

function forBringer(head: ReportHead, now: Instant): Shown {
  // While it is looked at nobody can do anything.
  if (head.pending !== null) return { tab: 'sent', ...idle };
  switch (head.state) {
    case 'draft':
    case 'told':
      return { tab: 'to-send', task: whatToBring(head), countdown: countdownTo(head.dueAt, now) };
    case 'returned':
      return {
        tab: 'returned',
        task: head.refused === null ? '按退回意见改正后重新上传' : again,
        countdown: countdownTo(broughtAgainBy(head), now),
      };
    default:
      return { tab: 'sent', ...idle };
  }
}

const again = '上传的文件没有通过检查，请改正后重新上传';

function whatToBring({ refused, meeting }: ReportHead): string {
  if (refused !== null) return again;
  return meeting === null ? '撰写报告并登记党委（党组）会议' : '打印盖章后扫描上传';
}

/** Like a returned filing: three days, or until its day where that is later. */
function broughtAgainBy({ dueAt, stateAt }: ReportHead): Instant {
  return Math.max(dueAt, endOfDay(dayOf(stateAt)) + 3 * dayLength);
}

function checkerTab({ state, pending, uploaders }: ReportHead, member: string): ReportTab | null {
  if (state === 'checked' || state === 'archived') return 'reviewed';
  if (state === 'returned') return 'returned';
  const isHis = state === 'uploaded' && pending === null && !uploaders.includes(member);
  return isHis ? 'to-review' : null;
}

function forChecker(head: ReportHead, tab: ReportTab, now: Instant): Omit<Shown, 'tab'> {
  if (tab !== 'to-review') return idle;
  return { task: '核对公章、日期和签字', countdown: countdownTo(reportReviewBy(head), now) };
}
