import type { AnswerOf } from '../../shared/contract/api.ts';
import { sees } from '../../shared/domain/authority.ts';
import type { Department, Member } from '../../shared/domain/directory.ts';
import { type Extension, extensionStateNames } from '../../shared/domain/extension.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './read-rounds.ts';

export const listExtensions: UseCase<Ports, 'listExtensions'> = async ({ ledger }, { member, params }) => {
  const ref = { region: member.region, round: params.round };
  const [extensions, departments] = await Promise.all([
    ledger.extensions(ref),
    ledger.departments(member.region),
  ]);
  const visible = extensions.filter((extension) => seesExtension(member, extension, departments));
  return accept({ extensions: visible.map(viewOf) });
};

/** Whoever sees the filings sees that their day is to move. */
function seesExtension(
  member: Member,
  { region, department, unit }: Extension,
  departments: readonly Department[],
): boolean {
  const { section = '' } = departments.find(({ code }) => code === department) ?? {};
  const kind = unit === null ? 'overall' : 'project';
  return sees(member, { region, department, section, unit: unit ?? '', kind });
}

export function viewOf(extension: Extension): AnswerOf<'askExtension'> {
  const { id, region: _, askedBy, decidedBy, ...rest } = extension;
  return {
    ...rest,
    extension: id,
    stateName: extensionStateNames[extension.state],
    askedBy: askedBy.name,
    decidedBy: decidedBy?.name ?? null,
  };
}
