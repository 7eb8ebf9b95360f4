/**
 * An amount in words (大写金额), to stand beside the cell while it is typed: nobody who meant 15万元 reads over 壹拾伍亿元. Written as
 * on cheques, without 整.
 */
import type { Fen } from './money.ts';

const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['', '拾', '佰', '仟'];
const groups = ['', '万', '亿', '万亿'];

/** 分 → words: 15,000,000 分 is 壹拾伍万元, 305 分 is 叁元零伍分, nought is 零元. */
export function amountInWords(amount: Fen): string {
  const size = amount < 0n ? -amount : amount;
  const [yuan, cents] = [size / 100n, size % 100n];
  const whole = yuan > 0n ? `${yuanInWords(yuan.toString())}元` : '';
  const words = whole + centsInWords(cents.toString().padStart(2, '0'), whole !== '');
  return words === '' ? '零元' : `${amount < 0n ? '负' : ''}${words}`;
}

/** Digits from the left; noughts between others become one 零, every four digits that are not all nought bear their group's name. */
function yuanInWords(yuan: string): string {
  let words = '';
  let skipped = false;
  let named = true;
  [...yuan].forEach((letter, index) => {
    const place = yuan.length - 1 - index;
    if (letter === '0') skipped = true;
    else {
      words += `${skipped ? '零' : ''}${digitOf(letter)}${places[place % 4]}`;
      skipped = false;
      named = false;
    }
    if (place % 4 === 0 && !named) {
      words += groups[place / 4];
      named = true;
    }
  });
  return words;
}

function centsInWords(cents: string, afterYuan: boolean): string {
  const [jiao = '0', fen = '0'] = cents;
  if (jiao !== '0') return `${digitOf(jiao)}角${fen === '0' ? '' : `${digitOf(fen)}分`}`;
  return fen === '0' ? '' : `${afterYuan ? '零' : ''}${digitOf(fen)}分`;
}

function digitOf(letter: string): string {
  return digits.charAt(parseInt(letter, 10));
}
