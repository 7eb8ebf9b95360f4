/**
 * The SDK's clients describe every operation of a service in one file, under keys that are constants: `{ [_h]: … }`. A bundler must
 * keep an object whose keys are computed, for computing might do something; written as literals, the descriptions of operations that
 * nobody calls fall away (64 KB of the S3 client). A file of another shape is left as it is.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const schemaFile = /[\\/]@aws-sdk[\\/]client-[a-z0-9-]+[\\/]dist-es[\\/]schemas[\\/]\w+\.js$/;

export const literalSchemaKeys: Plugin = {
  name: 'literal-schema-keys',
  setup(build) {
    build.onLoad({ filter: schemaFile }, async ({ path }) => ({
      contents: withLiteralKeys(await readFile(path, 'utf8')),
    }));
  },
};

function withLiteralKeys(source: string): string {
  const constants = new Map<string, string>();
  for (const [, name = '', literal = ''] of source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)) {
    constants.set(name, literal);
  }
  return source.replaceAll(/\[(\w+)\]:/g, (key, name: string) => {
    const literal = constants.get(name);
    return literal === undefined ? key : `${literal}:`;
  });
}
