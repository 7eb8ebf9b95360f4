/**
 * What the parts of a runtime are built on: the folder, the clock, the settings read from the template, the keys and the
 * decision of IAM. The addresses are fixed before anything listens, because the template's outputs and the functions'
 * environment name them.
 */
import { type Access, createAccess } from './access.ts';
import { realClock, type VirtualClock, virtualClock } from './clock.ts';
import type { DataFolder } from './data-folder.ts';
import { createDeadLetters, type DeadLetters } from './dead-letters.ts';
import { freePorts } from './free-ports.ts';
import type { Member } from './gateway/settings.ts';
import type { Clock } from './parts.ts';
import { type Credentials, loadCredentials } from './principals.ts';
import { createRundown, type Rundown } from './rundown.ts';
import type { Deployment } from './template/deployment.ts';
import { declaredParameters, readDeployment } from './template/read.ts';

export interface BootOptions {
  /** The folder of the cloud assembly. */
  readonly assembly: string;
  /** The folder in which all data is kept. */
  readonly data: string;
  /** Where the HTTP API and the sign-in page listen on 127.0.0.1; 0, the default, takes a free port. */
  readonly port?: number;
  /** Where the AWS services listen; 0, the default, takes a free port. */
  readonly awsPort?: number;
  /** A virtual clock begins at `virtualStart` at the first boot and then goes on from where it stood. */
  readonly clock?: 'real' | { readonly virtualStart: string };
  /** Who can sign in. */
  readonly members?: readonly Member[];
  /** Values of the template's parameters. `OidcIssuer`, where declared, is by default the desk's own issuer. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** How many executions Step Functions starts in a second before it throttles; unlimited unless given. */
  readonly startRate?: number;
  /** Gets log lines, one JSON object each; by default they go to the error output. */
  readonly log?: (line: string) => void;
}

export interface Site {
  readonly folder: DataFolder;
  readonly clock: Clock;
  /** The same clock, where it can be moved. */
  readonly movable: VirtualClock | undefined;
  readonly ports: { readonly api: number; readonly aws: number };
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly issuer: string;
  readonly members: readonly Member[];
  readonly deployment: Deployment;
  readonly credentials: Credentials;
  readonly access: Access;
  readonly deadLetters: DeadLetters;
  readonly startRate: number | undefined;
  readonly log: (line: string) => void;
  readonly rundown: Rundown;
}

/** The path of the desk's own issuer at the address of the API. */
const ISSUER_PATH = '/local';

export async function prepareSite(options: BootOptions, folder: DataFolder): Promise<Site> {
  const [freeApi = 0, freeAws = 0] = await freePorts(2);
  const ports = { api: options.port || freeApi, aws: options.awsPort || freeAws };
  const apiUrl = `http://127.0.0.1:${ports.api}`;
  const issuer = `${apiUrl}${ISSUER_PATH}`;
  const parameters = { ...localIssuer(options.assembly, issuer), ...options.parameters };
  const deployment = readDeployment({ assembly: options.assembly, apiUrl, parameters });
  const movable = openVirtualClock(options.clock, folder);
  const clock = movable ?? realClock();
  const log = options.log ?? ((line) => process.stderr.write(`${line}\n`));
  return {
    folder,
    clock,
    movable,
    ports,
    apiUrl,
    awsUrl: `http://127.0.0.1:${ports.aws}`,
    issuer,
    members: options.members ?? [],
    deployment,
    credentials: loadCredentials(folder.keys, roleNames(deployment)),
    access: createAccess(deployment.policies),
    deadLetters: createDeadLetters({ file: folder.deadLetters, clock, log }),
    startRate: options.startRate,
    log,
    rundown: createRundown(),
  };
}

function localIssuer(assembly: string, issuer: string): Record<string, string> {
  return declaredParameters(assembly).has('OidcIssuer') ? { OidcIssuer: issuer } : {};
}

function openVirtualClock(clock: BootOptions['clock'], folder: DataFolder): VirtualClock | undefined {
  if (clock === undefined || clock === 'real') return undefined;
  const start = Date.parse(clock.virtualStart);
  if (Number.isNaN(start)) throw new Error(`"${clock.virtualStart}" is no instant for a clock to start at.`);
  return virtualClock(folder.clock, start);
}

/** Every role has a principal; so has one that is named by a function but has no policy. */
function roleNames({ policies, functions, machines }: Deployment): string[] {
  const named = [...functions, ...machines].map(({ roleName }) => roleName);
  return [...new Set([...Object.keys(policies), ...named])];
}
