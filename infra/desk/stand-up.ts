/** Stands the product up on one machine: the synthesized template in the embedded runtime, founded once with the sample county. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { roleNames } from '../../shared/domain/directory.ts';
import { assembly } from '../cloud/assembly.ts';
import { type BootOptions, boot, type Runtime } from '../embedded/runtime.ts';
import { sampleCounty } from './sample-county.ts';

export type StandUpOptions = Pick<BootOptions, 'data' | 'port' | 'clock' | 'log'>;

/** Boots the template of the `aws-cn` partition, the one that a Chinese county deploys. */
export async function standUp(options: StandUpOptions): Promise<Runtime> {
  await mkdir(options.data, { recursive: true });
  const runtime = await boot({
    ...options,
    assembly: await assembly({ partition: 'aws-cn' }),
    members: sampleCounty.members.map(({ id, name, posts }) => ({
      id,
      name,
      description: posts.map((post) => `${roleNames[post.role]}（${post.at}）`).join('、'),
    })),
  });
  await foundOnce(runtime, options.data);
  return runtime;
}

/** Founding adds what is missing and changes nothing, so a founding that was cut short is simply done again. */
async function foundOnce(runtime: Runtime, data: string): Promise<void> {
  const mark = join(data, 'founded');
  if (existsSync(mark)) return;
  const outcome = await runtime.invoke('import-data', sampleCounty);
  if ('error' in outcome)
    throw new Error(`the sample county could not be founded: ${outcome.error.errorMessage}`);
  await writeFile(mark, `${new Date(runtime.clock.now()).toISOString()}\n`);
}
