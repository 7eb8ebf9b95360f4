/**
 * The synthesized assembly of the source as it stands, made once and then found by the hash of all that it is made of. It appears under
 * its name only when it is complete, so that several processes may ask at the same time. The CDK is not even loaded for a known one.
 */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Partition } from './place.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache');

const sources = ['infra/cloud', 'functions', 'shared', 'statemachines', 'cdk.json', 'package-lock.json'];

/** Assemblies kept beside the newest one: enough to go back and forth between a few states of the source. */
const kept = 8;

/** The folder of a complete assembly; the bundles and their metafile lie in its folder `bundle`. */
export async function assembly({ partition }: { readonly partition: Partition }): Promise<string> {
  const folder = join(cache, `assembly-${partition}-${hashOfSources()}`);
  if (touch(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, 'making-'));
  const { synthesize } = await import('./synth.ts');
  await synthesize({ partition, out: making });
  publish(making, folder);
  prune();
  return folder;
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesUnder(source))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`));
}

/** Whether the folder is there; its use is noted, since the ones unused for longest are removed first. */
function touch(folder: string): boolean {
  try {
    utimesSync(folder, new Date(), new Date());
    return true;
  } catch {
    return false;
  }
}

/** Whoever comes second finds the same assembly in place and throws his own away. */
function publish(making: string, folder: string): void {
  try {
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!touch(folder)) throw error;
  }
}

/** Removes the oldest, remains of broken attempts included. */
function prune(): void {
  const folders = readdirSync(cache)
    .filter((name) => /^(?:assembly|making)-/.test(name))
    .map((name) => ({ path: join(cache, name), usedAt: lastUse(join(cache, name)) }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path } of folders.slice(kept)) rmSync(path, { recursive: true, force: true });
}

/** Another process may just have published or removed it. */
function lastUse(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
