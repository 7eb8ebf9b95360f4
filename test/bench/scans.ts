/**
 * A report of ten scanned pages, 300 dpi in colour, one of them sealed: what looking at it takes, turn by turn with the libraries that one
 * would take instead. Peaks are of processes of their own that do nothing else.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { judgePdf } from '../../shared/pdf/judge.ts';
import { scannedReport } from '../support/scans.ts';
import { median, ms } from './figures.ts';
import { structureByPdfjs } from './pdfjs-structure.ts';

const run = promisify(execFile);
const [pages, sealed, turns, processes] = [10, 10, 41, 7];

export async function scans(): Promise<Record<string, string>> {
  const report = await scannedReport(pages, sealed);
  const [own, theirs] = await structureTimes(report);
  const first = await firstLooks(report);
  return {
    'scan of 10 pages': `${(report.length / 1e6).toFixed(1)} MB`,
    'structure: ours / pdf.js, ratio of medians, warm': (median(own) / median(theirs)).toFixed(3),
    'structure: ours, warm': ms(median(own)),
    'structure: pdf.js, warm': ms(median(theirs)),
    'structure: ours / pdf.js, ratio of medians, first look': (first.own.ms / first.pdfjs.ms).toFixed(3),
    'structure: ours, first look and peak of its process': said(first.own),
    'structure: pdf.js, first look and peak of its process': said(first.pdfjs),
    'structure: peak of a process that only holds the file': mebibytes(first.none.peak),
  };
}

interface Look {
  readonly ms: number;
  readonly peak: number;
}

function said(look: Look): string {
  return `${ms(look.ms)}, ${mebibytes(look.peak)}`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}

/** Both in one process, warm, by turns. */
async function structureTimes(report: Buffer): Promise<readonly [number[], number[]]> {
  const [own, theirs]: [number[], number[]] = [[], []];
  for (let turn = -1; turn < turns; turn += 1) {
    const start = performance.now();
    if (judgePdf(report).facts.pages !== pages) throw new Error('ours does not find the pages');
    const between = performance.now();
    if ((await structureByPdfjs(report)) !== pages) throw new Error('pdf.js does not find the pages');
    if (turn < 0) continue;
    own.push(between - start);
    theirs.push(performance.now() - between);
  }
  return [own, theirs];
}

type Way = 'none' | 'own' | 'pdfjs';

/** Each in processes of its own, by turns. */
async function firstLooks(report: Buffer): Promise<Readonly<Record<Way, Look>>> {
  const folder = await mkdtemp(join(tmpdir(), 'scans-'));
  try {
    const [file, child] = [join(folder, 'report.pdf'), join(folder, 'child.mjs')];
    await writeFile(file, report);
    await bundleChild(child);
    const looks: Record<Way, Look[]> = { none: [], own: [], pdfjs: [] };
    for (let turn = 0; turn < processes; turn += 1)
      for (const way of ['none', 'own', 'pdfjs'] as const) {
        const { stdout } = await run(process.execPath, [child, way, file]);
        looks[way].push(JSON.parse(stdout));
      }
    return { none: middle(looks.none), own: middle(looks.own), pdfjs: middle(looks.pdfjs) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function middle(looks: readonly Look[]): Look {
  return { ms: median(looks.map((look) => look.ms)), peak: median(looks.map((look) => look.peak)) };
}

async function bundleChild(outfile: string): Promise<void> {
  await build({
    entryPoints: ['test/bench/structure-child.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    alias: { 'pdfjs-dist/legacy/build/pdf.mjs': pdfjsAddress() },
    external: ['file:*'],
  });
}

function pdfjsAddress(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('pdfjs-dist/legacy/build/pdf.mjs')).href;
}
