/** For a process of its own: what each file of a folder is found to be, and by how many bytes it has raised the process's peak. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { peakBytes } from './peak.ts';

export interface Taken {
  readonly kind: string;
  readonly bytes: number;
  /** Bytes by which the file raised the peak of the process. */
  readonly growth: number;
}

/**
 * Prints it as JSON, by the file's name. A file's own bytes are not counted; small files come first, so that the room of a large one
 * hides nothing, and `plain` comes before all of them, so that what the program itself needs is none of theirs.
 */
export async function printGrowth(plain: Buffer, kindOf: (file: Buffer) => Promise<string>): Promise<void> {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error('Say in which folder.');
  const size = (name: string) => statSync(join(folder, name)).size;
  await kindOf(plain);
  const growth: Record<string, Taken> = {};
  for (const name of readdirSync(folder).sort((a, b) => size(a) - size(b))) {
    const file = readFileSync(join(folder, name));
    const before = peakBytes();
    const kind = await kindOf(file);
    growth[name] = { kind, bytes: file.length, growth: peakBytes() - before };
  }
  console.log(JSON.stringify(growth));
}
