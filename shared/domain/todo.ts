/**
 * The tabs of a work desk (domain §8): 待送审, 已送审, 被退回 and 曾经办 of who fills, 待审核, 已审核, 被退回 and 曾经办 of who
 * reviews. Read off the head alone: its stage says where it is, its hands who acted. And the countdown beside each row, in words.
 */
import { deskOf, fillerPost, reviewerPost, sees, seesDepartment, worksAt } from './authority.ts';
import { dayOf, daysBetween, daysLate, type Instant } from './calendar.ts';
import type { Department, Member, Post, Role } from './directory.ts';
import {
  type FilingHead,
  type Level,
  leadsBack,
  type ReviewStage,
  reviewStages,
  type Stage,
} from './filing.ts';
import type { ReportSlot } from './report-checks.ts';
import { fiscalYearOf, type RoundHead } from './round.ts';

export const todoTabs = {
  'to-send': '待送审',
  sent: '已送审',
  'to-review': '待审核',
  reviewed: '已审核',
  returned: '被退回',
  acted: '曾经办',
} as const;
export type TodoTab = keyof typeof todoTabs;

/** Where a filler finds his filing: always in one of three, unless it is exempt. */
const fillerTabs: Readonly<Record<Stage, TodoTab | null>> = {
  'not-started': 'to-send',
  draft: 'to-send',
  returned: 'returned',
  'in-transit': 'sent',
  'dept-review': 'sent',
  'section-review': 'sent',
  approved: 'sent',
  archived: 'sent',
  exempt: null,
};

/** The tabs in which a member finds a filing, each with the post by which he does. */
export function tabsOf(head: FilingHead, member: Member): ReadonlyMap<TodoTab, Post> {
  const found = new Map<TodoTab, Post>();
  if (!sees(member, head)) return found;
  const isElsewhere = !isOnDeskOf(head, member);
  for (const level of levels) {
    const post = postOf(head, level);
    const tab = worksAt(member, post) ? tabAt(head, level, member.id) : null;
    if (tab !== null) found.set(tab, post);
    if (isElsewhere && hasHand(head, level, member.id)) found.set('acted', post);
  }
  return found;
}

const levels: readonly Level[] = ['fill', ...reviewStages];

function isOnDeskOf(head: FilingHead, member: Member): boolean {
  const desk = deskOf(head);
  return desk !== null && worksAt(member, desk);
}

function postOf(head: FilingHead, level: Level): Post {
  return level === 'fill' ? fillerPost(head) : reviewerPost(head, level);
}

function tabAt(head: FilingHead, level: Level, member: string): TodoTab | null {
  if (level === 'fill') return fillerTabs[head.stage];
  if (head.stage === level) return 'to-review';
  if (hasPassed(head, level)) return lastHand(head, level) === member ? 'reviewed' : null;
  return isBackFrom(head, level, member) ? 'returned' : null;
}

/** It stands beyond this level. On the way, it has passed the level that acted last, unless it is being led back. */
function hasPassed(head: FilingHead, level: ReviewStage): boolean {
  if (head.stage === 'approved' || head.stage === 'archived') return true;
  if (level === 'section-review') return false;
  if (head.stage === 'section-review') return true;
  return head.stage === 'in-transit' && !leadsBack(head.errand) && head.hands.at(-1)?.[0] === level;
}

/** Who acted last at a level that it has passed is who passed it. */
function lastHand(head: FilingHead, level: Level): string | undefined {
  return head.hands.findLast(([at]) => at === level)?.[1];
}

function hasHand(head: FilingHead, level: Level, member: string): boolean {
  return head.hands.some(([at, who]) => at === level && who === member);
}

/** Returned by this member, to the filler or to the department, and not yet before him again. A reopened draft is a new beginning. */
function isBackFrom(head: FilingHead, level: Level, member: string): boolean {
  const isBelow = head.stage === 'returned' || head.stage === 'in-transit' || head.stage === 'dept-review';
  return isBelow && head.returnedBy === member && hasHand(head, level, member);
}

/** How many filings stand in each tab. */
export function tabCounts(heads: readonly FilingHead[], member: Member): Readonly<Record<TodoTab, number>> {
  const tabs = Object.keys(todoTabs) as TodoTab[];
  const found = heads.map((head) => tabsOf(head, member));
  return Object.fromEntries(tabs.map((tab) => [tab, found.filter((own) => own.has(tab)).length])) as Record<
    TodoTab,
    number
  >;
}

/** The days that are left to whoever holds it, in words; overdue is asked before due soon. Null where nobody holds it. */
export function countdown(head: FilingHead, now: Instant): string | null {
  return deskOf(head) === null ? null : countdownTo(head.deskDueAt, now);
}

/** `dueAt` is the first instant after the last day. */
export function countdownTo(dueAt: Instant, now: Instant): string {
  const late = daysLate(now, dueAt);
  if (late > 0) return `逾期${late}天`;
  const left = daysBetween(dayOf(now), dayOf(dueAt - 1));
  return left === 0 ? '今天截止' : `还有${left}天`;
}

/** The posts that have a desk. */
const deskRoles: ReadonlySet<Role> = new Set([
  'unit-filler',
  'dept-filler',
  'dept-reviewer',
  'section-reviewer',
]);

/** The departments whose filings a member works on. */
export function departmentsServed(member: Member, departments: readonly Department[]): readonly Department[] {
  const served = { ...member, posts: member.posts.filter(({ role }) => deskRoles.has(role)) };
  return departments.filter((each) => seesDepartment(served, each));
}

/** Tabs go back to the year before the latest: so many rounds at most are read, however long the system has been in use. */
const yearsBack = 1;

/** The reports that stand in tabs, by year and period: those of the same rounds. */
export function reportsInTabs(
  rounds: readonly Pick<RoundHead, 'round' | 'state' | 'report'>[],
): readonly { readonly fiscalYear: number; readonly period: ReportSlot['period'] }[] {
  const shown = new Set(roundsInTabs(rounds));
  return rounds.flatMap(({ round, report }) =>
    report !== null && shown.has(round) ? [{ fiscalYear: fiscalYearOf(round), period: report.period }] : [],
  );
}

/** The rounds whose filings stand in tabs, latest first. */
export function roundsInTabs(rounds: readonly Pick<RoundHead, 'round' | 'state'>[]): readonly string[] {
  const issued = rounds.flatMap(({ state, round }) => (state === 'planned' ? [] : [round]));
  const latest = Math.max(...issued.map(fiscalYearOf));
  return issued
    .filter((round) => fiscalYearOf(round) >= latest - yearsBack)
    .sort()
    .reverse();
}
