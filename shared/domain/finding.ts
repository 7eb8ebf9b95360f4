/** What a rule has to say about a cell, and whether it hinders 送审. */
import type { Issue } from './refusal.ts';
import { lengthOf } from './written.ts';

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

export function block(pointer: string, rule: string, message: string): Finding {
  return { pointer, rule, message, level: 'block', answer: null };
}

export function inform(pointer: string, rule: string, message: string): Finding {
  return { pointer, rule, message, level: 'info', answer: null };
}

/** Asks for the text at `answer.at`; one that is too short is no answer. */
export function ask(
  pointer: string,
  rule: string,
  message: string,
  answer: { readonly at: string; readonly text: string | undefined },
): Finding {
  return { pointer, rule, message, level: 'explain', answer: { at: answer.at, text: answered(answer.text) } };
}

function answered(text: string | undefined): string | null {
  return text !== undefined && lengthOf(text) >= leastAnswer ? text.trim() : null;
}
