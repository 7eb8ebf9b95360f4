/**
 * A cell of the form as a spreadsheet holds it, and back: words stand for codes, causes are joined in one cell, amounts are 万元 text. The
 * canonical text is what both sides are compared by, so that `31.2` and `31.20` are no change.
 */
import type { WireContent } from '../contract/cell.ts';
import type { FormCell } from '../domain/form.ts';
import { formatDecimal, formatWan, parseDecimal, parseWan } from '../domain/money.ts';
import { statusOf } from '../domain/operators.ts';

/** What was typed into a cell: its canonical text, and the value that the form's schema is to judge; '' empties the cell. */
export interface Typed {
  readonly text: string;
  readonly value: unknown;
}

/** The text of a cell in a content; empty where it is absent. */
export function textOfCell(cell: FormCell, content: WireContent): string {
  const value = valueAt(content, cell.pointer);
  if (value === undefined) return '';
  const words = (Array.isArray(value) ? value : [value]).map(String);
  return readCell(cell, words.map((word) => cell.choices?.[word] ?? word).join('、')).text;
}

/** What cannot be understood stays as it was typed, so that the schema's own sentence answers it. */
export function readCell(cell: FormCell, typed: string): Typed {
  const text = tidy(typed);
  if (text === '') return { text, value: '' };
  switch (cell.kind) {
    case 'amount':
      return plain(canonical(text, parseWan, formatWan));
    case 'decimal':
      return plain(canonical(text, parseDecimal, formatDecimal));
    case 'month':
      return readMonth(text);
    case 'choice':
      return readChoice(cell, text);
    case 'choices':
      return readChoices(cell, text);
    case 'text':
      return plain(text);
  }
}

/** As a spreadsheet keeps a text: line ends are line feeds, and half a surrogate pair is no character. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
}

function plain(text: string): Typed {
  return { text, value: text };
}

function canonical(
  text: string,
  parse: (text: string) => bigint | undefined,
  format: (value: bigint) => string,
): string {
  const value = parse(text);
  return value === undefined ? text : format(value);
}

const months: readonly string[] = Array.from({ length: 12 }, (_, index) => String(index + 1));

/** `11` and `11月` are the same month. */
function readMonth(text: string): Typed {
  const [, digits = text] = /^0?(\d{1,2})月?$/.exec(text.normalize('NFKC')) ?? [];
  const month = months.indexOf(digits);
  return month < 0 ? plain(digits) : { text: digits, value: month + 1 };
}

function readChoice(cell: FormCell, text: string): Typed {
  const code = codeOf(cell, text);
  return code === undefined ? plain(text) : { text: wordOf(cell, code), value: code };
}

/** Several in one cell, however they are separated. */
function readChoices(cell: FormCell, text: string): Typed {
  const words = text.split(/[、，,；;\s]+/).filter((word) => word !== '');
  const codes = words.map((word) => codeOf(cell, word) ?? word);
  return { text: codes.map((code) => wordOf(cell, code)).join('、'), value: codes };
}

/** A status is also known by its long form (达成预期目标). */
function codeOf({ choices = {} }: FormCell, word: string): string | undefined {
  const code = Object.keys(choices).find((each) => choices[each] === word);
  if (code !== undefined) return code;
  const status = statusOf(word);
  return status !== undefined && status in choices ? status : undefined;
}

function wordOf({ choices = {} }: FormCell, code: string): string {
  return choices[code] ?? code;
}

function valueAt(content: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (holder, name) =>
        typeof holder === 'object' && holder !== null
          ? Object.entries(holder).find(([key]) => key === name)?.[1]
          : undefined,
      content,
    );
}
