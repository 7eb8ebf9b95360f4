/** Bytes of each function's bundle, minified and gzipped; 400 and 125 KB are the limits. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assembly } from '../../infra/cloud/assembly.ts';

export async function bundles(): Promise<Record<string, string>> {
  const code = join(await assembly({ partition: 'aws-cn' }), 'bundle', 'code');
  return Object.fromEntries(
    readdirSync(code).map((name) => {
      const bytes = readFileSync(join(code, name, 'index.mjs'));
      return [name, `${kilobytes(bytes.length)} minified, ${kilobytes(gzipSync(bytes).length)} gzipped`];
    }),
  );
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} KB`;
}
