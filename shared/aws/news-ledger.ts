/** The ledger for whoever tells people the news. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { filingEventBody } from '../contract/event.ts';
import { keyOf, newsDesk, newsItem } from '../contract/item.ts';
import { reportEventBody, reportKeyOf } from '../contract/report-item.ts';
import type { Key } from '../contract/stream-key.ts';
import { newsId } from '../domain/news.ts';
import type { CalendarLedger } from '../ports.ts';
import type { NewsLedger } from '../ports-news.ts';
import { openCalendarLedger } from './calendar-ledger.ts';
import { readDisposition } from './disposition-ledger.ts';
import { eventAt } from './filing-ledger.ts';
import { readReport } from './report-ledger.ts';
import { openTable, type Table } from './table.ts';

export function openNewsLedger(tableName: string, config: DynamoDBClientConfig = {}): NewsLedger {
  return { ...openCalendarLedger(tableName, config), ...news(openTable(tableName, config)) };
}

function news(table: Table): Omit<NewsLedger, keyof CalendarLedger> {
  return {
    async untold(region, id) {
      const item = await table.get(keyOf.news(region, id), true);
      const { desk, at, about } = z.parse(newsItem, item);
      return desk === null ? undefined : { region, at, about };
    },

    async untoldBefore(region, before) {
      const items = await table.getMany(await table.desk(newsDesk(region)), true);
      const waiting = items.map((item) => z.parse(newsItem, item)).filter(({ desk }) => desk !== null);
      return waiting.filter(({ at }) => at < before).map(({ at, about }) => ({ region, at, about }));
    },

    async settleNews({ region, about }, at) {
      const when = { expression: 'attribute_exists(desk)', values: {} };
      const key = keyOf.news(region, newsId(about));
      await table.write([{ key, set: { toldAt: at }, remove: ['desk', 'deskDueAt'], when }]);
    },

    report: (ref) => readReport(table, ref),
    disposition: (ref) => readDisposition(table, ref),
    reportFact: (ref, seq, type) => factAt(table, reportKeyOf.event(ref, seq, type), reportEventBody),
    filingFact: (ref, seq, type) => factAt(table, keyOf.filingEvent(ref, seq, type), filingEventBody),
  };
}

async function factAt<Fact>(
  table: Table,
  key: Key,
  body: z.ZodMiniType<{ readonly fact: Fact }>,
): Promise<Fact> {
  const item = await eventAt(table, key);
  return z.parse(body, JSON.parse(String(item['body']))).fact;
}
