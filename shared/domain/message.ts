/**
 * Messages (消息): what the system tells a person about his work. One per event and recipient, so that a message that is sent again is the
 * same message. The text names rounds and counts, never what somebody wrote.
 */
import { fillerPost, worksAt } from './authority.ts';
import { type Day, dayOf, daysBetween, type Instant } from './calendar.ts';
import type { Member, Post } from './directory.ts';
import { type Extension, extensionStateNames } from './extension.ts';
import type { FilingHead } from './filing.ts';
import type { RoundHead } from './round.ts';

export const messageKinds = [
  'reminder',
  'overdue',
  'urging',
  'returned',
  'escalation',
  'extension',
  'delegation',
  'report',
  'disposition',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What is said of a fact, and to whom. */
export interface Said {
  readonly kind: MessageKind;
  readonly to: readonly Post[];
  readonly text: string;
}

export interface Message {
  /** The event that it tells of: with the recipient it is what makes a message the same. */
  readonly event: string;
  readonly to: string;
  readonly at: Instant;
  readonly kind: MessageKind;
  readonly text: string;
  /** Null where it is about none. */
  readonly round: string | null;
  /** The filing that it is about; null where it is about several. */
  readonly filing: string | null;
}

/** What is said on one morning to everybody whose filings are due on one day and have not been sent. */
export interface Morning {
  readonly event: string;
  readonly round: Pick<RoundHead, 'round' | 'title'>;
  readonly dueOn: Day;
  /** The instant that its messages bear: the same, however often and late it is told. */
  readonly at: Instant;
  readonly now: Instant;
}

/** Reminders to the fillers; once the day has passed also to whoever supervises them: the department and the finance office. */
export function reminders(
  morning: Morning,
  unsent: readonly FilingHead[],
  members: readonly Member[],
): readonly Message[] {
  const overdue = daysBetween(dayOf(morning.now), morning.dueOn) < 0;
  return toEach(morning, unsent, members, (head) => [
    fillerPost(head),
    ...(overdue ? supervisors(head) : []),
  ]);
}

/** One message for each post and member, with how many of the filings are that post's. */
function toEach(
  morning: Morning,
  unsent: readonly FilingHead[],
  members: readonly Member[],
  postsOf: (head: FilingHead) => readonly Post[],
): readonly Message[] {
  return grouped(unsent, postsOf).flatMap(({ post, count }) =>
    members
      .filter((member) => worksAt(member, post))
      .map((member) => messageTo(member, post, count, morning)),
  );
}

/** 催报: the fillers of what has not been sent, and whoever supervises them in the department, are urged on by the finance office. */
export function urgings(
  morning: Morning,
  unsent: readonly FilingHead[],
  members: readonly Member[],
): readonly Message[] {
  const department = (head: FilingHead): Post => ({ role: 'dept-reviewer', at: head.department });
  const told = toEach(morning, unsent, members, (head) => [fillerPost(head), department(head)]);
  return told.map((message) => ({ ...message, kind: 'urging', text: `绩效股催报：${message.text}` }));
}

function supervisors(head: FilingHead): readonly Post[] {
  return [
    { role: 'dept-reviewer', at: head.department },
    { role: 'finance-office', at: head.region },
  ];
}

function messageTo(member: Member, post: Post, count: number, morning: Morning): Message {
  const { event, round, at, now } = morning;
  const fills = post.role === 'unit-filler' || post.role === 'dept-filler';
  const overdue = daysBetween(dayOf(now), morning.dueOn) < 0;
  return {
    event: `${event}/${post.role}/${post.at}`,
    to: member.id,
    at,
    kind: fills ? (overdue ? 'overdue' : 'reminder') : 'escalation',
    text: `${round.title}${deadlineWords(morning)}，${fills ? '您' : '所辖单位'}还有${count}份监控填报未送审，请${fills ? '尽快办理' : '督促办理'}。`,
    round: round.round,
    filing: null,
  };
}

/** Asked, it is told to whoever decides; decided, to whoever asked, to his department and to the fillers whose day it is. */
export function extensionMessages(
  extension: Extension,
  round: Pick<RoundHead, 'round' | 'title'>,
  concerned: readonly FilingHead[],
  members: readonly Member[],
): readonly Message[] {
  const { id, department, region, state, askedBy, askedAt, decidedAt } = extension;
  const decided: readonly Post[] = [
    { role: 'dept-filler', at: department },
    { role: 'dept-reviewer', at: department },
    ...concerned.map(fillerPost),
  ];
  const posts: readonly Post[] = state === 'asked' ? [{ role: 'finance-office', at: region }] : decided;
  const isTold = (member: Member) =>
    posts.some((post) => worksAt(member, post)) || (state !== 'asked' && member.id === askedBy.id);
  return members.filter(isTold).map((member) => ({
    event: `extension/${id}/${state}`,
    to: member.id,
    at: decidedAt ?? askedAt,
    kind: 'extension',
    text: extensionWords(extension, round, concerned.length),
    round: round.round,
    filing: null,
  }));
}

function extensionWords(
  { department, unit, subject, dueOn, state }: Extension,
  { title }: Pick<RoundHead, 'title'>,
  count: number,
): string {
  const what = subject === null ? `单位${unit}的${count}份监控填报` : `${subject}的监控填报`;
  const date = dayWords(dueOn);
  if (state === 'asked') return `${title}：部门${department}申请将${what}延期至${date}，请审批。`;
  const advice = state === 'granted' ? '请在新的截止日前送审' : '请按原截止日办理，理由见延期申请';
  return `${title}：${what}延期至${date}的申请${extensionStateNames[state]}，${advice}。`;
}

/** `7月10日截止（还有3天）`, `今天（7月10日）截止`, `已于7月10日截止（逾期1天）`. */
export function deadlineWords({ dueOn, now }: Pick<Morning, 'dueOn' | 'now'>): string {
  const day = dayWords(dueOn);
  const left = daysBetween(dayOf(now), dueOn);
  if (left === 0) return `今天（${day}）截止`;
  return left > 0 ? `将于${day}截止（还有${left}天）` : `已于${day}截止（逾期${-left}天）`;
}

/** `7月10日`. */
export function dayWords(day: Day): string {
  return `${trimmed(day.slice(5, 7))}月${trimmed(day.slice(8))}日`;
}

function trimmed(digits: string): string {
  return digits.replace(/^0/, '');
}

function grouped(heads: readonly FilingHead[], postsOf: (head: FilingHead) => readonly Post[]) {
  const counts = new Map<string, { post: Post; count: number }>();
  for (const post of heads.flatMap(postsOf)) {
    const name = `${post.role}#${post.at}`;
    counts.set(name, { post, count: (counts.get(name)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
