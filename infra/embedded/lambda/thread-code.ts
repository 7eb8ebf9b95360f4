/**
 * The code of the function threads as one text of JavaScript. Threads start without any loader, which would cost each of
 * them more than the function itself, so the TypeScript is turned once per process.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

let code: Promise<URL> | undefined;

/** The module to start a thread with. */
export function threadCode(): Promise<URL> {
  code ??= bundle();
  return code;
}

async function bundle(): Promise<URL> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('thread/main.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  });
  return new URL(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
}
