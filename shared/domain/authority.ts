/**
 * Who may see and do what (岗位与权限). A member acts through posts; outside the scope of all of them an object does not exist for
 * him ("not found"), inside it an act may still belong to another post ("not yours").
 */
import type { DelegatedPost, Member, Post } from './directory.ts';
import { roleNames } from './directory.ts';
import { type Act, actedAtAnother, acts, type FilingHead, type ReviewStage } from './filing.ts';
import { type Refusal, refusal } from './refusal.ts';

/** What decides who sees a filing. */
export type Belonging = Pick<FilingHead, 'region' | 'department' | 'unit' | 'section' | 'kind'>;

/** Overall expenditure is filled by its department (2.2b), everything else by the unit that spends it (2.2c). */
export function fillerPost(filing: Belonging): Post {
  return filing.kind === 'overall'
    ? { role: 'dept-filler', at: filing.department }
    : { role: 'unit-filler', at: filing.unit };
}

/** The post that reviews at a stage. */
export function reviewerPost(filing: Belonging, stage: ReviewStage): Post {
  return stage === 'dept-review'
    ? { role: 'dept-reviewer', at: filing.department }
    : { role: 'section-reviewer', at: filing.section };
}

/** On whose desk a filing lies; null while it is on its way, at rest in the archive, or not due. */
export function deskOf(head: FilingHead): Post | null {
  switch (head.stage) {
    case 'not-started':
    case 'draft':
    case 'returned':
      return fillerPost(head);
    case 'dept-review':
    case 'section-review':
      return reviewerPost(head, head.stage);
    case 'in-transit':
    case 'approved':
    case 'archived':
    case 'exempt':
      return null;
  }
}

export function holds(member: Member, post: Post): boolean {
  return member.posts.some((own) => own.role === post.role && own.at === post.at);
}

/** As whose deputy a member reviews at a post; undefined where it is his own, or nothing to do with him. */
export function deputyAt(member: Member, post: Post): DelegatedPost | undefined {
  if (holds(member, post)) return undefined;
  return member.delegated?.find((each) => each.role === post.role && each.at === post.at);
}

/** Whether the work of a post is this member's, as his own or as a deputy. */
export function worksAt(member: Member, post: Post): boolean {
  return holds(member, post) || deputyAt(member, post) !== undefined;
}

/** His own posts, and those of whom he stands in for. */
export function workPosts(member: Member): readonly Post[] {
  return [...member.posts, ...(member.delegated ?? [])];
}

/** Scope: a unit its own, a department its tree, a section its departments, the county-wide roles all. `admin` has no business here. */
export function sees(member: Member, filing: Belonging): boolean {
  return member.region === filing.region && workPosts(member).some((post) => covers(post, filing));
}

function covers(post: Post, filing: Belonging): boolean {
  switch (post.role) {
    case 'unit-filler':
      return filing.kind !== 'overall' && post.at === filing.unit;
    case 'dept-filler':
    case 'dept-reviewer':
      return post.at === filing.department;
    case 'section-reviewer':
      return post.at === filing.section;
    case 'finance-office':
    case 'archivist':
    case 'auditor':
      return post.at === filing.region;
    case 'admin':
      return false;
  }
}

/** Whether a member may see a department's row of a round. */
export function seesDepartment(member: Member, department: { code: string; section: string }): boolean {
  return workPosts(member).some((post) => {
    if (post.role === 'admin') return false;
    if (post.role === 'unit-filler') return post.at.slice(0, 3) === department.code;
    if (post.role === 'dept-filler' || post.role === 'dept-reviewer') return post.at === department.code;
    return post.role === 'section-reviewer' ? post.at === department.section : post.at === member.region;
  });
}

/** The refusal for an act that belongs to another post; null when the member holds it. */
export function whyNot(member: Member, act: Act, head: FilingHead): Refusal | null {
  const posts = postsFor(act, head);
  if (posts.some((post) => holds(member, post))) return null;
  const delegated = posts.map((post) => deputyAt(member, post)).find((post) => post !== undefined);
  if (delegated !== undefined) return whyNotFor(member, delegated, head);
  const who = posts.map((post) => `${roleNames[post.role]}（${post.at}）`).join('或');
  return refusal('not-yours', { action: acts[act].label, who });
}

/** Four eyes of who acts for another: he does not fill this filing himself, and the other has acted at no other level of it. */
function whyNotFor(deputy: Member, { role, for: giver }: DelegatedPost, head: FilingHead): Refusal | null {
  if (holds(deputy, fillerPost(head))) return refusal('deputy-fills');
  const level = role === 'dept-reviewer' ? 'dept-review' : 'section-review';
  return actedAtAnother(head, level, giver.id) ? refusal('giver-acted', { name: giver.name }) : null;
}

/** Where a filing is not on a reviewer's desk, either reviewer is answered with where it stands rather than with whose it is. */
function postsFor(act: Act, head: FilingHead): readonly Post[] {
  if (acts[act].level === 'fill') return [fillerPost(head)];
  if (acts[act].level === 'office') return [{ role: 'finance-office', at: head.region }];
  if (act === 'undo' && head.stage === 'section-review') return [reviewerPost(head, 'dept-review')];
  if (head.stage === 'dept-review' || head.stage === 'section-review')
    return [reviewerPost(head, head.stage)];
  return [reviewerPost(head, 'dept-review'), reviewerPost(head, 'section-review')];
}
