/**
 * 经办环节: on whose desks a round's filings lie, and since when. The oldest of many cannot be kept as a counter that goes up and down, so
 * this reads the heads, one query for each department that is asked for, and stands beside the board instead of making it dearer.
 */
import { formatFilingId } from '../../shared/contract/field.ts';
import { sees, seesDepartment } from '../../shared/domain/authority.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import { desksOf } from '../../shared/domain/holders.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';

export const readHolders: UseCase<Ports, 'readHolders'> = async (
  { ledger },
  { member, params, query, now },
) => {
  const ref = { region: member.region, round: params.round };
  const rows = (await ledger.tallies(ref)).filter(
    ({ department, section }) =>
      (query.department ?? department) === department &&
      seesDepartment(member, { code: department, section }),
  );
  if (rows.length === 0) return deny(refusal('not-found', { what: '这一轮监控的经办环节' }));
  const departments = await Promise.all(
    rows.map(async ({ department, name }) => {
      const heads = await ledger.filings({ ...ref, department });
      const visible = heads.filter((head) => sees(member, head));
      const desks = desksOf(visible, now).map(({ post, filings, oldest, overdue }) => ({
        role: post.role,
        roleName: roleNames[post.role],
        at: post.at,
        filings,
        since: oldest.stageAt,
        oldest: formatFilingId(oldest),
        overdue,
      }));
      return { department, name, desks };
    }),
  );
  return accept({ round: params.round, departments });
};
