/** Files on the wire: sent as they are, answered with a name and, where the rest comes in a later part, with the way to it. */
import * as z from 'zod/mini';

/** Whatever kind of memory they lie in. */
const bytes: z.ZodMiniType<Uint8Array, Uint8Array> = z.instanceof(Uint8Array);

export const file = z.strictObject({
  /** Name to keep it under, made by us: ids and Chinese words, never what somebody typed. */
  name: z.string(),
  type: z.string(),
  bytes,
  /** Where the file goes on: the `cursor` to ask with next, null when this was all. */
  cursor: z._default(z.nullable(z.string()), null),
});
export type File = z.output<typeof file>;

/** RFC 6266: the ASCII name for old clients, the UTF-8 one for all others. Nothing in a name ends the header or leads to another folder. */
export function dispositionOf(kept: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[/\\]/g, '_');
  const encoded = encodeURIComponent(plain).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kept}; filename="${plain.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encoded}`;
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const csvType = 'text/csv; charset=utf-8';
export const htmlType = 'text/html; charset=utf-8';

/** What a request sends as its body. */
export const fileBody = bytes;
