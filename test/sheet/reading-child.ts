/**
 * Reads the files of a folder, one after the other, in a process of its own and prints as JSON by how many bytes each has raised the
 * process's peak. A file's own bytes are not counted; small files come first, so that the room of a large one hides nothing.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { workbook } from './zip-maker.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Say in which folder.');

const peak = () => process.resourceUsage().maxRSS * 1024;
await readTables(workbook());
const growth: Record<string, { kind: string; bytes: number; growth: number }> = {};
const size = (name: string) => statSync(join(folder, name)).size;
for (const name of readdirSync(folder).sort((a, b) => size(a) - size(b))) {
  const file = readFileSync(join(folder, name));
  const before = peak();
  const read = await readTables(file);
  growth[name] = { kind: read.ok ? 'taken' : read.problem.kind, bytes: file.length, growth: peak() - before };
}
console.log(JSON.stringify(growth));
