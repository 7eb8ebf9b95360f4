/**
 * A chain, link by link, as it was sealed: each body bears its hash, names the hash before it, and the numbers run on from 1. The first
 * link names 32 zero bytes. What comes after the first broken link proves nothing, so that one is what is told.
 */
import * as z from 'zod/mini';
import { hashOf } from './digest.ts';

export interface Link {
  readonly body: string;
  readonly hash: string;
}

/** What a link says of itself; what it records may be of any kind, also of a later year's. */
const linkBody = z.object({
  seq: z.int(),
  at: z.int(),
  by: z.nullable(
    z.object({ name: z.string(), post: z.string(), for: z.optional(z.object({ name: z.string() })) }),
  ),
  fact: z.looseObject({ type: z.string() }),
  prevHash: z.string(),
});
export type LinkBody = z.output<typeof linkBody>;

/** `place` is the link's place in the file, from 1. */
export interface Break {
  readonly place: number;
  readonly why: 'unreadable' | 'changed' | 'number' | 'joint';
  readonly says: LinkBody | null;
}

const genesis = 'A'.repeat(43);
/** Hashes under way at once: one at a time would wait a hundred thousand times. */
const atOnce = 2000;

export async function firstBreak(links: readonly Link[]): Promise<Break | null> {
  for (let from = 0; from < links.length; from += atOnce) {
    const some = links.slice(from, from + atOnce);
    const hashes = await Promise.all(some.map(({ body }) => hashOf(body)));
    for (const [index, link] of some.entries()) {
      const before = links[from + index - 1]?.hash ?? genesis;
      const found = whyBroken(link, { place: from + index + 1, before, computed: hashes[index] });
      if (found !== null) return found;
    }
  }
  return null;
}

function whyBroken(
  { body, hash }: Link,
  { place, before, computed }: { place: number; before: string; computed: string | undefined },
): Break | null {
  const says = readBody(body);
  if (says === null) return { place, why: 'unreadable', says };
  if (computed !== hash) return { place, why: 'changed', says };
  if (says.seq !== place) return { place, why: 'number', says };
  return says.prevHash === before ? null : { place, why: 'joint', says };
}

/** Null where it is no event. */
export function readBody(body: string): LinkBody | null {
  try {
    const parsed = z.safeParse(linkBody, JSON.parse(body));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
