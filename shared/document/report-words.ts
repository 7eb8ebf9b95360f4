/** How a report says amounts, rates, days and what people wrote: official Chinese by fixed rules, and nobody's characters lost. */
import type { Day } from '../domain/calendar.ts';
import { divideHalfUp } from '../domain/division.ts';
import type { Hundredths } from '../domain/light.ts';
import { type Fen, formatHundredths } from '../domain/money.ts';
import { isFilled } from '../domain/written.ts';

/** An amount in hundredths of 万元: a report shows two decimals, the form keeps the rest. */
export function inTwoDecimals(amount: Fen): Hundredths {
  return divideHalfUp(amount, 10_000n);
}

/** `31.20万元`. */
export function inWan(amount: Fen): string {
  return `${formatHundredths(inTwoDecimals(amount))}万元`;
}

export function inPercent(value: Hundredths): string {
  return `${formatHundredths(value)}%`;
}

/** `2022-07-08` as it stands in a document: `2022年7月8日`. */
export function dayInWords(day: Day): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${plain(month)}月${plain(date)}日`;
}

export function monthInWords(day: Day): string {
  const [year = '', month = ''] = day.split('-');
  return `${year}年${plain(month)}月`;
}

function plain(digits: string): string {
  return digits.replace(/^0/, '');
}

/** Ends what is whole already: a mark that ends or divides, also inside a quotation or bracket. */
const ended = /[。．.！!？?；;：:，,、…—～~][”’"'）)】〕》]*$/u;

/** A text that somebody wrote, as sentences: it gets its full stop where it has no mark of its own. */
export function asSentences(text: string): string {
  const bare = text.trim();
  return bare === '' || ended.test(bare) ? bare : `${bare}。`;
}

/** `存在问题：……。`, or nothing where nothing was written. */
export function told(label: string, text: string | undefined): string {
  return isFilled(text) ? `${label}：${asSentences(text)}` : '';
}

/** The paragraphs that say something, one per line. */
export function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
