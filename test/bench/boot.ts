/** How long `npm start` takes until it answers: on a known assembly, and with bundling and synthesis before it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../infra/cloud/synth.ts';
import { standUp } from '../../infra/desk/stand-up.ts';
import { median, ms } from './figures.ts';

const turns = 5;

export async function boot(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'boot-'));
  const synth: number[] = [];
  const first: number[] = [];
  const again: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const data = join(folder, String(turn));
    synth.push(await time(() => synthesize({ partition: 'aws-cn', out: join(folder, `out-${turn}`) })));
    first.push(await time(() => bootOnce(data)));
    again.push(await time(() => bootOnce(data)));
  }
  await rm(folder, { recursive: true, force: true });
  const base = median(again);
  return {
    'boot on existing data': ms(base),
    'boot on a new folder, sample county founded': `${(median(first) / base).toFixed(1)} × (${ms(median(first))})`,
    'bundling and synthesis, saved by the cache': `${(median(synth) / base).toFixed(1)} × (${ms(median(synth))})`,
  };
}

async function bootOnce(data: string): Promise<void> {
  const runtime = await standUp({ data, port: 0, clock: 'real', log: () => undefined });
  await runtime.stop();
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
