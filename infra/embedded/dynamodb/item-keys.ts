/**
 * Item keys: read from a write, and compared by meaning. Two spellings of one number are one key in DynamoDB, so
 * numbers are brought to one spelling before they are compared.
 */
import type { Json } from '../parts.ts';
import type { Write } from './operations.ts';
import { objectIn, textIn } from './shapes.ts';
import type { Table } from './tables.ts';

/** A write with its key apart, in a table that the front knows. */
export interface KeyedWrite extends Write {
  readonly tableSettings: Table;
  readonly key: Json;
  /** Equal exactly for one and the same item. */
  readonly identity: string;
}

/** The writes with their keys; `undefined` when a key is incomplete, so that no engine will accept the call. */
export function keyedWrites(
  writes: readonly Write[],
  tableNamed: (name: string) => Table | undefined,
): readonly KeyedWrite[] | undefined {
  const keyed: KeyedWrite[] = [];
  for (const write of writes) {
    const tableSettings = tableNamed(write.table);
    if (tableSettings === undefined) return undefined;
    const parts = tableSettings.keyNames.map((name) => [name, write.attributes[name]] as const);
    if (parts.some(([, value]) => value === undefined)) return undefined;
    const key = Object.fromEntries(parts);
    keyed.push({ ...write, tableSettings, key, identity: itemIdentity(tableSettings, key) });
  }
  return keyed;
}

export function itemIdentity(table: Table, key: Json): string {
  return JSON.stringify([table.name, ...table.keyNames.map((name) => oneSpelling(objectIn(key[name])))]);
}

function oneSpelling(value: Json): Json {
  const number = textIn(value['N']);
  return number === undefined ? value : { N: canonicalNumber(number) };
}

/** `1.50`, `15e-1` and `+1.5` are all written as `15e-1`; what is no number stays as it is. */
function canonicalNumber(text: string): string {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (match === null) return text;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign === '-' ? '-' : ''}${significant}e${power}`;
}
