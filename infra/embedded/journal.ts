/**
 * A durable append-only log of JSON records. `append` resolves once the record is on disk; all appends that wait share one
 * fsync. State is what `apply` has seen: it is called for every durable record, at opening and live alike, in order, so
 * that a restart comes to the very same state. After a failed write the journal refuses everything: memory and disk may
 * differ by then, and only a new start can tell.
 */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodeFrame, FrameReader, isTornTail, readBytes, SCAN_AHEAD, TITLE } from './journal-frames.ts';

/** Where a record lies; valid until the next compaction. */
export interface Position {
  readonly frame: number;
  readonly index: number;
}

export interface Journal<R> {
  /** Resolves when the record is durable and applied. */
  append(record: R): Promise<void>;
  /** Reads records back. Take the positions and call in one go: a compaction in between moves them. */
  read(positions: readonly Position[]): Promise<R[]>;
  /** Writes what `rewrite` keeps into a new file in place of the old; its answer is run at the very moment of the change. */
  compact(rewrite: (keep: (record: R) => Promise<Position>) => Promise<() => void>): Promise<void>;
  readonly bytes: number;
  close(): Promise<void>;
}

interface Waiting<R> {
  readonly record: R;
  readonly line: string;
  readonly done: () => void;
  readonly failed: (reason: Error) => void;
}

const FRAME_LIMIT_BYTES = 8 * 1024 * 1024;

