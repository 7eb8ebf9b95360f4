/** 我的待办 (domain §8): what lies on the desks of my posts, oldest due first, and how many stand in each of my tabs; or one tab, page by page. */
import { workPosts } from '../../shared/domain/authority.ts';
import { isOnDesk, reportTabCounts } from '../../shared/domain/report-todo.ts';
import { accept } from '../../shared/domain/result.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { countdown, tabCounts } from '../../shared/domain/todo.ts';
import type { Request, UseCase } from '../../shared/edge/endpoint.ts';
import type { Ledger } from '../../shared/ports.ts';
import type { TodoLedger } from '../../shared/ports-report.ts';
import { rowOf, subjectNames } from './filing-row.ts';
import { postWords } from './post-words.ts';
import type { Ports } from './read-me.ts';
import { reportRows, reportsBefore } from './todo-reports.ts';
import { allHeads, type Found, tabPage } from './todo-tab.ts';

export const readTodo: UseCase<Ports, 'readTodo'> = async ({ ledger }, request) => {
  const { tab, cursor } = request.query;
  const rounds = await ledger.rounds(request.member.region);
  if (tab === undefined) return accept(await allDesks(ledger, request, rounds));
  const page = await tabPage(ledger, request.member, rounds, { tab, cursor });
  if (!page.ok) return page;
  const items = await todoRows(ledger, request, page.value.found);
  // All of them stand on the first page: a report belongs to a year's half, not to a page of filings.
  const found = cursor === undefined ? await reportsBefore(ledger, request, rounds) : [];
  const reports = reportRows(
    found.filter((each) => each.tab === tab),
    request,
  );
  return accept({ items, reports, reportCounts: null, counts: null, cursor: page.value.cursor });
};

async function allDesks(ledger: TodoLedger, request: Request<'readTodo'>, rounds: readonly RoundHead[]) {
  const { member } = request;
  const desks = workPosts(member).map(async (post) =>
    (await ledger.onDesk(member.region, post)).map((head) => ({ head, post })),
  );
  const [heads, reports, ...found] = await Promise.all([
    allHeads(ledger, member, rounds),
    reportsBefore(ledger, request, rounds),
    ...desks,
  ]);
  const items = await todoRows(ledger, request, found.flat());
  return {
    items,
    reports: reportRows(reports.filter(isOnDesk), request),
    reportCounts: reportTabCounts(reports),
    counts: tabCounts(heads, member),
    cursor: null,
  };
}

/** Oldest due first, each with the post by which it is the member's. */
async function todoRows(
  ledger: Ledger,
  { member, now }: Pick<Request<'readTodo'>, 'member' | 'now'>,
  found: readonly Found[],
) {
  const nameOf = subjectNames(ledger);
  const rows = await Promise.all(
    found.map(async ({ head, post }) => ({
      ...rowOf(head, await nameOf(head), now),
      post: postWords(member, post),
      countdown: countdown(head, now),
    })),
  );
  return rows.sort((a, b) => a.deskDueAt - b.deskDueAt);
}
