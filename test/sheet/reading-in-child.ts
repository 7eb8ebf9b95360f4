/** Reads files in a process of its own, to see what memory they take. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export interface Taken {
  readonly kind: string;
  readonly bytes: number;
  /** Bytes by which the file raised the peak of the process. */
  readonly growth: number;
}

const run = promisify(execFile);

/** What each file takes, by its name. */
export async function readInChild(
  files: readonly { readonly name: string; readonly bytes: () => Uint8Array }[],
): Promise<Readonly<Record<string, Taken>>> {
  const folder = await mkdtemp(join(tmpdir(), 'sheets-'));
  try {
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes());
    const child = resolve('test/sheet/reading-child.ts');
    const { stdout } = await run(process.execPath, ['--import', 'tsx', child, folder]);
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
