/**
 * One esbuild call makes one small file of every function, the AWS SDK included, so that what runs is what was tested. Source maps
 * stay beside the deployed folders: they would double a package, and a stack is read with them when there is one to read. The
 * metafile tells what each bundle is made of.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { versionAlone } from './client-version.ts';
import { type FunctionName, functionNames, isFunctionName } from './function-table.ts';
import { literalSchemaKeys } from './schema-keys.ts';
import { verifierPage } from './verifier-page.ts';

const credentials = fileURLToPath(new URL('environment-credentials.ts', import.meta.url));

/** Bundles every function of `<root>/functions` into `folder`; the answer tells where the code of each lies. */
export async function bundle(root: string, folder: string): Promise<(name: FunctionName) => string> {
  checkFolders(join(root, 'functions'));
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(functionNames.map((name) => [name, `functions/${name}/handler.ts`])),
    outdir: folder,
    entryNames: '[name]/index',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    minify: true,
    // Chinese sentences as they are: escaped they would take twice the bytes.
    charset: 'utf8',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // The ESM build of the SDK; its CommonJS build calls `require`, which a module has not.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': credentials },
    plugins: [literalSchemaKeys, versionAlone],
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    logLevel: 'error',
  });
  for (const { path, contents } of outputFiles) write(placeOf(path, folder), contents);
  write(join(folder, 'code', 'pack-bundles', 'verifier.html'), await verifierPage(root));
  write(join(folder, 'meta.json'), JSON.stringify(metafile));
  return (name) => join(folder, 'code', name);
}

/** A folder that nobody has granted anything, or a grant to nothing, stops the synthesis. */
export function checkFolders(functions: string): void {
  const folders = readdirSync(functions, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const unlisted = folders.filter((name) => !isFunctionName(name));
  if (unlisted.length > 0) throw new Error(`functions without an entry in the function table: ${unlisted}`);
  const missing = functionNames.filter((name) => !folders.includes(name));
  if (missing.length > 0) throw new Error(`the function table names folders that are not there: ${missing}`);
}

/** Code goes into `code/<function>/`, which is deployed, its map into `maps/`. */
function placeOf(output: string, folder: string): string {
  const name = basename(dirname(output));
  return output.endsWith('.map')
    ? join(folder, 'maps', `${name}.mjs.map`)
    : join(folder, 'code', name, basename(output));
}

function write(path: string, contents: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}
