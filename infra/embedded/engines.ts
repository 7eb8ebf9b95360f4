/**
 * Opens each engine of a runtime with the settings of its template, and notes in which turn it is to be stopped. How an
 * engine sees the others (in whose name, behind which gate) is decided here, not in the engines.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Engine, startEngine } from './dynamodb/engine.ts';
import { createDynamoDB, type DynamoDB } from './dynamodb/front.ts';
import { createLambda, type Lambda } from './lambda/host.ts';
import {
  AwsError,
  type Emit,
  type Functions,
  type HttpService,
  type JsonService,
  type Stoppable,
} from './parts.ts';
import { createS3 } from './s3/server.ts';
import { createSdkCall } from './sdk-calls.ts';
import type { Site } from './site.ts';
import { createStepFunctions, type StepFunctions } from './step-functions/service.ts';

export async function openTables(site: Site): Promise<{ engine: Engine; dynamodb: DynamoDB }> {
  const { folder, clock, deployment, access, rundown } = site;
  const engine = rundown.note('engine', await openEngine(folder.ledger));
  const dynamodb = await createDynamoDB({ engine, tables: deployment.tables, clock, access });
  return { engine, dynamodb: rundown.note('tables', dynamodb) };
}

/** The engine of the desk, or one that is already running elsewhere, for machines that npm has none for. */
async function openEngine(file: string): Promise<Engine> {
  const endpoint = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  if (endpoint === undefined || endpoint === '') return startEngine(file);
  return { endpoint, died: new Promise(() => undefined), stop: async () => undefined };
}

export async function openFunctions(site: Site): Promise<Lambda> {
  const { deployment, credentials, clock, movable, log, rundown, awsUrl } = site;
  const lambda = await createLambda({
    functions: deployment.functions,
    region: deployment.region,
    endpointUrl: () => awsUrl,
    credentials,
    clock,
    log,
    ...(movable === undefined ? {} : { offset: movable.offset }),
  });
  return rundown.note('functions', lambda);
}

export interface MachineNeeds {
  readonly dynamodb: JsonService;
  readonly events: JsonService;
  readonly machines: JsonService;
  readonly lambda: Lambda;
  readonly emit: Emit;
}

/** To be called when all else stands: executions go on, and invoke functions, as soon as their journal is open. */
export async function openMachines(site: Site, needs: MachineNeeds): Promise<StepFunctions> {
  const { folder, deployment, clock, access, credentials, startRate, rundown } = site;
  const stepFunctions = await createStepFunctions({
    journalFile: folder.executions,
    machines: deployment.machines,
    clock,
    functions: inNameOfRoles(needs.lambda, site),
    sdkCall: createSdkCall({ ...needs, credentials }),
    emit: needs.emit,
    access,
    ...(startRate === undefined ? {} : { startRate }),
  });
  return rundown.note('machines', stepFunctions);
}

/** Stands for the machines while they are not there yet. */
export function machinesToCome(): { service: JsonService; arrive(machines: JsonService): void } {
  let arrived: JsonService | undefined;
  return {
    service: {
      target: 'AWSStepFunctions',
      async call(operation, input, principal) {
        if (arrived === undefined) throw new AwsError('ServiceUnavailable', 'The desk is starting.', 503);
        return arrived.call(operation, input, principal);
      },
    },
    arrive(machines) {
      arrived = machines;
    },
  };
}

/** A machine may invoke what its role may invoke. */
function inNameOfRoles(lambda: Lambda, { access, credentials }: Site): Functions {
  return {
    async invoke(nameOrArn, payload, roleName) {
      if (roleName !== undefined)
        access(credentials.byName(roleName), 'lambda:InvokeFunction', lambda.find(nameOrArn).arn);
      return lambda.invoke(nameOrArn, payload);
    },
  };
}

export async function openObjects(site: Site, engine: Engine, emit: Emit): Promise<HttpService & Stoppable> {
  const { folder, deployment, clock, credentials, rundown } = site;
  const metadata = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'local',
    // The engine looks only whether a signature is there.
    credentials: { accessKeyId: 'front', secretAccessKey: 'front' },
  });
  const s3 = await createS3({
    folder: folder.objects,
    metadata,
    buckets: deployment.buckets,
    clock,
    principals: credentials.byAccessKeyId,
    emit,
    access: objectAccess(site),
  });
  return rundown.note('objects', {
    serve: (request, response) => s3.serve(request, response),
    async stop() {
      await s3.stop();
      metadata.destroy();
    },
  });
}

/** S3 names its resources without the beginning of an ARN, and says "access denied" in its own words. */
function objectAccess({ access, deployment }: Site): Site['access'] {
  const prefix = `arn:${deployment.partition}:s3:::`;
  return (principal, action, resource) => {
    try {
      access(principal, action, resource === '*' ? resource : `${prefix}${resource}`);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError('AccessDenied', error.message, 403);
    }
  };
}
