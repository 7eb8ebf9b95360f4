/** Spreadsheets that must not be taken, and one as large as a county's import: verdicts, and bytes by which they raise a process's peak. */
import { hostileFiles } from '../sheet/hostile-files.ts';
import { readInChild, writeInChild } from '../sheet/in-child.ts';
import { largeWorkbook } from '../sheet/large-workbook.ts';
import type { Taken } from '../support/growth.ts';

const [rows, columns] = [45_000, 14];

export async function hostileSheets(): Promise<Record<string, string>> {
  const hostile = await readInChild(hostileFiles);
  const all = Object.entries(hostile);
  const right = hostileFiles.filter(({ name, kind }) => hostile[name]?.kind === kind);
  const [greediest = ['', { kind: '', bytes: 0, growth: 0 }]] = all.sort(
    ([, a], [, b]) => b.growth - a.growth,
  );
  const large = await readInChild([{ name: 'import', bytes: () => largeWorkbook(rows, columns) }]);
  return {
    'hostile files refused for the right reason': `${right.length} of ${hostileFiles.length}`,
    'peak raised by all of them together': mebibytes(all.reduce((sum, [, { growth }]) => sum + growth, 0)),
    'peak raised most by one': `${mebibytes(greediest[1].growth)} (${greediest[0]})`,
    [`peak raised by reading ${rows} × ${columns} cells`]: said(large['import']),
    [`peak raised by writing ${rows} × ${columns} cells`]: mebibytes(await writeInChild(rows, columns)),
  };
}

function said(taken: Taken | undefined): string {
  return taken === undefined
    ? 'not read'
    : `${mebibytes(taken.growth)} for a file of ${mebibytes(taken.bytes)}`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
