/** 我的待办: what lies on the desks of my posts, oldest due first. */
import { roleNames } from '../../shared/domain/directory.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { rowsOf } from './filing-row.ts';
import type { Ports } from './read-me.ts';

export const readTodo: UseCase<Ports, 'readTodo'> = async ({ ledger }, { member, now }) => {
  const desks = await Promise.all(
    member.posts.map(async (post) => {
      const rows = await rowsOf(ledger, await ledger.onDesk(member.region, post), now);
      return rows.map((row) => ({ ...row, post: `${roleNames[post.role]}（${post.at}）` }));
    }),
  );
  return accept({ items: desks.flat().sort((a, b) => a.deskDueAt - b.deskDueAt) });
};
