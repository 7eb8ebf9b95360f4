/** Who may see a report and do what with it (§8, §10): the department writes and uploads, finance checks, the archivist keeps. */
import { holds, sees } from './authority.ts';
import type { Member, Post } from './directory.ts';
import { roleNames } from './directory.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { ReportHead } from './report.ts';

type Belonging = Pick<ReportHead, 'region' | 'department' | 'section'>;

/** A report belongs to the department as its overall expenditure does. */
export function seesReport(member: Member, { region, department, section }: Belonging): boolean {
  return sees(member, { region, department, section, unit: '', kind: 'overall' });
}

/** Each act of a person on a report, with its label and whose it is. */
export const reportActs = {
  narrate: { label: '撰写报告', by: ['dept-filler'] },
  tell: { label: '登记党委（党组）会议', by: ['dept-filler'] },
  upload: { label: '上传报告', by: ['dept-filler'] },
  confirm: { label: '核对', by: ['section-reviewer', 'finance-office'] },
  return: { label: '退回', by: ['section-reviewer', 'finance-office'] },
  waive: { label: '放行', by: ['finance-office'] },
  hold: { label: '冻结', by: ['archivist'] },
  retain: { label: '延长保管期限', by: ['archivist'] },
} as const satisfies Record<string, { label: string; by: readonly Post['role'][] }>;
export type ReportAct = keyof typeof reportActs;

/** The post under which a member does it; null when he holds none. */
export function reportPostFor(member: Member, act: ReportAct, head: Belonging): Post | null {
  return postsFor(act, head).find((post) => holds(member, post)) ?? null;
}

/** The refusal for an act that belongs to another post. */
export function notYourReport(act: ReportAct, head: Belonging): Refusal {
  const who = postsFor(act, head).map(({ role, at }) => `${roleNames[role]}（${at}）`);
  return refusal('not-yours', { action: reportActs[act].label, who: who.join('或') });
}

function postsFor(act: ReportAct, head: Belonging): readonly Post[] {
  return reportActs[act].by.map((role) => ({ role, at: placeOf(role, head) }));
}

function placeOf(role: Post['role'], { region, department, section }: Belonging): string {
  if (role === 'dept-filler') return department;
  return role === 'section-reviewer' ? section : region;
}
