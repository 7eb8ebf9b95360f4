/** What a rule has to say about a cell, and whether it hinders 送审. */
import type { Issue } from './refusal.ts';

/** `block`: cannot be sent. `explain`: only with an answer of at least five characters. `info`: a message. */
export const levels = ['block', 'explain', 'info'] as const;
export type Level = (typeof levels)[number];

export interface Finding extends Issue {
  readonly level: Level;
  /**
   * Where an `explain` is answered: the pointer of the named text, or `/explanations` where the answer is a note of its own; with the
   * text that answers it, null while there is none. Null for the other levels.
   */
  readonly answer: { readonly at: string; readonly text: string | null } | null;
}

/** Characters that an answer has at least. */
export const leastAnswer = 5;

/** Whether a finding stands in the way of 送审. */
export function hinders(finding: Finding): boolean {
  return finding.level === 'block' || (finding.level === 'explain' && finding.answer?.text === null);
}
