/** Finds a filing for a member: outside his scope it does not exist, and the refusal does not tell one from the other. */
import { sees } from '../domain/authority.ts';
import type { Member } from '../domain/directory.ts';
import type { FilingHead, FilingRef } from '../domain/filing.ts';
import { refusal } from '../domain/refusal.ts';
import { accept, deny, type Result } from '../domain/result.ts';
import type { Ledger } from '../ports.ts';

/** Read afresh: a person sees his own write at once. */
export async function visibleFiling(
  ledger: Pick<Ledger, 'filing'>,
  member: Member,
  ref: FilingRef,
): Promise<Result<FilingHead>> {
  const head = await ledger.filing(ref, { fresh: true });
  return head !== undefined && sees(member, head)
    ? accept(head)
    : deny(refusal('not-found', { what: '这份填报' }));
}
