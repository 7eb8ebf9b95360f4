/** Five kilobytes of form become one and a half: a saved draft then is two write units and not five. */
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import * as z from 'zod/mini';
import { canonical } from './seal.ts';

export function pack<T extends z.ZodMiniType>(schema: T, value: z.output<T>): Uint8Array {
  return brotliCompressSync(canonical(z.encode(schema, value)));
}

export function unpack<T extends z.ZodMiniType>(schema: T, packed: unknown): z.output<T> {
  const bytes = z.parse(z.instanceof(Uint8Array), packed);
  return z.decode(schema, JSON.parse(brotliDecompressSync(bytes).toString('utf8')));
}
