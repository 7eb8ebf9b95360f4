/**
 * The verifier as one HTML file: its script bundled, its policy allowing exactly that script and no network at all. Browsers since
 * Chrome 90 run it from a disk.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const place = 'shared/document/verifier';

export async function verifierPage(root: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`${place}/page.ts`],
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    format: 'iife',
    platform: 'browser',
    target: 'chrome90',
    logLevel: 'error',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('the verifier has no script');
  // esbuild writes `<\/script` in texts, so that the script never ends its own element.
  const script = output.text.trim();
  const hash = createHash('sha256').update(script, 'utf8').digest('base64');
  const page = readFileSync(join(root, place, 'page.html'), 'utf8');
  return [
    ["script-src 'self'", `script-src 'sha256-${hash}'`],
    ['<script type="module" src="page.ts"></script>', `<script>${script}</script>`],
  ].reduce((text, [from = '', to = '']) => replaced(text, from, to), page);
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the verifier's page has no ${from}`);
  return text.replace(from, () => to);
}
