/**
 * Bytes on disk. A file is written beside, forced to the disk, renamed to its random id, and its folder forced too: only
 * then may a metadata row name it. Files never change afterwards. What a crash leaves without a row is swept at start.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface FileStore {
  /** Stores a stream to its end and answers the new file's id; on failure nothing stays behind. */
  receive(bytes: AsyncIterable<Buffer>): Promise<string>;
  open(id: string): Promise<FileHandle>;
  remove(ids: readonly string[]): Promise<void>;
  /** The ids of all files that stand in the store now. */
  ids(): Promise<string[]>;
}

/** Opens the store; uploads that were cut off by a crash are thrown away here. */
export async function openFiles(folder: string): Promise<FileStore> {
  const incoming = join(folder, 'incoming');
  const kept = join(folder, 'objects');
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  await mkdir(kept, { recursive: true });
  await syncFolder(folder);
  return {
    async receive(bytes) {
      const id = randomBytes(16).toString('hex');
      const draft = join(incoming, id);
      try {
        await writeThrough(draft, bytes);
        await rename(draft, join(kept, id));
        await syncFolder(kept);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      return id;
    },
    open: (id) => open(join(kept, id), 'r'),
    async remove(ids) {
      for (const id of ids) await rm(join(kept, id), { force: true });
    },
    ids: () => readdir(kept),
  };
}

async function writeThrough(path: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for await (const piece of bytes) await writeAll(file, piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The system may write less than it was given. */
async function writeAll(file: FileHandle, piece: Buffer): Promise<void> {
  for (let from = 0; from < piece.length; ) {
    const { bytesWritten } = await file.write(piece, from);
    from += bytesWritten;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
