/**
 * Filings in the ledger. A command is one transaction: the head (only if it is still the one decided on), the next event of its
 * chain, the department's counters, and the record that makes a repetition answer the same. Nothing is written in a second call.
 */
import * as z from 'zod/mini';
import { content as contentSchema } from '../contract/content.ts';
import { evaluation as evaluationSchema } from '../contract/evaluation.ts';
import { filingEventBody, filingFact } from '../contract/event.ts';
import { deskKey, filingHeadItem, keyOf, lengthen, shorten } from '../contract/item.ts';
import type { Key } from '../contract/stream-key.ts';
import { counterAttributes, departmentAttributes } from '../contract/tally-item.ts';
import { deskOf } from '../domain/authority.ts';
import type { Content } from '../domain/content.ts';
import type { Department } from '../domain/directory.ts';
import { headInForce } from '../domain/edition.ts';
import type { FilingFact, FilingHead, FilingRef } from '../domain/filing.ts';
import { evolve } from '../domain/filing-evolution.ts';
import type { Neighbour } from '../domain/ground.ts';
import { newsOfFiling } from '../domain/news.ts';
import { roundsBefore } from '../domain/round.ts';
import { type Counts, countsOf, summedCounts, tallyChange } from '../domain/standing.ts';
import { Fault } from '../fault.ts';
import type { Approved, ArchivingLedger, Entry, FilingEntry, Ledger, StoredFact } from '../ports.ts';
import { readChainOf } from './chain.ts';
import { filesOf } from './kept-files.ts';
import { memoWrites } from './memory.ts';
import { newsWrites } from './news.ts';
import { pack, unpack } from './packed.ts';
import { readOnce } from './read-once.ts';
import { digestOf, type Seal, sealOnto } from './seal.ts';
import { type Condition, type Item, openTable, type Table, type Write } from './table.ts';

/** For who has to do with filings alone, and bundles no register and no rounds. */
export function openFilingLedger(tableName: string): ArchivingLedger {
  return filingLedger(openTable(tableName));
}

type FilingLedger = Pick<
  Ledger,
  | 'filing'
  | 'filings'
  | 'onDesk'
  | 'content'
  | 'contentAt'
  | 'evaluation'
  | 'beside'
  | 'lastApproved'
  | 'files'
  | 'digest'
  | 'events'
  | 'appendToFiling'
  | 'settleFiling'
  | 'issue'
>;

/** A transaction takes 100 writes: two for each new filing, one for the counters. */
const issuedAtOnce = 49;

export function filingLedger(table: Table): FilingLedger {
  /** What was saved never changes: a later save is another event. */
  const known = new Map<string, Content>();
  const contentAt = (ref: FilingRef, seq: number) => readContent(table, known, ref, seq);
  return {
    filing: (ref, { fresh = false } = {}) => readHead(table, ref, fresh),

    async filings(ref) {
      const items = await table.list(keyOf.filings(ref), false);
      return items.map((item) => headOf(refOf(item), item));
    },

    async onDesk(region, post) {
      const keys = await table.desk(deskKey(region, post));
      const items = await table.getMany(keys);
      const heads = items.map((item) => headOf(refOf(item), item));
      return heads.sort((a, b) => a.deskDueAt - b.deskDueAt || a.subject.localeCompare(b.subject));
    },

    async content(head) {
      if (head.content === null) return undefined;
      return contentAt(head, head.content.seq);
    },

    contentAt,

    async evaluation(head) {
      if (head.evaluated === null) return undefined;
      const item = await eventAt(table, keyOf.filingEvent(head, head.evaluated.seq, 'submitted'));
      return unpack(evaluationSchema, item['evaluation']);
    },

    async beside(head, { alone = false, fresh = false } = {}) {
      const [approved, others, kept] = await Promise.all([
        lastApproved(table, contentAt, head),
        alone ? [] : neighbours(table, contentAt, head),
        filesOf(table, head, fresh),
      ]);
      const files = Object.fromEntries(
        kept.map(({ file, name, bytes, type }) => [file, { name, bytes, type }]),
      );
      return { last: approved?.content ?? null, others, files };
    },

    files: (ref) => filesOf(table, ref, true),

    lastApproved: (ref) => lastApproved(table, contentAt, ref),

    digest: (content) => digestOf(z.encode(contentSchema, content)),
    events: (ref) => readChainOf(table, keyOf.filingEvents(ref), filingEventBody),
    appendToFiling: (before, entry) => append(table, before, entry),

    async settleFiling(head) {
      await table.write([
        { key: keyOf.filing(head), remove: ['errand', 'token'], when: unchanged(head) },
        ...tallyWrites(head, { counts: { errands: -1 }, money: {} }),
      ]);
    },

    async issue(department, filings, at) {
      const [first] = filings;
      if (first === undefined) return 0;
      const ref = { region: first.region, round: first.round, department: department.code };
      const present = new Set(
        (await table.list(keyOf.filings(ref), true)).map((item) => refOf(item).subject),
      );
      const missing = filings.filter((head) => !present.has(head.subject));
      for (let from = 0; from < missing.length; from += issuedAtOnce) {
        await issueSome(table, department, missing.slice(from, from + issuedAtOnce), at);
      }
      return missing.length;
    },
  };
}

