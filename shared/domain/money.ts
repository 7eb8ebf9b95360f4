/**
 * Money and plain decimals, exactly. Amounts are integer 分 held as `bigint`, so that no float can ever touch them;
 * indicator values are integers scaled by 10,000. On screen and on the wire amounts are text in 万元 (1 万元 = 1,000,000 分).
 */
import { divideHalfUp } from './division.ts';

/** An amount in 分. */
export type Fen = bigint;

/** An indicator value scaled by 10,000: 17.5 is `175000n`. */
export type Decimal = bigint;

const fenDigits = 6;
const decimalDigits = 4;

/** 万元 text → 分, or undefined when it is no amount (V07: at most 8 integer digits and 6 decimals, no unit, no exponent). */
export function parseWan(text: string): Fen | undefined {
  return parseScaled(fold(text), /^-?\d{1,8}(?:\.\d{1,6})?$/, fenDigits);
}

/** 分 → 万元 text, exact and canonical: `31.2` 万元 is `31.20`, never fewer than two decimals. */
export function formatWan(amount: Fen): string {
  return formatScaled(amount, fenDigits, 2);
}

/** Text → indicator value, or undefined (V11: a plain number, at most 4 decimals, below 10^12). */
export function parseDecimal(text: string): Decimal | undefined {
  return parseScaled(fold(text), /^-?\d{1,12}(?:\.\d{1,4})?$/, decimalDigits);
}

/** Indicator value → canonical text without trailing zeros. */
export function formatDecimal(value: Decimal): string {
  return formatScaled(value, decimalDigits, 0);
}

/**
 * Execution rate (执行率) = executed ÷ adjusted × 100 in hundredths of a percent, half-up by integer arithmetic
 * (2.01 ÷ 200.00 → 1.01 %, where floating point says 1.00). Null when there is no adjusted budget.
 */
export function executionRate(executed: Fen, adjusted: Fen): bigint | null {
  if (adjusted <= 0n) return null;
  return divideHalfUp(executed * 10_000n, adjusted);
}

/** Hundredths → text with two decimals, e.g. `40.00`. */
export function formatHundredths(value: bigint): string {
  return formatScaled(value, 2, 2);
}

/** Clerks paste from spreadsheets: full-width characters are folded and thousands separators dropped. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, '');
}

function parseScaled(text: string, syntax: RegExp, digits: number): bigint | undefined {
  if (!syntax.test(text)) return undefined;
  const [whole, fraction = ''] = text.replace('-', '').split('.');
  const magnitude = BigInt(`${whole}${fraction.padEnd(digits, '0')}`);
  return text.startsWith('-') ? -magnitude : magnitude;
}

function formatScaled(value: bigint, digits: number, least: number): string {
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const point = text.length - digits;
  let end = text.length;
  while (end > point + least && text[end - 1] === '0') end -= 1;
  const fraction = end === point ? '' : `.${text.slice(point, end)}`;
  return `${value < 0n ? '-' : ''}${text.slice(0, point)}${fraction}`;
}
