import { deputyAt } from '../../shared/domain/authority.ts';
import { type Member, type Post, roleNames } from '../../shared/domain/directory.ts';

/** A post as a row names it, and for whom where somebody stands in. */
export function postWords(member: Member, post: Post): string {
  const giver = deputyAt(member, post)?.for;
  return `${roleNames[post.role]}（${post.at}）${giver === undefined ? '' : `（代${giver.name}）`}`;
}
