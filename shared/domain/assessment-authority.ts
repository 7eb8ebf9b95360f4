/** Who sees a department's assessment, and who may say something to it: the department its own, the finance office and the auditor all. */
import type { Member, Post } from './directory.ts';

export function mayAssess(member: Member, department: string): boolean {
  const watches = ({ role, at }: Post) =>
    (role === 'finance-office' || role === 'auditor') && at === member.region;
  return member.posts.some(watches) || commenterOf(member, department) !== undefined;
}

/** The post in which a member speaks for a department. */
export function commenterOf(member: Member, department: string): Post | undefined {
  return member.posts.find(
    ({ role, at }) => (role === 'dept-filler' || role === 'dept-reviewer') && at === department,
  );
}
