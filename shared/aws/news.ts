/** How news comes into the ledger: with the transaction that records its fact, onto a desk of the sparse index until it has been told. */
import { keyOf, newsDesk } from '../contract/item.ts';
import { type News, newsId } from '../domain/news.ts';
import type { Write } from './table.ts';

/** To be added to the writes of a fact; nothing where nobody is told of it. */
export function newsWrites(news: News | null): readonly Write[] {
  if (news === null) return [];
  const { region, at, about } = news;
  const put = { about, at, desk: newsDesk(region), deskDueAt: at };
  return [{ key: keyOf.news(region, newsId(about)), put, when: 'absent' }];
}
