/**
 * Removes what a crash has left without a row: files that never became part of an object, and parts of uploads that have
 * ended. It looks only at files that stood there before the first request, so it may run beside new ones.
 */
import { fileOfVersion } from './catalog.ts';
import type { FileStore } from './file-store.ts';
import type { Row, Rows } from './rows.ts';
import { isPart, type Part, uploadNamed } from './uploads.ts';

/** `before` are the ids of the files that stood there at start. */
export async function sweep(rows: Rows, files: FileStore, before: readonly string[]): Promise<void> {
  const orphans = new Set(before);
  const uploads = new Set<string>();
  const parts: Row<Part>[] = [];
  for await (const row of rows.scan<Part>()) {
    const file = fileOfVersion(row);
    if (file !== undefined) orphans.delete(file);
    const upload = uploadNamed(row);
    if (upload !== undefined) uploads.add(upload);
    if (isPart(row)) parts.push(row);
  }
  for (const part of parts) {
    // A part that came in after the scan had passed its upload's place belongs to this run, not to the crash.
    if (uploads.has(part.pk) || !orphans.has(part.doc.file)) orphans.delete(part.doc.file);
    else await rows.write([{ pk: part.pk, sk: part.sk, remove: true }]);
  }
  await files.remove([...orphans]);
}