export async function openJournal<R>(
  file: string,
  apply: (record: R, position: Position) => void,
): Promise<Journal<R>> {
  // What a compaction left half-written was never in use.
  await rm(temporaryName(file), { force: true });
  const handle = await openFile(file);
  try {
    const end = await replay(file, handle, apply);
    return new FileJournal<R>(file, handle, end, apply);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function temporaryName(file: string): string {
  return `${file}.compacting`;
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r+');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const handle = await open(file, 'w+');
  await syncFolder(file);
  return handle;
}

async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function replay<R>(
  file: string,
  handle: FileHandle,
  apply: (record: R, position: Position) => void,
): Promise<number> {
  const { size } = await handle.stat();
  if (!(await hasTitle(file, handle, size))) return TITLE.length;
  const reader = new FrameReader(handle);
  let offset = TITLE.length;
  let records = 0;
  while (offset < size) {
    const frame = await reader.frameAt(offset, SCAN_AHEAD);
    if (frame === undefined) {
      await cutTornTail(file, handle, { offset, size, records });
      return offset;
    }
    frame.lines.forEach((line, index) => {
      apply(JSON.parse(line), { frame: offset, index });
    });
    records += frame.lines.length;
    offset = frame.end;
  }
  return offset;
}

async function hasTitle(file: string, handle: FileHandle, size: number): Promise<boolean> {
  const title = await readBytes(handle, 0, TITLE.length);
  if (size >= TITLE.length && title.equals(TITLE)) return true;
  const unfinished = TITLE.subarray(0, title.length).equals(title) || title.every((byte) => byte === 0);
  if (size > TITLE.length || !unfinished)
    throw new Error(`${file} is not a journal: its first bytes are damaged.`);
  await handle.truncate(0);
  await handle.write(TITLE, 0, TITLE.length, 0);
  await handle.datasync();
  return false;
}

async function cutTornTail(
  file: string,
  handle: FileHandle,
  place: { offset: number; size: number; records: number },
): Promise<void> {
  const tail = await readBytes(handle, place.offset, place.size - place.offset);
  if (!isTornTail(tail, place.offset)) {
    throw new Error(
      `Journal ${file} is damaged at record ${place.records + 1} (byte ${place.offset}): ` +
        'its checksum does not hold, and it is not the unfinished end of the file. Restore it from a backup.',
    );
  }
  await handle.truncate(place.offset);
  await handle.datasync();
}

class FileJournal<R> implements Journal<R> {
  readonly #file: string;
  readonly #apply: (record: R, position: Position) => void;
  #handle: FileHandle;
  #end: number;
  #waiting: Waiting<R>[] = [];
  #work: Promise<void> | undefined;
  #reads: Promise<unknown> = Promise.resolve();
  #refusal: Error | undefined;

  constructor(file: string, handle: FileHandle, end: number, apply: (record: R, position: Position) => void) {
    this.#file = file;
    this.#handle = handle;
    this.#end = end;
    this.#apply = apply;
  }

  get bytes(): number {
    return this.#end;
  }

  append(record: R): Promise<void> {
    if (this.#refusal) return Promise.reject(this.#refusal);
    return new Promise((done, failed) => {
      this.#waiting.push({ record, line: JSON.stringify(record), done, failed });
      this.#wake();
    });
  }

  async read(positions: readonly Position[]): Promise<R[]> {
    const reading = readRecords<R>(this.#handle, positions);
    // A compaction closes the old file only when those who read it are done.
    this.#reads = Promise.allSettled([this.#reads, reading]);
    return reading;
  }

  async compact(rewrite: (keep: (record: R) => Promise<Position>) => Promise<() => void>): Promise<void> {
    while (this.#work) await this.#work;
    if (this.#refusal) throw this.#refusal;
    const run = this.#compact(rewrite);
    this.#work = run.then(
      () => this.#rest(),
      () => this.#rest(),
    );
    await run;
  }

  async close(): Promise<void> {
    while (this.#work) await this.#work;
    this.#refusal ??= new Error(`Journal ${this.#file} is closed.`);
    await this.#reads;
    await this.#handle.close();
  }

  #wake(): void {
    if (this.#work) return;
    // One turn of the event loop gathers those who append at the same time.
    this.#work = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#flush())
      .then(() => this.#rest());
  }

  #rest(): void {
    this.#work = undefined;
    if (this.#waiting.length > 0) this.#wake();
  }

  async #flush(): Promise<void> {
    const batch = this.#takeBatch();
    const frame = encodeFrame(batch.map(({ line }) => line));
    const offset = this.#end;
    try {
      await writeAll(this.#handle, frame, offset);
      await this.#handle.datasync();
      this.#end = offset + frame.length;
      batch.forEach(({ record, done }, index) => {
        this.#apply(record, { frame: offset, index });
        done();
      });
    } catch (error) {
      this.#poison(error, batch);
    }
  }

  #takeBatch(): Waiting<R>[] {
    let bytes = 0;
    let count = 0;
    for (const { line } of this.#waiting) {
      bytes += line.length;
      if (count > 0 && bytes > FRAME_LIMIT_BYTES) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  #poison(error: unknown, batch: readonly Waiting<R>[]): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#refusal = new Error(
      `Journal ${this.#file} could not be written (${reason}) and takes no more records until the next start.`,
    );
    for (const { failed } of [...batch, ...this.#waiting.splice(0)]) failed(this.#refusal);
  }

  async #compact(rewrite: (keep: (record: R) => Promise<Position>) => Promise<() => void>): Promise<void> {
    const temporary = temporaryName(this.#file);
    const handle = await open(temporary, 'w+');
    const writer = new CompactionWriter<R>(handle);
    try {
      await writer.begin();
      const change = await rewrite((record) => writer.keep(record));
      const end = await writer.finish();
      await rename(temporary, this.#file);
      await syncFolder(this.#file);
      this.#change(handle, end);
      change();
    } catch (error) {
      await handle.close();
      await rm(temporary, { force: true });
      throw error;
    }
  }

  #change(handle: FileHandle, end: number): void {
    const old = this.#handle;
    this.#handle = handle;
    this.#end = end;
    this.#reads = this.#reads.then(() => old.close());
  }
}

class CompactionWriter<R> {
  readonly #handle: FileHandle;
  #offset = 0;
  #lines: string[] = [];
  #bytes = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async begin(): Promise<void> {
    await writeAll(this.#handle, TITLE, 0);
    this.#offset = TITLE.length;
  }

  async keep(record: R): Promise<Position> {
    const line = JSON.stringify(record);
    if (this.#bytes + line.length > FRAME_LIMIT_BYTES) await this.#flush();
    this.#lines.push(line);
    this.#bytes += line.length;
    return { frame: this.#offset, index: this.#lines.length - 1 };
  }

  async finish(): Promise<number> {
    await this.#flush();
    await this.#handle.sync();
    return this.#offset;
  }

  async #flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    const frame = encodeFrame(this.#lines);
    await writeAll(this.#handle, frame, this.#offset);
    this.#offset += frame.length;
    this.#lines = [];
    this.#bytes = 0;
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, offset: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const step = await handle.write(bytes, written, bytes.length - written, offset + written);
    written += step.bytesWritten;
  }
}

async function readRecords<R>(handle: FileHandle, positions: readonly Position[]): Promise<R[]> {
  const reader = new FrameReader(handle);
  const records: R[] = [];
  let lines: string[] | undefined;
  let frame = -1;
  for (const position of positions) {
    if (position.frame !== frame) lines = (await reader.frameAt(position.frame))?.lines;
    frame = position.frame;
    const line = lines?.[position.index];
    if (line === undefined) throw new Error(`No whole journal record lies at byte ${position.frame}.`);
    records.push(JSON.parse(line));
  }
  return records;
}
