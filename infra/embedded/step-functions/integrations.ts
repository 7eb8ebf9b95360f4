/**
 * What a Task can call, read from its Resource in any partition, and the call itself. A failure of the called service is
 * a value here: its name is what Retry and Catch will match.
 */
import { AwsError, type Functions, type Json } from '../parts.ts';
import { isObject } from './json.ts';

export interface Integration {
  readonly service: string;
  readonly action: string;
  readonly sdk: boolean;
  readonly callback: boolean;
  /** As the history names it, e.g. `lambda` and `invoke.waitForTaskToken`. */
  readonly resourceType: string;
  readonly resource: string;
}

export type Outcome =
  | { readonly kind: 'success'; readonly result: unknown }
  | { readonly kind: 'failure'; readonly error: string; readonly cause: string | undefined };

export interface CallPorts {
  readonly functions: Functions;
  readonly sdkCall: (service: string, action: string, input: Json, principalName: string) => Promise<Json>;
}

const OPTIMISED: Readonly<Record<string, readonly string[]>> = {
  lambda: ['invoke'],
  dynamodb: ['getItem', 'putItem', 'updateItem', 'deleteItem'],
  events: ['putEvents'],
  states: ['startExecution'],
};
/** How error names begin: the optimised integrations and the SDK ones spell their services differently. */
const OPTIMISED_PREFIX: Readonly<Record<string, string>> = {
  lambda: 'Lambda',
  dynamodb: 'DynamoDB',
  events: 'EventBridge',
  states: 'StepFunctions',
};
const SDK_PREFIX: Readonly<Record<string, string>> = {
  lambda: 'Lambda',
  dynamodb: 'DynamoDb',
  eventbridge: 'EventBridge',
  sfn: 'Sfn',
  s3: 'S3',
};
const SDK_NAME: Readonly<Record<string, string>> = { events: 'eventbridge', states: 'sfn' };
const LAMBDA_ARGUMENTS = ['FunctionName', 'Payload'];

/** The integration, or a sentence that says why there is none. */
export function parseResource(resource: unknown): Integration | string {
  if (typeof resource !== 'string') return 'it must be a string';
  const parts = /^arn:[a-z-]+:states:::(.+)$/.exec(resource)?.[1];
  if (parts === undefined) return `'${resource}' is not a service integration (arn:<partition>:states:::…)`;
  const callback = parts.endsWith('.waitForTaskToken');
  const call = callback ? parts.slice(0, -'.waitForTaskToken'.length) : parts;
  if (call.includes('.')) return `the integration pattern of '${resource}' is not supported`;
  const names = call.split(':');
  return names[0] === 'aws-sdk' ? sdkIntegration(names, callback) : optimisedIntegration(names, callback);
}

function sdkIntegration(names: readonly string[], callback: boolean): Integration | string {
  const [, service = '', action = ''] = names;
  if (names.length !== 3 || !(service in SDK_PREFIX))
    return `there is no embedded service '${service}' to call`;
  if (!/^[a-z][A-Za-z0-9]*$/.test(action)) return `'${action}' is not the name of an action`;
  return { service, action, sdk: true, callback, ...shown(`aws-sdk:${service}`, action, callback) };
}

function optimisedIntegration(names: readonly string[], callback: boolean): Integration | string {
  const [service = '', action = ''] = names;
  if (names.length !== 2 || OPTIMISED[service]?.includes(action) !== true) {
    return `the integration '${names.join(':')}' is not supported`;
  }
  if (callback && service === 'dynamodb') return 'dynamodb tasks cannot wait for a token';
  return { service, action, sdk: false, callback, ...shown(service, action, callback) };
}

function shown(
  resourceType: string,
  action: string,
  callback: boolean,
): { resourceType: string; resource: string } {
  return { resourceType, resource: callback ? `${action}.waitForTaskToken` : action };
}

/** Why these arguments cannot be passed, or undefined. */
export function refuseArguments(integration: Integration, given: unknown): string | undefined {
  if (!isObject(given)) return 'they must be an object';
  if (integration.sdk || integration.service !== 'lambda') return undefined;
  const unknown = Object.keys(given).find((name) => !LAMBDA_ARGUMENTS.includes(name));
  if (unknown !== undefined) return `the argument '${unknown}' of lambda:invoke is not supported`;
  return 'FunctionName' in given ? undefined : 'FunctionName is missing';
}

/** Makes the call. The result is copied as JSON, so that memory holds what the journal will. */
export async function perform(
  integration: Integration,
  parameters: unknown,
  roleName: string,
  ports: CallPorts,
): Promise<Outcome> {
  const refusal = refuseArguments(integration, parameters);
  if (refusal !== undefined || !isObject(parameters)) {
    return { kind: 'failure', error: 'States.Runtime', cause: refusal };
  }
  try {
    const outcome = await call(integration, parameters, roleName, ports);
    return outcome.kind === 'success'
      ? { ...outcome, result: JSON.parse(JSON.stringify(outcome.result)) }
      : outcome;
  } catch (error) {
    return failureOf(integration, error);
  }
}

async function call(
  integration: Integration,
  parameters: Json,
  roleName: string,
  ports: CallPorts,
): Promise<Outcome> {
  if (integration.service === 'lambda' && !integration.sdk)
    return invoke(parameters, ports.functions, roleName);
  const service = SDK_NAME[integration.service] ?? integration.service;
  const prepared = integration.sdk ? parameters : prepareInput(integration, parameters);
  const result = await ports.sdkCall(service, integration.action, prepared, roleName);
  return integration.service === 'events' ? putEventsOutcome(result) : { kind: 'success', result };
}

async function invoke(input: Json, functions: Functions, roleName: string): Promise<Outcome> {
  const payload = input['Payload'] ?? {};
  const invocation = await functions.invoke(String(input['FunctionName']), payload, roleName);
  if ('error' in invocation) {
    const { errorType, errorMessage, trace } = invocation.error;
    return { kind: 'failure', error: errorType, cause: JSON.stringify({ errorMessage, errorType, trace }) };
  }
  const result = { ExecutedVersion: '$LATEST', Payload: invocation.payload ?? null, StatusCode: 200 };
  return { kind: 'success', result };
}

// The optimised integrations take objects where the services want strings of JSON.
function prepareInput(integration: Integration, input: Json): Json {
  if (integration.service === 'states') {
    return 'Input' in input ? { ...input, Input: asText(input['Input']) } : input;
  }
  const entries = input['Entries'];
  if (integration.service !== 'events' || !Array.isArray(entries)) return input;
  return {
    ...input,
    Entries: entries.map((entry: Json) =>
      'Detail' in entry ? { ...entry, Detail: asText(entry['Detail']) } : entry,
    ),
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function putEventsOutcome(result: Json): Outcome {
  if (!result['FailedEntryCount']) return { kind: 'success', result };
  return { kind: 'failure', error: 'EventBridge.FailedEntry', cause: JSON.stringify(result) };
}

function failureOf(integration: Integration, error: unknown): Outcome {
  const table = integration.sdk ? SDK_PREFIX : OPTIMISED_PREFIX;
  const prefix = table[integration.service] ?? integration.service;
  const cause = error instanceof Error ? error.message : String(error);
  if (!(error instanceof AwsError)) return { kind: 'failure', error: `${prefix}.SdkClientException`, cause };
  const name = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
  return { kind: 'failure', error: `${prefix}.${name}`, cause };
}
