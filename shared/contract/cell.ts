/**
 * A content as single cells: JSON pointer → text. What is compared, pinned, exported and read back is a cell; explanations and files
 * are lists of their own and are compared as wholes.
 */
import * as z from 'zod/mini';
import type { Cells } from '../domain/comparison.ts';
import type { Content } from '../domain/content.ts';
import { content as contentSchema } from './content.ts';

export type WireContent = z.input<typeof contentSchema>;

const cellFields = ['phone', 'money', 'rows', 'texts', 'keyBlock'] as const;

export function cellsOf(content: Content): Cells {
  const wire = z.encode(contentSchema, content);
  const found = new Map<string, string>();
  for (const field of cellFields) collect(`/${field}`, wire[field], found);
  for (const { rule, cell, text } of wire.explanations ?? []) found.set(`/explanations/${rule}${cell}`, text);
  for (const { file, indicator = '' } of wire.files ?? []) found.set(`/files/${file}`, indicator);
  return found;
}

/** The cells of a list are one text, joined as a clerk would write them. */
function collect(at: string, value: unknown, into: Map<string, string>): void {
  if (value === undefined || value === '') return;
  if (Array.isArray(value)) into.set(at, value.join('、'));
  else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) collect(`${at}/${name}`, each, into);
  } else into.set(at, String(value));
}

/** A content with some cells set, and with those emptied whose text is empty; still to be parsed by the form's schema. */
export function withCells(content: WireContent, changes: Iterable<readonly [string, unknown]>): unknown {
  const copy: Record<string, unknown> = structuredClone(content);
  for (const [pointer, value] of changes) setCell(copy, pointer.split('/').slice(1), value);
  return copy;
}

/** What was emptied goes, and a row that has become empty with it; the form's own parts stay. */
function setCell(
  holder: Record<string, unknown>,
  [name = '', ...rest]: readonly string[],
  value: unknown,
  isForm = true,
): void {
  if (rest.length === 0) {
    if (value === '') delete holder[name];
    else holder[name] = value;
    return;
  }
  const inner = { ...(holder[name] as Record<string, unknown> | undefined) };
  setCell(inner, rest, value, false);
  if (isForm || Object.keys(inner).length > 0) holder[name] = inner;
  else delete holder[name];
}
