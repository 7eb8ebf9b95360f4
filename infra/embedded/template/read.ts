/**
 * From a cloud assembly to the settings of all engines. Every stack is resolved in the order of its dependencies, every
 * resource goes to the reader of its type, and whatever cannot be carried out is told in a single error.
 */
import type { FunctionSettings } from '../lambda/settings.ts';
import type { BucketSettings } from '../s3/settings.ts';
import { apiReaders, linkApi } from './api.ts';
import { readAssembly, type Stack } from './assembly.ts';
import { bucketReaders } from './buckets.ts';
import type { Deployment } from './deployment.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { eventReaders } from './events.ts';
import { functionReaders } from './functions.ts';
import { checkGrants } from './grants.ts';
import { type Place, placeIn } from './identities.ts';
import { IDLE_TYPES } from './idle-types.ts';
import { evaluate, isObject } from './intrinsics.ts';
import { keyReaders } from './keys.ts';
import { machineReaders } from './machines.ts';
import { attachManagedPolicies, permissionReaders } from './permissions.ts';
import { type Problem, TemplateError } from './problems.ts';
import { queueReaders } from './queues.ts';
import type { Reader, Resource } from './resource.ts';
import { openScope, type StackScope } from './stack-scope.ts';
import { tableReaders } from './tables.ts';

export interface ReadOptions {
  /** The folder of the cloud assembly. */
  readonly assembly: string;
  /** Where the HTTP API will listen. */
  readonly apiUrl: string;
  /** Values of parameters by name, for every stack that declares the name. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const READERS: Readonly<Record<string, Reader>> = {
  ...tableReaders,
  ...bucketReaders,
  ...keyReaders,
  ...queueReaders,
  ...functionReaders,
  ...machineReaders,
  ...apiReaders,
  ...eventReaders,
  ...permissionReaders,
};

/** Where an app stands that names no region. */
const DEFAULT_REGION = 'us-east-1';

/** The types that have a reader. */
export const CARRIED_OUT: readonly string[] = Object.keys(READERS);

/** Reads the assembly; throws `TemplateError` with every problem that was found. */
export function readDeployment({ assembly, apiUrl, parameters = {} }: ReadOptions): Deployment {
  const { stacks, assets, region = DEFAULT_REGION } = readAssembly(assembly);
  const place = placeIn(region, apiUrl);
  checkParameters(stacks, parameters);
  const problems: Problem[] = [];
  const exports = new Map<string, unknown>();
  const outputs = new Map<string, string>();
  const resources: Resource[] = [];
  for (const stack of stacks) {
    const scope = openScope(stack, { place, parameters, exports });
    resources.push(...resolveResources(stack, scope, problems));
    resolveOutputs(stack, scope, { exports, outputs, problems });
  }
  const draft = emptyDraft();
  for (const resource of withoutProviders(resources)) {
    readResource(resource, { place, assets, draft }, problems);
  }
  attachManagedPolicies(draft);
  checkTargets(draft);
  checkBuses(draft);
  const api = linkApi(draft);
  if (problems.length === 0) checkGrants(draft);
  if (problems.length > 0) throw new TemplateError(problems);
  return {
    region,
    partition: place.partition,
    tables: draft.tables,
    buckets: draft.buckets.map((bucket) => withNotifications(bucket, draft)),
    keys: draft.keys,
    queues: draft.queues,
    functions: draft.functions.map((settings) => withAsyncLimits(settings, draft)),
    streamMappings: draft.streamMappings,
    machines: draft.machines,
    ...(api === undefined ? {} : { api }),
    buses: draft.buses,
    rules: draft.rules,
    schedules: draft.schedules,
    policies: Object.fromEntries(draft.policies),
    outputs: Object.fromEntries(outputs),
    resources: namesOf(resources),
  };
}

/** The parameters that the assembly's stacks declare. */
export function declaredParameters(assembly: string): ReadonlySet<string> {
  return declared(readAssembly(assembly).stacks);
}

function declared(stacks: readonly Stack[]): Set<string> {
  return new Set(stacks.flatMap(({ template }) => Object.keys(template.Parameters)));
}

function checkParameters(stacks: readonly Stack[], given: Readonly<Record<string, string>>): void {
  const known = declared(stacks);
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`No stack declares the parameter ${unknown.join(', ')}`);
}

