/**
 * A stored value as the text that a clerk reads in the cell. A spreadsheet keeps numbers as doubles, written with up to 17 digits
 * of which 15 are shown; here they are cut to those 15 as decimals, so 0.1 + 0.7 is 0.8 and no float is ever computed with.
 */

/** How a cell shows its number: `scaled` shows thousands or 万 of what is stored. */
export type NumberForm = 'plain' | 'percent' | 'date' | 'scaled';

const shownDigits = 15;
const lastSerial = 2_958_465;
const secondsOfDay = 86_400;

const builtInDates = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

/** A point that is only drawn: `0\.0000` shows 123456 as 12.3456. */
const drawnPoint = /[0#?](?:[\\!]\.|"\.")[0#?]/;
/** A comma behind the last place divides what is shown by 1000. */
const thousands = /[0#?],+(?![0#?,])/;

/** The form of a built-in number format, which a file does not spell out. */
export function builtInForm(id: number): NumberForm {
  if (id === 9 || id === 10) return 'percent';
  return builtInDates.some(([first, last]) => id >= first && id <= last) ? 'date' : 'plain';
}

/** The form of a number format's code, such as `yyyy"年"m"月"` or `0.00%`; its first section speaks for it. */
export function formOf(code: string): NumberForm {
  const bare = code.replace(/"[^"]*"|[\\!_*]./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  const [shown = ''] = bare.split(';');
  if (/[ymdhs]/i.test(shown)) return 'date';
  if (shown.includes('%')) return 'percent';
  return thousands.test(shown) || drawnPoint.test(code) ? 'scaled' : 'plain';
}

/** Digits and the number of them that stand after the point. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly decimals: number;
}

/** A stored number as plain digits; undefined when it is none, `long` when it has more than 15 digits before the point. */
export function numberText(stored: string): string | 'long' | undefined {
  const number = decimalOf(stored);
  return typeof number === 'object' ? plain(number) : number;
}

/** The same in percent, exactly: 0.075 → `7.5%`. */
export function percentText(stored: string): string | 'long' | undefined {
  const number = decimalOf(stored);
  if (typeof number !== 'object') return number;
  return `${plain({ ...number, decimals: number.decimals - 2 })}%`;
}

/** A day number as `YYYY-MM-DD`, with the time when it has one, and the time alone below 1; undefined when it is no date. */
export function dateText(stored: string, since1904: boolean): string | undefined {
  const serial = Number(stored);
  if (stored.trim() === '' || !(serial >= 0 && serial <= lastSerial)) return undefined;
  const seconds = Math.round(serial * secondsOfDay);
  const time = new Date((seconds % secondsOfDay) * 1_000).toISOString().slice(11, 19);
  if (serial < 1) return time;
  const day = dayText(Math.floor(seconds / secondsOfDay), since1904);
  return seconds % secondsOfDay === 0 ? day : `${day} ${time}`;
}

/** Serial 60 is the 29 February 1900 that never was; before it the count is one day ahead. */
function dayText(day: number, since1904: boolean): string {
  if (!since1904 && day === 60) return '1900-02-29';
  const start = since1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  return new Date(start + day * secondsOfDay * 1_000).toISOString().slice(0, 10);
}

function decimalOf(stored: string): Decimal | 'long' | undefined {
  const parts = /^([+-]?)(\d{0,400})(?:\.(\d{0,400}))?(?:e([+-]?\d{1,3}))?$/i.exec(stored.trim());
  if (parts === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  if (whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const number = { negative: sign === '-', digits, decimals: fraction.length - Number(exponent) };
  if (digits === 0n) return { negative: false, digits, decimals: 0 };
  return digits.toString().length - number.decimals > shownDigits ? 'long' : trimmed(rounded(number));
}

/** Half-up to the digits that a spreadsheet shows. */
function rounded(number: Decimal): Decimal {
  const excess = number.digits.toString().length - shownDigits;
  if (excess <= 0) return number;
  const unit = 10n ** BigInt(excess);
  return { ...number, digits: (number.digits + unit / 2n) / unit, decimals: number.decimals - excess };
}

function trimmed(number: Decimal): Decimal {
  let { digits, decimals } = number;
  for (; decimals > 0 && digits % 10n === 0n; decimals -= 1) digits /= 10n;
  return { ...number, digits, decimals };
}

function plain({ negative, digits, decimals }: Decimal): string {
  const text = digits === 0n ? '0' : `${digits}${'0'.repeat(Math.max(0, -decimals))}`;
  const after = Math.max(0, decimals);
  const padded = text.padStart(after + 1, '0');
  const fraction = after === 0 ? '' : `.${padded.slice(-after)}`;
  return `${negative ? '-' : ''}${padded.slice(0, padded.length - after)}${fraction}`;
}
