/**
 * `npm run synth`: the templates of both partitions, into `cdk.out/aws` and `cdk.out/aws-cn`, with a line on each of what it holds.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';
import { type Partition, partitions } from './place.ts';

/** Synthesizes into `out`, a folder of its own, and answers it. */
export async function synthesize({ partition, out }: { partition: Partition; out: string }): Promise<string> {
  const app = await createApp({ partition, out });
  return app.synth().directory;
}

function summarize(folder: string): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.template.json'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const { Resources }: { Resources: Record<string, { Type: string }> } = JSON.parse(text);
    const counts = new Map<string, number>();
    for (const { Type } of Object.values(Resources)) counts.set(Type, (counts.get(Type) ?? 0) + 1);
    console.log(`${join(folder, file)}  ${text.length} bytes, ${Object.keys(Resources).length} resources`);
    for (const [type, count] of [...counts].sort()) console.log(`  ${String(count).padStart(3)} ${type}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const partition of partitions) {
    const out = join('cdk.out', partition);
    rmSync(out, { recursive: true, force: true });
    summarize(await synthesize({ partition, out }));
  }
}
