/** How checks name the cells and values of a form: in the clerk's words, with their units, never by a pointer. */

import { leastAnswer } from './finding.ts';
import type { Hundredths } from './light.ts';
import { formatDecimal, formatHundredths, formatWan } from './money.ts';
import type { Indicator } from './subject.ts';

export function indicatorName({ code, name }: Pick<Indicator, 'code' | 'name'>): string {
  return `指标“${code} ${name}”`;
}

/** `31.20万元`. */
export function amountText(fen: bigint): string {
  return `${formatWan(fen)}万元`;
}

/** `17.5场`. */
export function valueText(value: bigint, { unit }: Pick<Indicator, 'unit'>): string {
  return `${formatDecimal(value)}${unit}`;
}

/** `40.00%`, or a dash where there is no rate. */
export function percentText(value: Hundredths | null): string {
  return value === null ? '—' : `${formatHundredths(value)}%`;
}

/** Asks for the named text. */
export function explainIn(label: string): string {
  return `请在“${label}”中说明（至少${leastAnswer}个字）`;
}

/** Asks for a note of its own. */
export const explainHere = `请核对改正；确实无误的，请填写说明（至少${leastAnswer}个字）`;
