/** Decimals as number cells, which a spreadsheet keeps as doubles: only where no digit is lost by it. */

const exactDigits = 15;

/** The decimal without zeros at its end, if a double prints it so again; undefined when a digit would be lost, or it is none. */
export function exactNumber(text: string): string | undefined {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return undefined;
  const canonical = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  const digits = canonical.replace(/[-.]/g, '').replace(/^0+/, '');
  return digits.length <= exactDigits && String(Number(text)) === canonical ? canonical : undefined;
}

/** The number format that shows as many decimals as the text has, with thousands separators if wanted. */
export function numberFormat(text: string, separated: boolean): string {
  const [, decimals = ''] = text.split('.');
  const whole = separated ? '#,##0' : '0';
  return decimals === '' ? whole : `${whole}.${'0'.repeat(decimals.length)}`;
}
