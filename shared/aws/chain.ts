/** Reading a chain of events: each body parsed by its schema, and whether every link bears its hash and names the one before it. */
import * as z from 'zod/mini';
import type { Key } from '../contract/stream-key.ts';
import type { Sealed } from '../ports.ts';
import { isIntact } from './seal.ts';
import type { Table } from './table.ts';

type Body<Fact> = Omit<Sealed<Fact>, 'hash'>;

export async function readChainOf<Fact>(
  table: Table,
  events: Key,
  schema: z.ZodMiniType<Body<Fact>>,
): Promise<{ entries: Sealed<Fact>[]; intact: boolean }> {
  const { links, intact } = await readLinksOf(table, events, schema);
  return { entries: links.map(({ body: _, ...entry }) => entry), intact };
}

/** The same with each body as it was hashed. */
export async function readLinksOf<Fact>(
  table: Table,
  events: Key,
  schema: z.ZodMiniType<Body<Fact>>,
): Promise<{ links: (Sealed<Fact> & { readonly body: string })[]; intact: boolean }> {
  const items = await table.list(events, true);
  const links = items.map((item) => {
    const body = String(item['body']);
    const hash = Buffer.from(item['hash']).toString('base64url');
    return { ...z.parse(schema, JSON.parse(body)), body, hash };
  });
  return { links, intact: isIntact(links) };
}
