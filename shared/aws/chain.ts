/** Reading a chain of events: each body parsed by its schema, and whether every link bears its hash and names the one before it. */
import * as z from 'zod/mini';
import type { Key } from '../contract/stream-key.ts';
import type { ReadChain } from '../domain/audit.ts';
import type { Sealed } from '../ports.ts';
import type { SealedChain } from '../ports-proof.ts';
import { isIntact } from './seal.ts';
import type { Table } from './table.ts';

type Body<Fact> = Omit<Sealed<Fact>, 'hash'>;

export async function readChainOf<Fact>(
  table: Table,
  events: Key,
  schema: z.ZodMiniType<Body<Fact>>,
): Promise<Omit<SealedChain<Sealed<Fact>>, 'events'>> {
  const { events: _, ...read } = await readSealedChainOf(table, events, schema);
  return read;
}

/** The same, and each event as it was sealed. */
export async function readSealedChainOf<Fact>(
  table: Table,
  events: Key,
  schema: z.ZodMiniType<Body<Fact>>,
): Promise<SealedChain<Sealed<Fact>>> {
  const items = await table.list(events, true);
  const links = items.map((item) => {
    const body = String(item['body']);
    const hash = Buffer.from(item['hash']).toString('base64url');
    return { body, hash, entry: { ...z.parse(schema, JSON.parse(body)), hash } };
  });
  return {
    events: links.map(({ body, hash }) => ({ body, hash })),
    entries: links.map(({ entry }) => entry),
    intact: isIntact(links.map(({ body, entry }) => ({ ...entry, body }))),
  };
}

/** What a link says of its place; what it records may be of any kind, or of none any more. */
const place = z.object({ seq: z.int(), prevHash: z.string() });

/** The hashes of a chain that somebody may have laid hands on: nothing of it is believed, and nothing is thrown. */
export async function readHashesOf(table: Table, events: Key): Promise<ReadChain> {
  const items = await table.list(events, true);
  const links = items.map((item) => {
    const body = String(item['body']);
    const hash = Buffer.from(item['hash'] ?? []).toString('base64url');
    return { body, hash, ...placeIn(body) };
  });
  return { hashes: links.map(({ hash }) => hash), intact: isIntact(links) };
}

function placeIn(body: string): z.output<typeof place> {
  const nowhere = { seq: 0, prevHash: '' };
  try {
    return z.safeParse(place, JSON.parse(body)).data ?? nowhere;
  } catch {
    return nowhere;
  }
}
