/**
 * Raises all parts of a runtime. They are made from the cellar up, each with what it needs of the others; nothing is
 * delivered on its own before all of them stand, so streams, events and schedules begin last.
 */
import type { DynamoDB } from './dynamodb/front.ts';
import { serveAws } from './endpoint.ts';
import { machinesToCome, openFunctions, openMachines, openObjects, openTables } from './engines.ts';
import { createBus } from './events/bus.ts';
import { openScheduler, type Scheduler } from './events/scheduler.ts';
import { openIssuer } from './gateway/issuer.ts';
import { createLocal } from './gateway/local.ts';
import { openGateway } from './gateway/server.ts';
import type { ApiSettings } from './gateway/settings.ts';
import { createKms } from './kms/service.ts';
import { type AsyncQueue, openAsyncQueue } from './lambda/async-queue.ts';
import type { Lambda } from './lambda/host.ts';
import { createInvokeApi } from './lambda/invoke-api.ts';
import type { Functions, HttpService, JsonService } from './parts.ts';
import { createRepeats, type Repeats } from './repeats.ts';
import type { Resting } from './settling.ts';
import type { Site } from './site.ts';
import { createSqs } from './sqs/service.ts';
import type { StepFunctions } from './step-functions/service.ts';
import { startMapping } from './stream-mappings.ts';

export interface Parts {
  readonly dynamodb: DynamoDB;
  readonly lambda: Lambda;
  readonly stepFunctions: StepFunctions;
  readonly repeats: Repeats;
  /** Those that work on their own, for the question whether all has come to rest. */
  readonly resting: readonly Resting[];
  /** Resolves with a reason when an engine ends by itself. */
  readonly failed: Promise<string>;
}

export async function raiseParts(site: Site): Promise<Parts> {
  const { folder, deployment, clock, access, rundown, deadLetters } = site;
  const [{ engine, dynamodb }, lambda] = await Promise.all([openTables(site), openFunctions(site)]);
  const queue = await openQueue(site, lambda);
  const { buses, rules, region, partition } = deployment;
  const bus = createBus({
    buses,
    rules,
    region,
    partition,
    clock,
    access,
    enqueue: (invocations) => queue.enqueue(invocations),
  });
  const machines = machinesToCome();
  const [s3, scheduler] = await Promise.all([
    openObjects(site, engine, bus.emit),
    openSchedules(site, queue),
  ]);
  const kms = createKms({ folder: folder.signingKeys, keys: deployment.keys, access });
  const sqs = createSqs({ queues: deployment.queues, deadLetters, access });
  await listen(site, { json: [dynamodb, machines.service, bus, kms, sqs], lambda, queue, s3 });
  const stepFunctions = await openMachines(site, {
    dynamodb,
    lambda,
    events: bus,
    machines: machines.service,
    emit: bus.emit,
  });
  machines.arrive(stepFunctions);
  const repeats = createRepeats();
  for (const mapping of deployment.streamMappings) {
    const ports = { streams: dynamodb.streams, functions: lambda, clock, deadLetters, repeats };
    rundown.note('streams', startMapping(mapping, ports));
  }
  queue.start();
  scheduler.start();
  const resting = restingParts({ dynamodb, lambda, queue, scheduler, stepFunctions });
  return { dynamodb, lambda, stepFunctions, repeats, resting, failed: engine.died };
}

async function openQueue(site: Site, lambda: Lambda): Promise<AsyncQueue> {
  const { folder, clock, deadLetters, log, rundown } = site;
  const queue = await openAsyncQueue({ file: folder.invocations, lambda, clock, deadLetters, log });
  return rundown.note('events', queue);
}

async function openSchedules(site: Site, queue: AsyncQueue): Promise<Scheduler> {
  const { folder, deployment, clock, movable, log, rundown } = site;
  const scheduler = await openScheduler({
    file: folder.schedules,
    schedules: deployment.schedules,
    enqueue: (invocations) => queue.enqueue(invocations),
    clock,
    destination: () => movable?.destination() ?? clock.now(),
    log,
  });
  return rundown.note('schedules', scheduler);
}

interface Services {
  readonly json: readonly JsonService[];
  readonly lambda: Lambda;
  readonly queue: AsyncQueue;
  readonly s3: HttpService;
}

async function listen(site: Site, { json, lambda, queue, s3 }: Services): Promise<void> {
  const { clock, access, credentials, ports, log, rundown } = site;
  const principals = credentials.byAccessKeyId;
  const invokeApi = createInvokeApi({ lambda, queue, principals, access, clock });
  rundown.note(
    'endpoint',
    await serveAws({ port: ports.aws, json, lambda: invokeApi, s3, principals, clock, log }),
  );
}

/** The address of the API, with the desk's own issuer and sign-in page. */
export async function openDoor(site: Site, functions: Functions): Promise<void> {
  const { folder, deployment, clock, movable, members, ports, log, rundown } = site;
  const { api } = deployment;
  const issuer = await openIssuer({
    url: site.issuer,
    audience: audienceOf(api, site.issuer),
    keyFile: folder.issuerKey,
    clock,
  });
  const local = createLocal({ issuer, members, clock, movable });
  const gateway = await openGateway({
    port: ports.api,
    ...(api === undefined ? {} : { api }),
    functions,
    issuer,
    local,
    clock,
    log,
  });
  rundown.note('gateway', gateway);
}

/** Whom the tokens of the desk are for: those who trust its issuer. */
function audienceOf(api: ApiSettings | undefined, issuer: string): string {
  const authorizers = api?.routes.flatMap(({ authorizer }) => authorizer ?? []) ?? [];
  return authorizers.find((authorizer) => authorizer.issuer === issuer)?.audience[0] ?? 'embedded';
}

interface Workers {
  readonly dynamodb: DynamoDB;
  readonly lambda: Lambda;
  readonly queue: AsyncQueue;
  readonly scheduler: Scheduler;
  readonly stepFunctions: StepFunctions;
}

function restingParts({ dynamodb, lambda, queue, scheduler, stepFunctions }: Workers): Resting[] {
  return [
    {
      settled: () => dynamodb.streams.settled(),
      done: () => sum(dynamodb.usage.snapshot().map(({ calls }) => calls)),
    },
    { settled: () => scheduler.settled(), done: () => scheduler.fired() },
    { settled: () => queue.settled(), done: () => 0 },
    { settled: () => stepFunctions.idle(), done: () => stepFunctions.counts.historyEvents },
    { settled: () => lambda.settled(), done: () => sum(Object.values(lambda.counts)) },
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
