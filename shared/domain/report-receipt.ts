/**
 * Receipts of a stamped report (2.2d): that a file was received, that it was found good and is in its place, that it was confirmed by eye,
 * that the archive keeps it. Some facts name a file by its upload alone, so what they confirm is read from the chain up to them: a
 * receipt is the same each time it is asked for, however the chain goes on.
 */
import { daysLate, type Instant } from './calendar.ts';
import { type Confirmable, type Confirmed, type Receipt, receiptOf } from './receipt.ts';
import type { ReportFact } from './report.ts';

type Told = Exclude<ReportFact, { type: 'narrated' }> | { readonly type: 'narrated' };
type File = Pick<Extract<ReportFact, { type: 'received' }>['upload'], 'sha256' | 'receivedAt'>;

interface SoFar {
  dueAt: Instant;
  /** When the first good file was received: what lateness counts. */
  firstGoodAt: Instant | null;
  readonly files: Map<string, File>;
}

export function reportReceipts(document: string, entries: readonly Confirmable<Told>[]): readonly Receipt[] {
  const soFar: SoFar = { dueAt: 0, firstGoodAt: null, files: new Map() };
  return entries.flatMap((entry) => {
    const confirmed = confirmedBy(entry.fact, soFar);
    return confirmed === null ? [] : [receiptOf(document, entry, confirmed)];
  });
}

function confirmedBy(fact: Told, soFar: SoFar): Confirmed | null {
  switch (fact.type) {
    case 'expected':
      soFar.dueAt = fact.dueAt;
      return null;
    case 'received':
      soFar.files.set(fact.upload.id, fact.upload);
      return { act: fact.type, digest: fact.upload.sha256, daysLate: lateness(soFar, fact.upload) };
    case 'verified': {
      const file = fileOf(soFar, fact.upload);
      const late = lateness(soFar, file);
      soFar.firstGoodAt ??= file.receivedAt;
      return { act: fact.type, digest: file.sha256, daysLate: late };
    }
    case 'confirmed':
      return { act: fact.type, digest: fileOf(soFar, fact.upload).sha256, daysLate: null };
    case 'archived':
      return { act: fact.type, digest: fact.sha256, daysLate: null };
    default:
      return null;
  }
}

/** A replacement is as late as the first good file was; until there is one, this file may be it. */
function lateness({ firstGoodAt, dueAt }: SoFar, { receivedAt }: File): number {
  return daysLate(firstGoodAt ?? receivedAt, dueAt);
}

function fileOf({ files }: SoFar, upload: string): File {
  const file = files.get(upload);
  if (file === undefined) throw new Error(`the chain speaks of ${upload}, which was never received`);
  return file;
}
