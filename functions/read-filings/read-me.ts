import { workPosts } from '../../shared/domain/authority.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Now } from '../../shared/ports.ts';
import type { TodoLedger } from '../../shared/ports-report.ts';

export interface Ports {
  readonly ledger: TodoLedger;
  readonly now: Now;
}

export const readMe: UseCase<Ports, 'readMe'> = async (_, { member }) => {
  const posts = workPosts(member).map((post) => ({ ...post, roleName: roleNames[post.role] }));
  return accept({ id: member.id, name: member.name, region: member.region, posts });
};
