/** A zip as it grows: entries go in one after the other, bytes come out as soon as there are any, and none is held for longer. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

export interface ZipEntry {
  readonly path: string;
  /** Scans and pictures are compressed already. */
  readonly stored?: true;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export async function* zipped(entries: AsyncIterable<ZipEntry>, at: number): AsyncIterable<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  const taken = () => {
    const taking = ready;
    ready = [];
    return taking;
  };
  for await (const { path, stored, chunks } of entries) {
    const file = stored ? new ZipPassThrough(path) : new ZipDeflate(path);
    file.mtime = at;
    zip.add(file);
    for await (const chunk of chunks) {
      file.push(chunk);
      yield* taken();
    }
    file.push(new Uint8Array(), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}
