/** 我的待办 (domain §8): what lies on the desks of my posts, oldest due first, and how many stand in each of my tabs; or one tab, page by page. */
import { deputyAt, workPosts } from '../../shared/domain/authority.ts';
import { type Member, type Post, roleNames } from '../../shared/domain/directory.ts';
import { accept } from '../../shared/domain/result.ts';
import { countdown, tabCounts } from '../../shared/domain/todo.ts';
import type { Request, UseCase } from '../../shared/edge/endpoint.ts';
import type { Ledger } from '../../shared/ports.ts';
import { rowOf, subjectNames } from './filing-row.ts';
import type { Ports } from './read-me.ts';
import { allHeads, type Found, tabPage } from './todo-tab.ts';

export const readTodo: UseCase<Ports, 'readTodo'> = async ({ ledger }, request) => {
  const { tab, cursor } = request.query;
  if (tab === undefined) return accept(await allDesks(ledger, request));
  const page = await tabPage(ledger, request.member, tab, cursor);
  if (!page.ok) return page;
  const items = await todoRows(ledger, request, page.value.found);
  return accept({ items, counts: null, cursor: page.value.cursor });
};

async function allDesks(ledger: Ledger, request: Request<'readTodo'>) {
  const { member } = request;
  const desks = workPosts(member).map(async (post) =>
    (await ledger.onDesk(member.region, post)).map((head) => ({ head, post })),
  );
  const [heads, ...found] = await Promise.all([allHeads(ledger, member), ...desks]);
  const items = await todoRows(ledger, request, found.flat());
  return { items, counts: tabCounts(heads, member), cursor: null };
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

function postWords(member: Member, post: Post): string {
  const giver = deputyAt(member, post)?.for;
  return `${roleNames[post.role]}（${post.at}）${giver === undefined ? '' : `（代${giver.name}）`}`;
}
