/** Finds a filing for a member: outside his scope it does not exist. */
import { sees } from '../../shared/domain/authority.ts';
import type { Member } from '../../shared/domain/directory.ts';
import type { FilingHead, FilingRef } from '../../shared/domain/filing.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { Ledger, Now } from '../../shared/ports.ts';

export interface Ports {
  readonly ledger: Ledger;
  readonly now: Now;
}

export async function visibleFiling(
  ledger: Ledger,
  member: Member,
  ref: FilingRef,
): Promise<Result<FilingHead>> {
  // Read afresh: a person finds in the document what he has just saved.
  const head = await ledger.filing(ref, { fresh: true });
  return head !== undefined && sees(member, head)
    ? accept(head)
    : deny(refusal('not-found', { what: '这份填报' }));
}
