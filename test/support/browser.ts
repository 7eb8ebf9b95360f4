/** A headless Chromium for what only a browser can tell: how a page is cut into sheets of paper. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram, isProgram } from './program.ts';

const run = promisify(execFile);

export const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=zh-CN',
];

/** `$CHROMIUM_PATH`, chromium or google-chrome; throws what to install where there is none. */
export function findBrowser(): string {
  const named = process.env['CHROMIUM_PATH'] ?? '';
  const found = isProgram(named) ? named : findProgram('chromium', 'google-chrome');
  if (found === undefined)
    throw new Error(
      'no browser: install Chromium (apt-get install chromium fonts-noto-cjk) or name it in CHROMIUM_PATH',
    );
  return found;
}

/** Prints a page as a clerk would, without the browser's own head and foot; answers the PDF. */
export async function printToPdf(html: string): Promise<Buffer> {
  const browser = findBrowser();
  const folder = await mkdtemp(join(tmpdir(), 'print-'));
  const [page, pdf] = [join(folder, 'page.html'), join(folder, 'page.pdf')];
  await writeFile(page, html);
  const own = [
    `--user-data-dir=${join(folder, 'profile')}`,
    '--no-pdf-header-footer',
    `--print-to-pdf=${pdf}`,
  ];
  try {
    await run(browser, [...quiet, ...own, `file://${page}`], { timeout: 60_000 });
    return await readFile(pdf);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
