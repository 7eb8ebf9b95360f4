/**
 * The check of a stamped report of ten pages in colour at 300 dpi, by our own readers and by two libraries: time and peak memory, each in
 * a process of its own, turn by turn. PDFium renders each page at 36 dpi and has the same finder look at it; pdf.js only reads the
 * structure.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { codeOn } from '../scan/printed-code.ts';
import { roundSeal, type Scan, scanned, scanPdf } from '../support/scans.ts';
import { median, ms } from './figures.ts';

const run = promisify(execFile);
const turns = 7;
const pages = 10;
const readers = ['own', 'pdfium', 'pdfjs'] as const;
const code = 'JXJK1/360733-2022-AN-101/3/0123456789ABCDEF01234567';

/** Times loading and the look from inside the process. */
const probe = `
import { readFileSync } from 'node:fs';
const bytes = readFileSync(process.argv[3]);
const began = performance.now();
const { look } = await import(process.argv[2]);
const answer = await look(bytes);
const time = performance.now() - began;
const { user, system } = process.cpuUsage();
const peak = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
process.stdout.write(JSON.stringify({ time, processor: (user + system) / 1000, peak, answer }));
process.exit(0);
`;

interface Measured {
  readonly time: number;
  /** Milliseconds of processor, all threads, loading of Node included. */
  readonly processor: number;
  /** Kibibytes. */
  readonly peak: number;
  readonly answer: string;
}

export async function stampedReports(): Promise<Record<string, string>> {
  // Below the project's folder, where the libraries are found.
  const folder = resolve('.cache', 'stamped-reports');
  await mkdir(folder, { recursive: true });
  const report = join(folder, 'report.pdf');
  await writeFile(report, await stampedReport());
  const probeFile = join(folder, 'probe.mjs');
  await writeFile(probeFile, probe);
  const bundles = new Map<string, string>();
  for (const reader of readers) bundles.set(reader, await bundled(reader, folder));
  const taken = new Map(readers.map((reader): [string, Measured[]] => [reader, []]));
  for (let turn = 0; turn < turns; turn += 1)
    for (const [reader, file] of bundles) {
      const { stdout } = await run(process.execPath, [probeFile, file, report]);
      taken.get(reader)?.push(JSON.parse(stdout));
    }
  const own = await readFile(bundles.get('own') ?? '');
  const bytes = (await readFile(report)).length;
  await rm(folder, { recursive: true, force: true });
  return {
    'the report': `${pages} pages, ${(bytes / 1e6).toFixed(1)} MB`,
    'own readers, minified': `${kilobytes(own.length)} (${kilobytes(gzipSync(own).length)} gzipped)`,
    ...figures(taken),
  };
}

function figures(taken: ReadonlyMap<string, readonly Measured[]>): Record<string, string> {
  const middle = (reader: string, figure: 'time' | 'processor' | 'peak') =>
    median((taken.get(reader) ?? []).map((each) => each[figure]));
  const ratio = (reader: string, figure: 'time' | 'processor') =>
    (middle('own', figure) / middle(reader, figure)).toFixed(2);
  return Object.fromEntries(
    [...taken].map(([reader, all]) => {
      const peak = `peak ${(middle(reader, 'peak') / 1024).toFixed(0)} MB`;
      const ratios = `; own readers take ${ratio(reader, 'time')} of its time, ${ratio(reader, 'processor')} of its processor`;
      return [
        `${reader}: ${all[0]?.answer}`,
        `${ms(middle(reader, 'time'))}, ${peak}${reader === 'own' ? '' : ratios}`,
      ];
    }),
  );
}

async function stampedReport(): Promise<Buffer> {
  const scans: Scan[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const svg = `${codeOn(code)}${page === pages ? roundSeal(145, 235) : ''}`;
    scans.push(await scanned({ svg, quality: 94 }));
  }
  return scanPdf(scans);
}

async function bundled(reader: string, folder: string): Promise<string> {
  const outfile = join(folder, `${reader}.mjs`);
  await build({
    entryPoints: [resolve('test', 'bench', `report-${reader}-child.ts`)],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['@hyzyla/pdfium', 'pdfjs-dist'],
  });
  return outfile;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} KB`;
}
