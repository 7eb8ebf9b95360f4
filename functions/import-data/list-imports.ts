/** What has been imported: who, when, which file and with what effect, from the region's chain. */
import { roleNames } from '../../shared/domain/directory.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { ImportLedger } from '../../shared/ports.ts';

interface Ports {
  readonly ledger: Pick<ImportLedger, 'importsHead' | 'imports'>;
}

const readers = ['finance-office', 'admin', 'auditor'] as const;
const page = 100;

export const listImports: UseCase<Ports, 'listImports'> = async ({ ledger }, { member, query }) => {
  const { posts, region } = member;
  if (!posts.some(({ role, at }) => at === region && readers.some((reader) => reader === role))) {
    const who = readers.map((role) => roleNames[role]).join('或');
    return deny(refusal('not-yours', { action: '查看导入记录', who }));
  }
  const [head, { entries, intact }] = await Promise.all([ledger.importsHead(region), ledger.imports(region)]);
  const applied = new Set(entries.flatMap(({ seq, fact }) => (fact.type === 'applied' ? [seq - 1] : [])));
  const before = query.cursor === undefined ? Number.POSITIVE_INFINITY : Number(query.cursor);
  const accepted = entries.flatMap(({ seq, at, by, fact }) => {
    if (fact.type !== 'accepted' || by === null || seq >= before) return [];
    const { type: _, ...rest } = fact;
    return [{ ...rest, version: seq, at, by, applied: applied.has(seq) }];
  });
  const shown = accepted.reverse().slice(0, page);
  const last = shown.at(-1);
  return accept({
    version: head.version,
    imports: shown,
    intact,
    cursor: last !== undefined && accepted.length > page ? String(last.version) : null,
  });
};
