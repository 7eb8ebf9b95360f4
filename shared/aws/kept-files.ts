/**
 * Which evidence files a filing keeps: one item per file beside its head, never changed and never removed. The form refers to files by
 * their SHA-256, so the digest of a content covers their bytes too, and no event of their own is needed.
 */
import * as z from 'zod/mini';
import { attachmentItem, keyOf } from '../contract/item.ts';
import type { FilingRef } from '../domain/filing.ts';
import type { KeptFile } from '../ports.ts';
import type { Item, Table } from './table.ts';

/** In the order in which they came. */
export async function filesOf(table: Table, ref: FilingRef, fresh: boolean): Promise<readonly KeptFile[]> {
  const items = await table.list(keyOf.attachments(ref), fresh);
  return items.map(fileOf).sort((a, b) => a.at - b.at || a.file.localeCompare(b.file));
}

/** False when it is there already. */
export function keepFile(table: Table, ref: FilingRef, { file, ...kept }: KeptFile): Promise<boolean> {
  const put = z.encode(attachmentItem, kept);
  return table.write([{ key: keyOf.attachment(ref, file), put, when: 'absent' }]);
}

function fileOf(item: Item): KeptFile {
  const { sk } = z.parse(z.object({ sk: z.string() }), item);
  return { file: sk.slice(sk.lastIndexOf('#') + 1), ...z.parse(attachmentItem, item) };
}
