/** Stands the product up on one machine: the synthesized template in the embedded runtime, founded once with the sample county
 * before anybody can come in. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CountyDocument } from '../../shared/contract/county.ts';
import { roleNames } from '../../shared/domain/directory.ts';
import { assembly } from '../cloud/assembly.ts';
import { type BootOptions, boot, type Runtime } from '../embedded/runtime.ts';
import { sampleCounty } from './sample-county.ts';

export interface StandUpOptions
  extends Pick<BootOptions, 'data' | 'port' | 'clock' | 'startRate' | 'log' | 'parameters'> {
  /** The register to found with; the sample county when there is none. */
  readonly county?: CountyDocument;
}

/** Boots the template of the `aws-cn` partition, the one that a Chinese county deploys. */
export async function standUp({ county = sampleCounty, ...options }: StandUpOptions): Promise<Runtime> {
  await mkdir(options.data, { recursive: true });
  return boot({
    ...options,
    assembly: await assembly({ partition: 'aws-cn' }),
    members: county.members.map(({ id, name, posts }) => ({
      id,
      name,
      description: posts.map((post) => `${roleNames[post.role]}（${post.at}）`).join('、'),
    })),
    prepare: (runtime) => foundOnce(runtime, options.data, county),
  });
}

/** Founding adds what is missing and changes nothing, so a founding that was cut short is simply done again. */
async function foundOnce(
  runtime: Pick<Runtime, 'clock' | 'invoke'>,
  data: string,
  county: CountyDocument,
): Promise<void> {
  const mark = join(data, 'founded');
  if (existsSync(mark)) return;
  const outcome = await runtime.invoke('found-county', county);
  if ('error' in outcome) throw new Error(`the county could not be founded: ${outcome.error.errorMessage}`);
  await writeFile(mark, `${new Date(runtime.clock.now()).toISOString()}\n`);
}
