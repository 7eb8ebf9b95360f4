/**
 * News (待告知): a fact that people have yet to be told of. The command that records such a fact lays its news down in the same transaction, and
 * whoever tells it takes it up from there, however often it is delivered. Which facts are told, to whom and in which words stands here
 * (domain §8); the words name rounds, codes and reasons, never what somebody wrote.
 */
import { fillerPost, worksAt } from './authority.ts';
import type { Instant } from './calendar.ts';
import { type Member, type Post, roleNames } from './directory.ts';
import type { ExtensionState } from './extension.ts';
import {
  type FilingFact,
  type FilingHead,
  type FilingRef,
  type ReviewStage,
  returnReasons,
} from './filing.ts';
import type { Message, MessageKind } from './message.ts';
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
  const { kind, to, words } = said(fact, head);
  const filing = [head.region, head.round, head.department, head.subject].join('-');
  const text = `${round.title}：${head.subject}的监控填报${words}。`;
  return recipients(members, to).map((member) => ({
    ...{ event: newsId(news.about), to: member.id, at: news.at },
    ...{ kind, text, round: round.round, filing },
  }));
}

interface Said {
  readonly kind: MessageKind;
  readonly to: readonly Post[];
  /** Goes on after “…的监控填报”. */
  readonly words: string;
}

function said(fact: ToldFact, head: FilingHead): Said {
  switch (fact.type) {
    case 'returned':
      return {
        kind: 'returned',
        to: [fillerPost(head)],
        words: `被${reviewer(fact.at)}退回（${returnReasons[fact.reason]}），请修改后重新送审`,
      };
  }
}

function reviewer(at: ReviewStage): string {
  return roleNames[at === 'dept-review' ? 'dept-reviewer' : 'section-reviewer'].replace('审核', '');
}

/** Each once, also where somebody holds several of the posts. */
export function recipients(members: readonly Member[], to: readonly Post[]): readonly Member[] {
  return members.filter((member) => to.some((post) => worksAt(member, post)));
}

/** The news of a round that names no filing. */
export function roundOf({ region, about }: News): RoundRef {
  return { region, round: about.round };
}
