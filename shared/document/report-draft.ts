/**
 * A writer's words laid over the report that the figures make. An edit is kept by its section's id and is never lost: where the figures
 * have changed since, the section says so; where its section is no more, it waits at the end until its writer drops it.
 */
import type { Narrative } from '../domain/report.ts';
import type { Heading, ReportOutline } from './report-outline.ts';

export interface DraftSection {
  readonly id: string;
  readonly headings: readonly Heading[];
  /** What the figures make of it now, and its digest: what an edit of today is based on. */
  readonly generated: string;
  readonly basis: string;
  /** What its writer made of it; null where he left it alone. */
  readonly written: string | null;
  /** Its figures are no longer those that it was written from. */
  readonly changed: boolean;
}

/** The report with its writer's words in it. */
export interface ReportDraft extends Omit<ReportOutline, 'sections'> {
  readonly sections: readonly DraftSection[];
  /** Edits without a section (不再对应). */
  readonly orphans: readonly { readonly id: string; readonly written: string }[];
}

/** SHA-256 of a text, hexadecimal. */
type Digest = (text: string) => string;

export function draftOf(outline: ReportOutline, edits: Narrative, digest: Digest): ReportDraft {
  const known = new Set(outline.sections.map(({ id }) => id));
  return {
    ...outline,
    sections: outline.sections.map(({ id, headings, text }) => {
      const edit = Object.hasOwn(edits, id) ? edits[id] : undefined;
      const basis = digest(text);
      const changed = edit !== undefined && edit.basis !== basis;
      return { id, headings, generated: text, basis, written: edit?.text ?? null, changed };
    }),
    orphans: Object.entries(edits)
      .filter(([id]) => !known.has(id))
      .map(([id, { text }]) => ({ id, written: text })),
  };
}

/** What is printed of a section. */
export function textOf({ generated, written }: DraftSection): string {
  return written ?? generated;
}
