/** Rules that ask for an answer and have no text of their own on the form are answered by a note, kept with the filing by rule and cell. */
import type { Content } from './content.ts';
import { ask, type Finding } from './finding.ts';

/** Where notes stand. */
const notesAt = '/explanations';

export function askForNote(
  { explanations = [] }: Pick<Content, 'explanations'>,
  pointer: string,
  rule: string,
  message: string,
): Finding {
  const note = explanations.find((each) => each.rule === rule && each.cell === pointer);
  return ask(pointer, rule, message, { at: notesAt, text: note?.text });
}
