/** Tells one piece of news: messages into the lists of all whom it concerns, then the bus, then it is taken off. All of it may run twice. */

import type { Instant } from '../../shared/domain/calendar.ts';
import { concernedBy } from '../../shared/domain/extension.ts';
import { isUnsent } from '../../shared/domain/filing.ts';
import { extensionMessages, type Message, urgings } from '../../shared/domain/message.ts';
import {
  type About,
  dispositionMessages,
  filingMessages,
  isTold,
  type News,
  newsId,
  reportMessages,
  roundOf,
} from '../../shared/domain/news.ts';
import { isToldOfReport } from '../../shared/domain/report-message.ts';
import { dueDayOf } from '../../shared/domain/round-calendar.ts';
import { log } from '../../shared/edge/log.ts';
import type { Bus, Now } from '../../shared/ports.ts';
import type { NewsLedger } from '../../shared/ports-news.ts';

export interface Ports {
  readonly ledger: NewsLedger;
  readonly bus: Bus;
  readonly now: Now;
}

/** News that is no longer untold has been told by somebody else: nobody hears it twice. */
export async function tell({ ledger, bus, now }: Ports, region: string, id: string): Promise<void> {
  const news = await ledger.untold(region, id);
  if (news === undefined) return;
  const messages = await messagesOf(ledger, news, now());
  await ledger.tell(region, messages);
  const { topic, round } = news.about;
  const detail = { region, round, topic, messages: messages.length };
  await bus.announce([{ id: `${region}/${id}`, kind: 'News Told', at: news.at, detail }]);
  await ledger.settleNews(news, now());
  log('told', { news: id, messages: messages.length });
}

/** Each topic reads what its words are made of; a topic that is missing here does not compile. */
function messagesOf(ledger: NewsLedger, news: News, now: Instant): Promise<readonly Message[]> {
  const { about } = news;
  switch (about.topic) {
    case 'filing':
      return ofFiling(ledger, news, about);
    case 'report':
      return ofReport(ledger, news, about);
    case 'disposition':
      return ofDisposition(ledger, news, about);
    case 'urging':
      return ofUrging(ledger, news, about, now);
    case 'extension':
      return ofExtension(ledger, news, about);
  }
}

type Topic<T extends About['topic']> = Extract<About, { readonly topic: T }>;

async function ofFiling(ledger: NewsLedger, news: News, about: Topic<'filing'>): Promise<readonly Message[]> {
  const ref = { region: news.region, ...about };
  const [head, round, fact, members] = await Promise.all([
    ledger.filing(ref),
    ledger.round(roundOf(news)),
    ledger.filingFact(ref, about.seq, about.fact),
    ledger.members(news.region, news.at),
  ]);
  if (head === undefined || round === undefined || !isTold(fact)) throw lost(about);
  return filingMessages(news, fact, head, round, members);
}

async function ofReport(ledger: NewsLedger, news: News, about: Topic<'report'>): Promise<readonly Message[]> {
  const ref = { region: news.region, ...about };
  const [head, fact, members] = await Promise.all([
    ledger.report(ref),
    ledger.reportFact(ref, about.seq, about.fact),
    ledger.members(news.region, news.at),
  ]);
  if (head === undefined || fact.type === 'narrated' || !isToldOfReport(fact)) throw lost(about);
  return reportMessages(news, fact, head, members);
}

async function ofDisposition(
  ledger: NewsLedger,
  news: News,
  about: Topic<'disposition'>,
): Promise<readonly Message[]> {
  const { round, department, subject, number } = about;
  const filing = { region: news.region, round, department, subject };
  const [head, ofRound, members] = await Promise.all([
    ledger.disposition({ filing, number }),
    ledger.round(filing),
    ledger.members(news.region, news.at),
  ]);
  if (head === undefined || ofRound === undefined) throw lost(about);
  return dispositionMessages(news, { type: about.fact }, head, ofRound, members);
}

/** A defect: news is laid down in the transaction of what it tells of. */
function lost(about: About): Error {
  return new Error(`${newsId(about)} has lost what it tells of`);
}

/** Of what has not been sent by now: who has sent meanwhile is not urged. */
async function ofUrging(
  ledger: NewsLedger,
  news: News,
  about: Topic<'urging'>,
  now: Instant,
): Promise<readonly Message[]> {
  const ref = roundOf(news);
  const [round, members, ...filings] = await Promise.all([
    ledger.round(ref),
    ledger.members(news.region, news.at),
    ...about.departments.map((department) => ledger.filings({ ...ref, department })),
  ]);
  if (round === undefined) throw lost(about);
  const unsent = filings.flat().filter(isUnsent);
  return [...new Set(unsent.map(dueDayOf))].flatMap((dueOn) => {
    const due = unsent.filter((head) => dueDayOf(head) === dueOn);
    return urgings({ event: `${newsId(about)}/${dueOn}`, round, dueOn, at: news.at, now }, due, members);
  });
}

/** In the words of the state that it was in then: news of the asking may be told when it has been decided already. */
async function ofExtension(
  ledger: NewsLedger,
  news: News,
  about: Topic<'extension'>,
): Promise<readonly Message[]> {
  const ref = { ...roundOf(news), id: about.extension };
  const [extension, round] = await Promise.all([ledger.extension(ref), ledger.round(ref)]);
  if (extension === undefined || round === undefined) throw lost(about);
  const [filings, members] = await Promise.all([
    ledger.filings(extension),
    ledger.members(news.region, news.at),
  ]);
  const then = {
    ...extension,
    state: about.state,
    decidedAt: about.state === 'asked' ? null : extension.decidedAt,
  };
  return extensionMessages(then, round, concernedBy(extension, filings), members);
}
