/** LibreOffice, for what only a word processor can tell: how a document is cut into pages. Not everybody has it, and CI has not. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './program.ts';

const run = promisify(execFile);

const office = findProgram('soffice');
export const hasOffice = office !== undefined;

/** The document as a PDF. */
export async function documentToPdf(docx: Uint8Array): Promise<Buffer> {
  if (office === undefined) throw new Error('LibreOffice is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'office-'));
  try {
    await writeFile(join(folder, 'report.docx'), docx);
    const own = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    await run(
      office,
      [own, '--headless', '--convert-to', 'pdf', '--outdir', folder, join(folder, 'report.docx')],
      {
        timeout: 120_000,
      },
    );
    return await readFile(join(folder, 'report.pdf'));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
