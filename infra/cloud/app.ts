/**
 * The CDK app: two stacks for one place. Run by the `cdk` command or directly, `npx tsx infra/cloud/app.ts --partition aws-cn --out
 * <folder>`; no account is needed, since the account's number stays a pseudo parameter.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { App } from 'aws-cdk-lib';
import { lockModeOf } from './buckets.ts';
import { bundle } from './bundle.ts';
import { readMachines } from './machine-definition.ts';
import { hasTracing, placeOf } from './place.ts';
import { StatefulStack } from './stateful-stack.ts';
import { StatelessStack } from './stateless-stack.ts';
import { acknowledgeWaivers } from './waivers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is not given is taken from the context: `-c partition=aws-cn` of the command line, then cdk.json. */
export interface AppSettings {
  readonly partition?: string | undefined;
  readonly region?: string | undefined;
  readonly out?: string | undefined;
}

/** Builds the app, ready to be synthesized; the bundled functions lie in `bundle` of its folder. */
export async function createApp({ partition, region, out }: AppSettings): Promise<App> {
  const { context }: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(join(root, 'cdk.json'), 'utf8'),
  );
  const app = new App({ context, analyticsReporting: false, ...(out === undefined ? {} : { outdir: out }) });
  const asked = (name: string): unknown => app.node.tryGetContext(name);
  const place = placeOf(partition ?? asked('partition'), region ?? asked('region'));
  const codeOf = await bundle(root, join(app.outdir, 'bundle'));
  const env = { region: place.region };
  const stateful = new StatefulStack(app, 'Stateful', {
    env,
    stackName: 'budget-monitoring-stateful',
    description: 'Ledger, archive, inbox and key of the budget performance monitoring',
    lock: lockModeOf(asked('archiveLock')),
  });
  new StatelessStack(app, 'Stateless', {
    env,
    stackName: 'budget-monitoring-stateless',
    description: 'Functions, state machines and API of the budget performance monitoring',
    stateful,
    codeOf,
    definitions: readMachines(join(root, 'statemachines')),
    tracing: hasTracing(place),
  });
  acknowledgeWaivers(app, place.partition);
  return app;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { partition: { type: 'string' }, region: { type: 'string' }, out: { type: 'string' } },
  });
  const app = await createApp(values);
  app.synth();
}
