import * as z from 'zod/mini';
import { content as contentSchema } from '../../shared/contract/content.ts';
import { formatFilingId } from '../../shared/contract/field.ts';
import type { archiveFilingInput } from '../../shared/contract/workflow.ts';
import { frozenCopy } from '../../shared/document/frozen-copy.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { decideArchive } from '../../shared/domain/filing-decisions.ts';
import { Fault } from '../../shared/fault.ts';
import type { Archive, ArchivingLedger, Now } from '../../shared/ports.ts';

interface Ports {
  readonly ledger: ArchivingLedger;
  readonly archive: Archive;
  readonly now: Now;
}

export async function archiveFiling(
  ports: Ports,
  input: z.output<typeof archiveFilingInput>,
): Promise<Record<string, never>> {
  const { filing: ref, attempt } = input;
  // The machine was told of the approval, so an early read that does not show it yet is read again.
  const early = await ports.ledger.filing(ref);
  const head = early?.stage === 'approved' ? early : await ports.ledger.filing(ref, { fresh: true });
  if (head === undefined || head.attempt !== attempt)
    throw new Error(`${formatFilingId(ref)} has no attempt ${attempt}`);
  if (head.stage === 'archived') return {};
  const fact = decideArchive(head);
  if (fact === null) throw new Error(`${formatFilingId(ref)} reached the archive at stage ${head.stage}`);
  const copy = await frozenCopy(ports.ledger, head);
  const kept = await ports.archive.keepFiling(ref, attempt, copy);
  if (kept !== copy && !isCopyOf(kept, head, ports.ledger))
    throw new Error(`the archive holds something else in the place of ${formatFilingId(ref)}`);
  const after = await ports.ledger.appendToFiling(head, { fact, at: ports.now(), by: null });
  if (after === undefined)
    throw new Fault('archive filing', new Error('the filing moved while it was archived'));
  return {};
}

/** A step before this one may have put it there, also in the form of an earlier release; what was approved is what counts. */
function isCopyOf(kept: string, head: FilingHead, ledger: ArchivingLedger): boolean {
  try {
    const { content } = z.parse(z.object({ content: contentSchema }), JSON.parse(kept));
    return ledger.digest(content) === head.content?.digest;
  } catch {
    return false;
  }
}
