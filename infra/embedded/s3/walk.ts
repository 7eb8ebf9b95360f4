/**
 * Goes through a bucket's keys in the order of their bytes, folding keys with the same beginning up to a delimiter into
 * one. It asks for pages as its consumer goes on, and steps over a folded group instead of reading it.
 */
import type { Catalog, Head } from './catalog.ts';

export interface Course {
  readonly prefix: string;
  /** Empty: no folding. */
  readonly delimiter: string;
  /** Start after this key … */
  readonly after?: string;
  /** … or after this folded group. */
  readonly past?: string;
  readonly pageSize: number;
  readonly keep: (head: Head) => boolean;
}

export type Step = { readonly head: Head } | { readonly group: string };

/** No key has a greater character, so this ends a group in the order of keys. */
const LAST = '\u{10ffff}';

export async function* walk(catalog: Catalog, bucket: string, course: Course): AsyncGenerator<Step> {
  let latest = course.past;
  for await (const head of headsOf(catalog, bucket, course, () => latest)) {
    if (!course.keep(head)) continue;
    const group = groupOf(head.key, course);
    if (group === undefined) yield { head };
    else if (group !== latest) {
      latest = group;
      yield { group };
    }
  }
}

async function* headsOf(
  catalog: Catalog,
  bucket: string,
  course: Course,
  latest: () => string | undefined,
): AsyncGenerator<Head> {
  let range: { from?: string; after?: boolean } | undefined = startOf(course);
  while (range) {
    const heads: Head[] = await catalog.heads(bucket, { ...range, limit: course.pageSize });
    for (const head of heads) {
      if (!head.key.startsWith(course.prefix)) return;
      yield head;
    }
    range = heads.length < course.pageSize ? undefined : onward(heads.at(-1), course, latest());
  }
}

/** The group that a key is folded into, if it is. */
export function groupOf(
  key: string,
  { prefix, delimiter }: Pick<Course, 'prefix' | 'delimiter'>,
): string | undefined {
  if (delimiter === '') return undefined;
  const cut = key.indexOf(delimiter, prefix.length);
  return cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
}

function startOf({ prefix, after, past }: Course): { from?: string; after?: boolean } {
  const place = past === undefined ? after : `${past}${LAST}`;
  if (place !== undefined && Buffer.compare(Buffer.from(place), Buffer.from(prefix)) >= 0)
    return place === '' ? {} : { from: place, after: true };
  return prefix === '' ? {} : { from: prefix };
}

function onward(last: Head | undefined, course: Course, latest: string | undefined) {
  if (last === undefined) return undefined;
  const within = latest !== undefined && groupOf(last.key, course) === latest;
  // A key that goes on with the greatest character itself sorts after the step; then go on from that key.
  const from = within && !last.key.startsWith(`${latest}${LAST}`) ? `${latest}${LAST}` : last.key;
  return { from, after: true };
}
