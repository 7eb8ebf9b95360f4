/** Extensions in the ledger. A granted one moves all its filings in the transaction that grants it. */
import * as z from 'zod/mini';
import { extensionItem, keyOf } from '../contract/item.ts';
import type { Instant } from '../domain/calendar.ts';
import { type Extension, extendedFact } from '../domain/extension.ts';
import type { FilingHead } from '../domain/filing.ts';
import type { News } from '../domain/news.ts';
import type { RoundRef } from '../domain/round.ts';
import type { CalendarLedger } from '../ports.ts';
import { appending } from './filing-ledger.ts';
import { memoWrites } from './memory.ts';
import { newsWrites } from './news.ts';
import { type Item, type Table, type Write, withoutNull } from './table.ts';

type ExtensionLedger = Pick<CalendarLedger, 'extension' | 'extensions' | 'askExtension' | 'decideExtension'>;

export function extensionLedger(table: Table): ExtensionLedger {
  return {
    async extension(ref) {
      const item = await table.get(keyOf.extension(ref), true);
      return item && extensionOf(ref, item);
    },

    async extensions(ref, { fresh = false } = {}) {
      const items = await table.list(keyOf.extensions(ref), fresh);
      return items.map((item) => extensionOf(ref, item));
    },

    async askExtension(asked, memo) {
      const entry = { at: asked.askedAt, memo };
      const put: Write = { key: keyOf.extension(asked), put: itemOf(asked), when: 'absent' };
      const writes = [put, ...newsWrites(newsOf(asked, asked.askedAt)), ...memoWrites(asked, entry)];
      return (await table.write(writes)) ? asked : undefined;
    },

    async decideExtension(before, after, { heads, at, by, memo }) {
      const granted = after.state === 'granted' ? heads : [];
      const moved = mergedTallies(granted.flatMap((head) => extending(after, head, { at, by })));
      const put: Write = {
        key: keyOf.extension(after),
        put: itemOf(after),
        when: { expression: 'version = :version', values: { ':version': before.version } },
      };
      const writes = [put, ...moved, ...newsWrites(newsOf(after, at)), ...memoWrites(after, { at, memo })];
      return (await table.write(writes)) ? after : undefined;
    },
  };
}

function newsOf({ region, round, id, state }: Extension, at: Instant): News {
  return { region, at, about: { topic: 'extension', round, extension: id, state } };
}

function extending(
  extension: Extension,
  head: FilingHead,
  how: Pick<Parameters<typeof appending>[1], 'at' | 'by'>,
): readonly Write[] {
  const fact = extendedFact(extension, head);
  return fact === null ? [] : appending(head, { ...how, fact }).writes;
}

/** A transaction may touch an item once: the counters of several filings of a department become one write. */
export function mergedTallies(writes: readonly Write[]): readonly Write[] {
  const sums = new Map<string, Write>();
  const others: Write[] = [];
  for (const write of writes) {
    const name = `${write.key.pk} ${write.key.sk}`;
    const known = sums.get(name);
    if (write.add === undefined) others.push(write);
    else sums.set(name, known === undefined ? write : { ...known, add: plus(known.add ?? {}, write.add) });
  }
  return [...others, ...sums.values()];
}

function plus(a: Added, b: Added): Added {
  const sum = Object.entries(b).map(([name, value]) => [name, BigInt(a[name] ?? 0) + BigInt(value)]);
  return { ...a, ...Object.fromEntries(sum) };
}
type Added = NonNullable<Write['add']>;

function itemOf(extension: Extension): Item {
  return withoutNull(z.encode(extensionItem, extension));
}

function extensionOf({ region, round }: RoundRef, item: Item): Extension {
  return { region, round, ...z.parse(extensionItem, item) };
}
