/**
 * News (待告知): a fact that people have yet to be told of. The command that records such a fact lays its news down in the same transaction, and
 * whoever tells it takes it up from there, however often it is delivered. Which facts are told, to whom and in which words stands here
 * (domain §8); the words name rounds, codes and reasons, never what somebody wrote.
 */
import { fillerPost, holds, worksAt } from './authority.ts';
import type { Instant } from './calendar.ts';
import { type Member, type Post, roleNames } from './directory.ts';
import type { DispositionFact, DispositionHead } from './disposition.ts';
import { isToldOfDisposition, saidOfDisposition, type ToldDispositionFact } from './disposition-message.ts';
import type { ExtensionState } from './extension.ts';
import {
  type FilingFact,
  type FilingHead,
  type FilingRef,
  type ReviewStage,
  returnReasons,
} from './filing.ts';
import type { Message, Said } from './message.ts';
import type { ReportFact, ReportHead } from './report.ts';
import { isToldOfReport, saidOfReport, type ToldReportFact } from './report-message.ts';
import type { RoundFact, RoundHead, RoundRef } from './round.ts';

/** The facts of a filing that somebody is told of; each has its case in `said`. */
export const toldFacts = ['returned'] as const satisfies readonly FilingFact['type'][];
type ToldFact = Extract<FilingFact, { readonly type: (typeof toldFacts)[number] }>;

/** What the news is about, by ids alone: its words are made when it is told. */
export type About =
  | ({ readonly topic: 'filing'; readonly seq: number; readonly fact: ToldFact['type'] } & Omit<
      FilingRef,
      'region'
    >)
  | ({ readonly topic: 'report'; readonly seq: number; readonly fact: ToldReportFact['type'] } & Pick<
      ReportHead,
      'round' | 'fiscalYear' | 'period' | 'department'
    >)
  | ({ readonly topic: 'disposition'; readonly number: number; readonly seq: number } & {
      readonly fact: ToldDispositionFact['type'];
    } & Omit<FilingRef, 'region'>)
  | {
      readonly topic: 'urging';
      readonly round: string;
      readonly seq: number;
      readonly departments: readonly string[];
    }
  | {
      readonly topic: 'extension';
      readonly round: string;
      readonly extension: string;
      readonly state: ExtensionState;
    };

export interface News {
  readonly region: string;
  /** When the fact was recorded, which is when its messages are from. */
  readonly at: Instant;
  readonly about: About;
}

/** Names the news for good; with the recipient it names the message. */
export function newsId(about: About): string {
  switch (about.topic) {
    case 'filing':
      return `filing/${about.round}/${about.department}/${about.subject}/${about.seq}`;
    case 'report':
      return `report/${about.fiscalYear}-${about.period}-${about.department}/${about.seq}`;
    case 'disposition':
      return `disposition/${about.round}/${about.department}/${about.subject}/${about.number}/${about.seq}`;
    case 'urging':
      return `urging/${about.round}/${about.seq}`;
    case 'extension':
      return `extension/${about.extension}/${about.state}`;
  }
}

export function isTold(fact: { readonly type: FilingFact['type'] }): fact is ToldFact {
  return toldFacts.some((told) => told === fact.type);
}

/** The news of a fact of a filing; null where nobody is told of it. */
export function newsOfFiling(head: FilingHead, at: Instant, fact: Pick<FilingFact, 'type'>): News | null {
  if (!isTold(fact)) return null;
  const { region, round, department, subject, seq } = head;
  return { region, at, about: { topic: 'filing', round, department, subject, seq, fact: fact.type } };
}

/** The same of a fact of a report. */
export function newsOfReport(head: ReportHead, at: Instant, fact: Pick<ReportFact, 'type'>): News | null {
  if (!isToldOfReport(fact)) return null;
  const { region, round, fiscalYear, period, department, seq } = head;
  const about = { topic: 'report', round, fiscalYear, period, department, seq, fact: fact.type } as const;
  return { region, at, about };
}

/** The same of a fact of a disposition. */
export function newsOfDisposition(
  { filing, number, seq }: DispositionHead,
  at: Instant,
  fact: Pick<DispositionFact, 'type'>,
): News | null {
  if (!isToldOfDisposition(fact)) return null;
  const { region, ...ref } = filing;
  return { region, at, about: { topic: 'disposition', ...ref, number, seq, fact: fact.type } };
}

/** The same of a fact of a round. */
export function newsOfRound({ region, round, seq }: RoundHead, at: Instant, fact: RoundFact): News | null {
  if (fact.type !== 'urged') return null;
  return { region, at, about: { topic: 'urging', round, seq, departments: fact.departments } };
}

/** Who is told of a fact of a filing, and what. */
export function filingMessages(
  news: News,
  fact: ToldFact,
  head: FilingHead,
  round: Pick<RoundHead, 'round' | 'title'>,
  members: readonly Member[],
): readonly Message[] {
  const filing = [head.region, head.round, head.department, head.subject].join('-');
  return messagesFor(news, [said(fact, head, round.title)], filing, recipients(members));
}

/** Who reviews for another hears of filings alone: reports and dispositions are told to those whose own posts they are. */
export function reportMessages(
  news: News,
  fact: ToldReportFact,
  head: ReportHead,
  members: readonly Member[],
): readonly Message[] {
  return messagesFor(news, saidOfReport(fact, head, news.at), null, holders(members));
}

export function dispositionMessages(
  news: News,
  fact: Pick<ToldDispositionFact, 'type'>,
  head: DispositionHead,
  round: Pick<RoundHead, 'title'>,
  members: readonly Member[],
): readonly Message[] {
  const { region, round: key, department, subject } = head.filing;
  const filing = [region, key, department, subject].join('-');
  return messagesFor(news, saidOfDisposition(fact, head, round.title), filing, holders(members));
}

/** Each member once, by what is said first to one of his posts. */
function messagesFor(
  { about, at }: News,
  said: readonly Said[],
  filing: string | null,
  peopleAt: (to: readonly Post[]) => readonly Member[],
): readonly Message[] {
  const event = newsId(about);
  const told = said.flatMap(({ kind, to, text }) =>
    peopleAt(to).map((member) => ({ event, to: member.id, at, kind, text, round: about.round, filing })),
  );
  return told.filter(({ to }, index) => told.findIndex((each) => each.to === to) === index);
}

function said(fact: ToldFact, head: FilingHead, title: string): Said {
  switch (fact.type) {
    case 'returned': {
      const words = `被${reviewer(fact.at)}退回（${returnReasons[fact.reason]}），请修改后重新送审`;
      const text = `${title}：${head.subject}的监控填报${words}。`;
      return { kind: 'returned', to: [fillerPost(head)], text };
    }
  }
}

function reviewer(at: ReviewStage): string {
  return roleNames[at === 'dept-review' ? 'dept-reviewer' : 'section-reviewer'].replace('审核', '');
}

/** Each once, also where somebody holds several of the posts or stands in at one. */
function recipients(members: readonly Member[]) {
  return (to: readonly Post[]) => members.filter((member) => to.some((post) => worksAt(member, post)));
}

function holders(members: readonly Member[]) {
  return (to: readonly Post[]) => members.filter((member) => to.some((post) => holds(member, post)));
}

/** The news of a round that names no filing. */
export function roundOf({ region, about }: News): RoundRef {
  return { region, round: about.round };
}