export async function readHead(
  table: Table,
  ref: FilingRef,
  fresh: boolean,
): Promise<FilingHead | undefined> {
  const item = await table.get(keyOf.filing(ref), fresh);
  return item && headOf(ref, item);
}

type FilingEntryToAppend = Entry<FilingHead, FilingFact> & { readonly token?: string };

async function append(
  table: Table,
  before: FilingHead,
  entry: FilingEntryToAppend,
): Promise<FilingHead | undefined> {
  const { after, writes } = appending(before, entry);
  return (await table.write([...writes, ...memoWrites(after, entry)])) ? after : undefined;
}

/** The writes that append an entry to a filing, and the head after it; all of them or none. */
export function appending(
  before: FilingHead,
  entry: Omit<FilingEntryToAppend, 'memo'>,
): { readonly after: FilingHead; readonly writes: readonly Write[] } {
  const event = seal(before, entry);
  const evolved = evolve(before, {
    ...event,
    by: entry.by?.id ?? null,
    onBehalfOf: entry.by?.for?.id,
    fact: entry.fact,
  });
  const after = entry.token === undefined ? evolved : { ...evolved, token: entry.token };
  const key = keyOf.filingEvent(after, event.seq, entry.fact.type);
  const writes: Write[] = [
    { key: keyOf.filing(after), put: headItem(after), when: unchanged(before) },
    { key, put: eventItem(event, entry.fact), when: 'absent' },
    ...tallyWrites(after, tallyChange(before, after)),
    ...newsWrites(newsOfFiling(after, event.at, entry.fact)),
  ];
  return { after, writes };
}

/** Still the head that was decided on; settling an errand changes no event, so the errand is part of the question. */
export function unchanged(head: FilingHead): Condition {
  const errand = head.errand === null ? 'attribute_not_exists(errand)' : 'attribute_exists(errand)';
  return { expression: `seq = :seq AND ${errand}`, values: { ':seq': head.seq } };
}

function tallyWrites(head: FilingHead, change: Counts): readonly Write[] {
  const add = counterAttributes(change);
  return Object.keys(add).length === 0 ? [] : [{ key: keyOf.tally(head), add }];
}

async function issueSome(table: Table, department: Department, heads: readonly FilingHead[], at: number) {
  const [first] = heads;
  if (first === undefined) return;
  const writes = heads.flatMap((head): Write[] => {
    const { kind, unit, section, adjusted, dueAt } = head;
    const fact = { type: 'issued', kind, unit, section, adjusted, dueAt } as const;
    const event = seal(head, { fact, at, by: null });
    const after = evolve(head, { ...event, by: null, fact });
    return [
      { key: keyOf.filing(after), put: headItem(after), when: 'absent' },
      { key: keyOf.filingEvent(after, event.seq, fact.type), put: eventItem(event, fact), when: 'absent' },
    ];
  });
  const tally: Write = {
    key: keyOf.tally(first),
    set: departmentAttributes(department),
    add: counterAttributes(summedCounts(heads.map(countsOf))),
  };
  const issued = await table.write([...writes, tally]);
  // All or nothing: where another issuer has been faster with one of them, the rest of them is not there yet either.
  if (!issued)
    throw new Fault('issue filings', new Error(`department ${department.code} was issued to meanwhile`));
}

