/** 我的待办 on the wire (domain §8, tabs): what lies on the desks of a member's posts, or one of his tabs, page by page. */
import * as z from 'zod/mini';
import { reportTabs } from '../domain/report-todo.ts';
import { type TodoTab, todoTabs } from '../domain/todo.ts';
import { roundKey } from '../notice/notice.ts';
import { filingRow } from './answer.ts';
import { reportRow } from './report.ts';

const tab = z.enum(
  Object.keys(todoTabs) as [TodoTab, ...TodoTab[]],
  `栏目应为${Object.keys(todoTabs).join('、')}之一`,
);

/** A page is a round, the latest first; `cursor` is the round to go on with. */
export const todoQuery = z
  .strictObject({ tab: z.optional(tab), cursor: z.optional(roundKey) })
  .check(
    z.refine(
      ({ tab: named, cursor }) => named !== undefined || cursor === undefined,
      '续页须写明栏目（tab）',
    ),
  );

/** `post`: the member's post that has to do with it. `countdown` to the day of whoever holds it; null where nobody does. */
const todoRow = z.extend(filingRow, { post: z.string(), countdown: z.nullable(z.string()) });

const reportTab = z.enum(reportTabs);

/** A stamped report on a desk: whose post it waits for, what is to be done, and how long there is; both null where it waits for nobody here. */
const todoReport = z.extend(reportRow, {
  tab: reportTab,
  post: z.string(),
  task: z.nullable(z.string()),
  countdown: z.nullable(z.string()),
});

export const todo = z.strictObject({
  items: z.array(todoRow),
  /** Without a tab those that wait for the member, by their day; of a tab all that stand in it, on its first page. */
  reports: z.array(todoReport),
  /** How many reports stand in each tab; null on a tab's own pages. */
  reportCounts: z.nullable(z.record(reportTab, z.int().check(z.minimum(0)))),
  /** How many stand in each tab; null on a tab's own pages. */
  counts: z.nullable(z.record(tab, z.int().check(z.minimum(0)))),
  cursor: z.nullable(roundKey),
});
