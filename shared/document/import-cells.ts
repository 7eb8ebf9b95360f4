/** Single cells of an import, read exactly: whatever is not what it should be is remarked on the cell and answered as undefined. */
import * as z from 'zod/mini';
import type { Day } from '../domain/calendar.ts';
import { type Decimal, type Fen, parseDecimal, parseWan } from '../domain/money.ts';
import { isSlipped } from '../domain/slip.ts';
import { ask, block, type Draft } from './import-draft.ts';
import { columnOf, type Row, textOf } from './import-rows.ts';

/** Longest name of anything (§4: ≤200 characters, any of them). */
export const longestName = 200;

/** Text of a required cell, or undefined after remarking that it is empty. */
export function filledAt(draft: Draft, row: Row, key: string): string | undefined {
  const text = textOf(row, key);
  if (text !== '') return text;
  const { label, example } = columnOf(row, key);
  block(draft, row, key, 'form', `没有填写，请填写${label}${example === '' ? '' : `，例如“${example}”`}`);
  return undefined;
}

/** Required text of at most so many characters. */
export function wordsAt(draft: Draft, row: Row, key: string, most: number): string | undefined {
  const text = filledAt(draft, row, key);
  return text === undefined || !isTooLong(draft, row, key, most) ? text : undefined;
}

/** Remarks on a text that is longer than so many characters (not UTF-16 units). */
export function isTooLong(draft: Draft, row: Row, key: string, most: number): boolean {
  const text = textOf(row, key);
  // As many units hold at most as many characters: the characters of a short text need not be counted.
  const length = text.length <= most ? 0 : [...text].length;
  if (length <= most) return false;
  block(draft, row, key, 'V26', `有${length}个字，不能超过${most}个字，请缩短`);
  return true;
}

/** A code by the syntax of the contract, whose own sentence is said. */
export function codeAt(
  draft: Draft,
  row: Row,
  key: string,
  syntax: z.ZodMiniType<string>,
): string | undefined {
  const text = filledAt(draft, row, key);
  if (text === undefined) return undefined;
  const parsed = z.safeParse(syntax, text);
  if (parsed.success) return parsed.data;
  block(draft, row, key, 'form', `“${text}”不符合要求，${parsed.error.issues[0]?.message ?? '请改正'}`);
  return undefined;
}

/** One of the words that stand for the codes; undefined where nothing is written, remarked on where it is another word. */
export function choiceAt<C extends string>(
  draft: Draft,
  row: Row,
  key: string,
  names: Readonly<Record<C, string>>,
): C | undefined {
  const text = columnOf(row, key).required ? filledAt(draft, row, key) : textOf(row, key);
  if (text === undefined || text === '') return undefined;
  const codes = Object.keys(names).filter((code): code is C => code in names);
  const found = codes.find((code) => names[code] === text);
  if (found === undefined)
    block(draft, row, key, 'form', `“${text}”不在可选范围内，应为${Object.values(names).join('、')}之一`);
  return found;
}

/** An amount in 分; undefined where the cell is empty. */
export function amountAt(draft: Draft, row: Row, key: string): Fen | undefined {
  const text = textOf(row, key);
  if (text === '') return undefined;
  const amount = parseWan(text);
  if (amount === undefined)
    block(
      draft,
      row,
      key,
      'V07',
      `“${text}”不是金额，应为不带单位的万元数，整数不超过8位、小数不超过6位，例如“31.20”`,
    );
  return amount;
}

/** The same where nothing may be below nought. */
export function budgetAt(draft: Draft, row: Row, key: string): Fen | undefined {
  const amount = amountAt(draft, row, key);
  if (amount !== undefined && amount < 0n) block(draft, row, key, 'V04', '不能小于0，请核对');
  return amount;
}

/** A plain number scaled by 10,000; undefined where the cell is empty. */
export function decimalAt(draft: Draft, row: Row, key: string): Decimal | undefined {
  const text = textOf(row, key);
  if (text === '') return undefined;
  const value = parseDecimal(text);
  if (value === undefined)
    block(draft, row, key, 'V36', `“${text}”不是数字，应为小数不超过4位的普通数字，例如“17.5”`);
  return value;
}

/** A calendar day; null where the cell is empty. */
export function dayAt(draft: Draft, row: Row, key: string): Day | null {
  const text = textOf(row, key);
  if (text === '') return null;
  const day = text.replaceAll('/', '-').replace(/(?<=-)(?=\d(?:-|$))/g, '0');
  if (z.safeParse(z.iso.date(), day).success) return day;
  block(draft, row, key, 'form', `“${text}”不是日期，应写成年-月-日，例如“2022-06-30”`);
  return null;
}

/** Remarks on a key that stands in an earlier row already; `key` is the column to point at. */
export function isRepeated(
  draft: Draft,
  seen: Map<string, Row>,
  row: Row,
  { key, name }: { readonly key: string; readonly name: string },
): boolean {
  const first = seen.get(name);
  if (first === undefined) {
    seen.set(name, row);
    return false;
  }
  block(draft, row, key, 'duplicate', `“${name}”与第${first.number}行重复，请只保留一行`);
  return true;
}

/**
 * Remarks on an amount a thousand times larger or smaller than the one before, both not nought: 元 typed as 万元 (V23). It is never
 * converted, somebody has to look.
 */
export function askIfSlipped(
  draft: Draft,
  row: Row,
  key: string,
  given: {
    readonly now: Fen | undefined;
    readonly before: Fen | undefined;
    readonly factor: number;
    readonly what: string;
  },
): void {
  const { now = 0n, before = 0n, factor, what } = given;
  if (!isSlipped(now, before, factor)) return;
  ask(
    draft,
    row,
    key,
    'V23',
    `与${what}相差${factor}倍以上，疑似把元当成万元（或相反），请核对单位，确认无误后再导入`,
  );
}
