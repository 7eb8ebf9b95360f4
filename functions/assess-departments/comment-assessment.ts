/** 申诉: what a department has to say to a figure. It stays beside the figure as it was said; the same words again are the same comment. */
import { commenterOf } from '../../shared/domain/assessment-authority.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';

export const commentAssessment: UseCase<Ports, 'commentAssessment'> = async (
  { ledger },
  { member, params: { year }, body, now },
) => {
  const { region, name } = member;
  const post = commenterOf(member, body.department);
  const known = post && (await ledger.department(region, body.department));
  if (!known) return deny(refusal('not-found', { what: '这个部门该年度的考核' }));
  const by = { name, post: roleNames[post.role] };
  return accept(await ledger.comment({ region, year }, { ...body, at: now, by }));
};
