/**
 * The SDK's clients import their whole package.json for the one version that they name in their requests; a bundler keeps all of it,
 * 2.5 KB a client. The version alone is enough.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const packageFile = /[\\/]@aws-sdk[\\/]client-[a-z0-9-]+[\\/]package\.json$/;

export const versionAlone: Plugin = {
  name: 'version-alone',
  setup(build) {
    build.onLoad({ filter: packageFile }, async ({ path }) => {
      const { version }: { version: string } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};
