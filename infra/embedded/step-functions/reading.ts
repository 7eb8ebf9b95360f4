/** The operations that only look: executions, their history, and the machines. */
import { AwsError, type Json } from '../parts.ts';
import { roleArn } from './arns.ts';
import type { Catalogue } from './catalogue.ts';
import { isObject } from './json.ts';
import type { Execution, HistoryEvent } from './records.ts';
import type { Request } from './request.ts';
import { validationError } from './request.ts';
import type { ExecutionStore } from './store.ts';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
/** What a reader does not get who asks for no execution data. */
const DATA_FIELDS = new Set(['input', 'output', 'parameters', 'assignedVariables']);

export function describeExecution(execution: Execution): Json {
  const { input, closing } = execution;
  return {
    ...listed(execution),
    input,
    inputDetails: { included: true },
    output: closing?.output,
    ...(closing?.output !== undefined && { outputDetails: { included: true } }),
    error: closing?.error,
    cause: closing?.cause,
    redriveStatus: 'NOT_REDRIVABLE',
  };
}

/** Newest first. A page continues below the last execution it showed, whatever has been started since. */
export function listExecutions(store: ExecutionStore, request: Request, machineArn: string): Json {
  const status = request.optionalText('statusFilter');
  if (status !== undefined && !STATUSES.includes(status)) {
    throw validationError(`Value at 'statusFilter' must be one of ${STATUSES.join(', ')}`);
  }
  const before = readPageToken(request) ?? Number.POSITIVE_INFINITY;
  const size = request.pageSize();
  request.done();
  const matching = [...store.all()]
    .filter((execution) => execution.machineArn === machineArn && execution.order < before)
    .filter(({ closing }) => status === undefined || (closing?.status ?? 'RUNNING') === status)
    .reverse();
  const page = matching.slice(0, size);
  const last = page.at(-1);
  return {
    executions: page.map(listed),
    nextToken: last && matching.length > size ? pageToken(last.order) : undefined,
  };
}

function listed({ arn, machineArn, name, startDate, closing }: Execution): Json {
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status: closing?.status ?? 'RUNNING',
    startDate: startDate / 1000,
    stopDate: closing && closing.stopDate / 1000,
    redriveCount: 0,
  };
}

export async function getExecutionHistory(
  store: ExecutionStore,
  request: Request,
  execution: Execution,
): Promise<Json> {
  const reverse = request.flag('reverseOrder', false);
  const withData = request.flag('includeExecutionData', true);
  const size = request.pageSize();
  const first = readPageToken(request) ?? (reverse ? execution.lastEvent : 1);
  request.done();
  const last = reverse ? Math.max(1, first - size + 1) : Math.min(execution.lastEvent, first + size - 1);
  const events = await store.events(execution, Math.min(first, last), Math.max(first, last));
  const following = reverse ? last - 1 : last + 1;
  const more = reverse ? following >= 1 : following <= execution.lastEvent;
  const shown = events.map((event) => shownEvent(event, withData));
  return {
    events: reverse ? shown.reverse() : shown,
    nextToken: more ? pageToken(following) : undefined,
  };
}

function shownEvent(event: HistoryEvent, withData: boolean): Json {
  const shown = { ...event, timestamp: event.timestamp / 1000 };
  if (withData) return shown;
  return Object.fromEntries(Object.entries(shown).map(([field, value]) => [field, withoutData(value)]));
}

function withoutData(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([field]) => !DATA_FIELDS.has(field)));
}

export function describeStateMachine(catalogue: Catalogue, arn: string): Json {
  const { machine, creationDate } = catalogue.get(arn);
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.definition,
    roleArn: roleArn(machine),
    type: 'STANDARD',
    creationDate: creationDate / 1000,
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
  };
}

export function listStateMachines(catalogue: Catalogue, request: Request): Json {
  const size = request.pageSize();
  const first = readPageToken(request) ?? 0;
  request.done();
  const machines = catalogue.list();
  const page = machines.slice(first, first + size).map(({ machine, creationDate }) => ({
    stateMachineArn: machine.arn,
    name: machine.name,
    type: 'STANDARD',
    creationDate: creationDate / 1000,
  }));
  return {
    stateMachines: page,
    nextToken: first + size < machines.length ? pageToken(first + size) : undefined,
  };
}

function pageToken(place: number): string {
  return Buffer.from(`page:${place}`, 'utf8').toString('base64url');
}

function readPageToken(request: Request): number | undefined {
  const token = request.optionalText('nextToken');
  if (token === undefined) return undefined;
  const place = /^page:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (place === undefined) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return Number(place);
}
