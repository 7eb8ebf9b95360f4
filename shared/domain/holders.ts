/** Who holds the filings of a round since when (domain §8, history): desk by desk, whichever has held one longest first. */
import { deskOf } from './authority.ts';
import type { Instant } from './calendar.ts';
import type { Post } from './directory.ts';
import type { FilingHead } from './filing.ts';

export interface HoldingDesk {
  readonly post: Post;
  readonly filings: number;
  /** The filing that lies there longest. */
  readonly oldest: FilingHead;
  /** How many should have left it by now. */
  readonly overdue: number;
}

export function desksOf(heads: readonly FilingHead[], now: Instant): readonly HoldingDesk[] {
  const desks = new Map<string, HoldingDesk>();
  for (const head of heads) {
    const post = deskOf(head);
    if (post === null) continue;
    const name = `${post.role}#${post.at}`;
    desks.set(name, withFiling(desks.get(name), post, head, now));
  }
  return [...desks.values()].sort((a, b) => a.oldest.stageAt - b.oldest.stageAt);
}

function withFiling(desk: HoldingDesk | undefined, post: Post, head: FilingHead, now: Instant): HoldingDesk {
  const overdue = now >= head.deskDueAt ? 1 : 0;
  if (desk === undefined) return { post, filings: 1, oldest: head, overdue };
  const oldest = head.stageAt < desk.oldest.stageAt ? head : desk.oldest;
  return { post, filings: desk.filings + 1, oldest, overdue: desk.overdue + overdue };
}