function seal(
  before: FilingHead,
  entry: Pick<FilingEntry, 'at' | 'by'> & { readonly fact: FilingFact },
): Seal {
  return sealOnto(before, { ...entry, fact: z.encode(filingFact, stored(entry.fact)) });
}

function stored(fact: FilingFact): StoredFact {
  if (fact.type === 'saved') return { type: 'saved', digest: fact.digest };
  if (fact.type !== 'submitted') return fact;
  return { ...fact, evaluation: digestOf(z.encode(evaluationSchema, fact.evaluation)) };
}

function eventItem(event: Seal, fact: FilingFact): Item {
  const sealed = { body: event.body, hash: Buffer.from(event.hash, 'base64url') };
  if (fact.type === 'saved') return { ...sealed, content: pack(contentSchema, fact.content) };
  if (fact.type === 'submitted') return { ...sealed, evaluation: pack(evaluationSchema, fact.evaluation) };
  return sealed;
}

type ContentAt = (ref: FilingRef, seq: number) => Promise<Content>;

async function lastApproved(
  table: Table,
  contentAt: ContentAt,
  ref: FilingRef,
): Promise<Approved | undefined> {
  for (const round of roundsBefore(ref.round)) {
    const earlier = { ...ref, round };
    const item = await table.get(keyOf.filing(earlier), false);
    const head = item && headInForce(headOf(earlier, item));
    if (head?.content && (head.stage === 'approved' || head.stage === 'archived'))
      return { round, content: await contentAt(earlier, head.content.seq) };
  }
  return undefined;
}

async function neighbours(table: Table, contentAt: ContentAt, own: FilingRef): Promise<readonly Neighbour[]> {
  const items = await table.list(keyOf.filings(own), false);
  const others = items
    .map((item) => headOf(refOf(item), item))
    .filter((head) => head.subject !== own.subject);
  const written = others.flatMap((head) => (head.content === null ? [] : [{ head, seq: head.content.seq }]));
  return Promise.all(
    written.map(async ({ head, seq }) => ({
      subject: head.subject,
      texts: (await contentAt(head, seq)).texts,
    })),
  );
}

/** Read cheaply, and afresh only where it is not there yet. */
export async function eventAt(table: Table, key: Key): Promise<Item> {
  const item = (await table.get(key, false)) ?? (await table.get(key, true));
  if (item === undefined) throw new Error(`event ${key.sk} of ${key.pk} is missing`);
  return item;
}

function readContent(
  table: Table,
  known: Map<string, Content>,
  ref: FilingRef,
  seq: number,
): Promise<Content> {
  const key = keyOf.filingEvent(ref, seq, 'saved');
  return readOnce(known, `${key.pk} ${key.sk}`, async () => {
    const item = await eventAt(table, key);
    return unpack(contentSchema, item['content']);
  });
}

export function headItem(head: FilingHead): Item {
  const desk = deskOf(head);
  return { ...shorten(z.encode(filingHeadItem, head)), ...(desk && { desk: deskKey(head.region, desk) }) };
}

export function headOf(ref: FilingRef, item: Item): FilingHead {
  return { ...ref, ...z.parse(filingHeadItem, lengthen(item)) };
}

export function refOf(item: Item): FilingRef {
  const { pk, sk } = z.parse(z.object({ pk: z.string(), sk: z.string() }), item) satisfies Key;
  const [region = '', round = '', department = ''] = pk.split('#');
  return { region, round, department, subject: sk.slice('HEAD#'.length) };
}