function resolveResources(stack: Stack, scope: StackScope, problems: Problem[]): Resource[] {
  return scope.resources.flatMap(([logicalId, { Type: type, Properties }]) => {
    if (type in IDLE_TYPES && !(type in READERS)) return idleResource(stack, logicalId, type, scope);
    try {
      const identity = scope.identity(logicalId);
      const properties = evaluate(Properties, scope);
      return isObject(properties) ? [{ stack: stack.name, logicalId, type, identity, properties }] : [];
    } catch (error) {
      problems.push({ stack: stack.name, logicalId, type, property: '', reason: messageOf(error) });
      return [];
    }
  });
}

/** Nothing is read from an idle resource, so its properties may say what they like. */
function idleResource(stack: Stack, logicalId: string, type: string, scope: StackScope): Resource[] {
  return [{ stack: stack.name, logicalId, type, identity: scope.identity(logicalId), properties: {} }];
}

function readResource(
  resource: Resource,
  around: { place: Place; assets: ReadonlyMap<string, string>; draft: Draft },
  problems: Problem[],
): void {
  const { stack, logicalId, type } = resource;
  const refuse = (property: string, reason: string): void => {
    problems.push({ stack, logicalId, type, property, reason });
  };
  const read = READERS[type];
  if (read !== undefined) read(resource, { ...around, refuse });
  else if (!(type in IDLE_TYPES)) refuse('', 'the embedded runtime has nothing for this type');
}

/** The functions behind custom resources act while a stack is deployed; here their resources are read instead. */
function withoutProviders(resources: readonly Resource[]): Resource[] {
  const tokens = new Set<unknown>(
    resources.map(({ properties }) => properties['ServiceToken']).filter((token) => token !== undefined),
  );
  return resources.filter(({ identity }) => !tokens.has(identity.attributes['Arn']));
}

/** Whatever is invoked must be a function of this template. */
function checkTargets({ functions, targets }: Draft): void {
  const known = new Set(functions.map(({ arn }) => arn));
  for (const { arn, property, refuse } of targets) {
    if (!known.has(arn)) refuse(property, `${arn} is no function of this template`);
  }
}

/** Whatever rules listen to must be a bus of this template. */
function checkBuses({ buses, listened }: Draft): void {
  const known = new Set(['default', ...buses.map(({ name }) => name)]);
  for (const { bus, refuse } of listened) {
    if (!known.has(bus)) refuse('EventBusName', `${bus} is no event bus of this template`);
  }
}

function resolveOutputs(
  stack: Stack,
  scope: StackScope,
  into: { exports: Map<string, unknown>; outputs: Map<string, string>; problems: Problem[] },
): void {
  for (const [logicalId, output] of Object.entries(stack.template.Outputs)) {
    try {
      if (output.Condition !== undefined && !scope.condition(output.Condition)) continue;
      const value = evaluate(output.Value, scope);
      const name = into.outputs.has(logicalId) ? `${stack.name}.${logicalId}` : logicalId;
      into.outputs.set(name, String(value));
      if (output.Export !== undefined) into.exports.set(String(evaluate(output.Export.Name, scope)), value);
    } catch (error) {
      into.problems.push({
        stack: stack.name,
        logicalId,
        type: 'Output',
        property: '',
        reason: messageOf(error),
      });
    }
  }
}

function withNotifications(bucket: BucketSettings, draft: Draft): BucketSettings {
  return { ...bucket, notify: bucket.notify || draft.notifyingBuckets.has(bucket.name) };
}

function withAsyncLimits(settings: FunctionSettings, draft: Draft): FunctionSettings {
  const asyncLimits = draft.asyncLimits.get(settings.name);
  return asyncLimits === undefined ? settings : { ...settings, asyncLimits };
}

/** Physical names by logical id; where two stacks use the same id, the later one stands under `stack.id`. */
function namesOf(resources: readonly Resource[]): Record<string, string> {
  const names: Record<string, string> = {};
  for (const { stack, logicalId, identity } of resources) {
    names[logicalId in names ? `${stack}.${logicalId}` : logicalId] = identity.name;
  }
  return names;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
