/** Reads and writes in a process of its own, to see what memory it takes. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Taken } from '../support/growth.ts';

const run = promisify(execFile);

interface Child {
  readonly script: string;
  readonly options?: readonly string[];
}

/** What each file takes, by its name, in a process that reads spreadsheets if no other is named. */
export async function readInChild(
  files: readonly { readonly name: string; readonly bytes: () => Uint8Array }[],
  { script, options = [] }: Child = { script: 'test/sheet/reading-child.ts' },
): Promise<Readonly<Record<string, Taken>>> {
  const folder = await mkdtemp(join(tmpdir(), 'sheets-'));
  try {
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes());
    const { stdout } = await run(process.execPath, [...options, '--import', 'tsx', resolve(script), folder]);
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes by which writing a workbook raises the peak of a process. */
export async function writeInChild(rows: number, columns: number): Promise<number> {
  const child = resolve('test/sheet/writing-child.ts');
  const { stdout } = await run(process.execPath, ['--import', 'tsx', child, `${rows}`, `${columns}`]);
  return Number(stdout);
}
