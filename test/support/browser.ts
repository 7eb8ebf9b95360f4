/** A headless Chromium for what only a browser can tell: how a page is cut into sheets of paper. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const quiet = [
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
function findBrowser(): string {
  const places = (process.env['PATH'] ?? '').split(delimiter);
  const named = ['chromium', 'google-chrome'].flatMap((name) => places.map((place) => join(place, name)));
  const found = [process.env['CHROMIUM_PATH'] ?? '', ...named].find((path) => path !== '' && isProgram(path));
  if (found === undefined)
    throw new Error(
      'no browser: install Chromium (apt-get install chromium fonts-noto-cjk) or name it in CHROMIUM_PATH',
    );
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
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
