/** What a text of the form is worth: whether there is one at all, whether it says something, and how long it is. */

/** An absent text, an empty one and one of blanks are the same thing. */
export function isFilled(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

/** Says something: not empty, not merely 无 or 略, not one character over and over (V24). */
export function isTelling(text: string | undefined): boolean {
  const bare = (text ?? '').replace(/[\s\p{P}]/gu, '');
  return new Set(bare).size > 1 && !/^[无略]+$/u.test(bare);
}

/** Characters, not UTF-16 units (V26). */
export function lengthOf(text: string | undefined): number {
  return [...(text ?? '').trim()].length;
}
