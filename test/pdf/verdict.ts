/** How an odd PDF and its verdict are written down. */
import type { PdfVerdict } from '../../shared/pdf/judge.ts';

export interface OddPdf {
  readonly name: string;
  /** As `said` says it. */
  readonly verdict: string;
  readonly bytes: () => Buffer;
}

/** A verdict in one line: `plain 3 pages`, `active script, launch`, `unreadable cut`. */
export function said(verdict: PdfVerdict): string {
  const { kind, facts } = verdict;
  if (kind === 'plain')
    return `plain ${facts.pages}${facts.signatureFields ? ' signed' : ''}${facts.repaired ? ' repaired' : ''}`;
  if (kind === 'active') return `active ${verdict.found.join(' ')}`;
  if (kind === 'unreadable') return `unreadable ${verdict.fault}`;
  return kind === 'too-costly' ? `too-costly ${verdict.excess}` : kind;
}
