/**
 * Stamped reports in the ledger. A command is one transaction, as with filings: the head (only if it is still the one decided on), the
 * next event of its chain, the counters in the department's row of the round, and the record that makes a repetition answer the same.
 */
import * as z from 'zod/mini';
import { keyOf } from '../contract/item.ts';
import { announcedItem, reportEventBody, reportHeadItem, reportKeyOf } from '../contract/report-item.ts';
import { reportRefOf } from '../contract/stream-key.ts';
import { departmentAttributes, reportCounterAttributes } from '../contract/tally-item.ts';
import { newsOfReport } from '../domain/news.ts';
import type { ReportFact, ReportHead, ReportsRef } from '../domain/report.ts';
import type { ReportRef } from '../domain/report-checks.ts';
import { reportData } from '../domain/report-data.ts';
import { evolveReport } from '../domain/report-evolution.ts';
import { reportTallyChange } from '../domain/report-views.ts';
import type { Freshness } from '../ports.ts';
import type { ReportEntry, ReportLedger, StoredReportFact } from '../ports-report.ts';
import { readChainOf } from './chain.ts';
import { readDispositionsIn } from './disposition-ledger.ts';
import { memoWrites } from './memory.ts';
import { newsWrites } from './news.ts';
import { pack, unpack } from './packed.ts';
import { digestOf, sealOnto } from './seal.ts';
import { type Item, type Table, type Write, withoutNull } from './table.ts';

export function reportLedger(table: Table): ReportLedger {
  return {
    report: (ref, freshness) => readReport(table, ref, freshness),

    reports: (of) => readReports(table, of),

    reportEvents: (ref) => readReportEvents(table, ref),

    async narrative(head) {
      if (head.narrative === null) return {};
      const key = reportKeyOf.event(head, head.narrative, 'narrated');
      const item = (await table.get(key, false)) ?? (await table.get(key, true));
      if (item === undefined) throw new Error(`event ${key.sk} of ${key.pk} is missing`);
      return unpack(narrative, item['narrative']);
    },

    narrativeDigest: digestOf,

    dispositionsIn: (region, year) => readDispositionsIn(table, region, year),

    reportDataDigest: (filings, dispositions) => digestOf(reportData(filings, dispositions)),

    async appendToReport(before, entry) {
      const { body, hash, seq, after } = applied(before, entry);
      const moved = entry.token === undefined ? after : { ...after, token: entry.token };
      const written = await table.write([
        {
          key: reportKeyOf.head(moved),
          put: itemOf(moved),
          when: { expression: 'seq = :seq', values: { ':seq': before.seq } },
        },
        {
          key: reportKeyOf.event(moved, seq, entry.fact.type),
          put: { body, hash, ...beside(entry.fact) },
          when: 'absent',
        },
        ...tallyWrites(before, moved),
        ...newsWrites(newsOfReport(moved, entry.at, entry.fact)),
        ...memoWrites(moved, entry),
      ]);
      return written ? moved : undefined;
    },

    async expectReport(head, keyMonitoring) {
      const { round, name, section, dueAt, stateAt: at, department: code } = head;
      const fact = { type: 'expected', round, name, section, dueAt } as const;
      const { body, hash, seq, after } = applied(head, { fact, at, by: null });
      const set = departmentAttributes({ code, name, section, keyMonitoring });
      return table.write([
        { key: reportKeyOf.head(after), put: itemOf(after), when: 'absent' },
        { key: reportKeyOf.event(after, seq, fact.type), put: { body, hash }, when: 'absent' },
        ...tallyWrites(null, after).map((counters) => ({ ...counters, set })),
      ]);
    },

    async announceUpload(ref, upload, expiresAt) {
      await table.write([
        { key: reportKeyOf.upload(ref, upload.id), put: { ...z.encode(announcedItem, upload), expiresAt } },
      ]);
    },

    async announcedUpload(ref, upload) {
      const item = await table.get(reportKeyOf.upload(ref, upload), true);
      return item && z.parse(announcedItem, item);
    },
  };
}

/** By itself, for those who only read. */
export function readReportEvents(table: Table, ref: ReportRef): ReturnType<ReportLedger['reportEvents']> {
  return readChainOf(table, reportKeyOf.events(ref), reportEventBody);
}

export async function readReport(
  table: Table,
  ref: ReportRef,
  { fresh = false }: Freshness = {},
): Promise<ReportHead | undefined> {
  const item = await table.get(reportKeyOf.head(ref), fresh);
  return item && headOf(item);
}

export async function readReports(table: Table, of: ReportsRef): Promise<readonly ReportHead[]> {
  return (await table.list(reportKeyOf.heads(of), true)).map(headOf);
}

function applied(before: ReportHead, entry: Pick<ReportEntry, 'at' | 'by'> & { readonly fact: ReportFact }) {
  const sealed = sealOnto(before, { ...entry, fact: stored(entry.fact) });
  const after = evolveReport(before, { ...sealed, fact: entry.fact });
  return { ...sealed, hash: Buffer.from(sealed.hash, 'base64url'), after };
}

function stored(fact: ReportFact): StoredReportFact {
  return fact.type === 'narrated' ? { type: 'narrated', digest: fact.digest } : fact;
}

function beside(fact: ReportFact): Item {
  return fact.type === 'narrated' ? { narrative: pack(narrative, fact.narrative) } : {};
}

const narrative = z.record(z.string(), z.strictObject({ text: z.string(), basis: z.string() }));

function tallyWrites(before: ReportHead | null, after: ReportHead): readonly Write[] {
  const change = reportTallyChange(before, after);
  if (change.length === 0) return [];
  return [{ key: keyOf.tally(after), add: reportCounterAttributes(change) }];
}

function itemOf(head: ReportHead): Item {
  return withoutNull(z.encode(reportHeadItem, head));
}

function headOf(item: Item): ReportHead {
  const key = z.parse(z.object({ pk: z.string(), sk: z.string() }), item);
  return { ...reportRefOf(key), ...z.parse(reportHeadItem, item) };
}
