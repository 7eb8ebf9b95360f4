/**
 * The scope of one stack: its parameters with the values given to them, the pseudo parameters, its conditions and
 * mappings, the identities of its resources, and what the stacks before it have exported.
 */
import type { Stack, StackTemplate } from './assembly.ts';
import { type Identity, identify, namePropertyOf, type Place } from './identities.ts';
import { evaluate, holds, NO_VALUE, type Scope } from './intrinsics.ts';

/** The scope of a stack, which also tells what exists in it. */
export interface StackScope extends Scope {
  identity(logicalId: string): Identity;
  /** The resources whose condition holds, in the order of the template. */
  readonly resources: readonly (readonly [string, StackTemplate['Resources'][string]])[];
}

export interface ScopeSettings {
  readonly place: Place;
  readonly parameters: Readonly<Record<string, string>>;
  readonly exports: ReadonlyMap<string, unknown>;
}

/** Opens the scope of `stack`. */
export function openScope(stack: Stack, { place, parameters, exports }: ScopeSettings): StackScope {
  const { template } = stack;
  const identities = new Map<string, Identity>();
  const opening = new Set<string>();

  const scope: StackScope = {
    resources: [],
    identity: (logicalId) => {
      const known = identities.get(logicalId);
      if (known !== undefined) return known;
      const made = guarded(opening, logicalId, () => makeIdentity(stack, logicalId, scope, place));
      identities.set(logicalId, made);
      return made;
    },
    ref: (name) => {
      const pseudo = pseudoParameter(name, stack.name, place);
      if (pseudo !== undefined) return pseudo;
      if (template.Parameters[name] !== undefined) return parameterValue(name, template, parameters);
      return scope.identity(name).ref;
    },
    attribute: (logicalId, attribute) => {
      const value = scope.identity(logicalId).attributes[attribute];
      if (value === undefined) {
        throw new Error(
          `${logicalId} (${template.Resources[logicalId]?.Type}) has no attribute ${attribute} here`,
        );
      }
      return value;
    },
    importValue: (name) => {
      if (!exports.has(name)) throw new Error(`no stack before ${stack.name} exports ${name}`);
      return exports.get(name);
    },
    condition: (name) => {
      if (!Object.hasOwn(template.Conditions, name)) throw new Error(`there is no condition ${name}`);
      return guarded(opening, `condition ${name}`, () => holds(template.Conditions[name], scope));
    },
    mapping: (map, top, second) => {
      const value = template.Mappings[map]?.[top]?.[second];
      if (value === undefined) throw new Error(`there is no mapping ${map}.${top}.${second}`);
      return value;
    },
  };
  const existing = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
  );
  return { ...scope, resources: existing };
}

function makeIdentity(stack: Stack, logicalId: string, scope: Scope, place: Place): Identity {
  const resource = stack.template.Resources[logicalId];
  if (resource === undefined) throw new Error(`there is no resource or parameter ${logicalId}`);
  const property = namePropertyOf(resource.Type);
  const explicit = property === undefined ? undefined : evaluate(resource.Properties[property], scope);
  return identify(
    resource.Type,
    stack.name,
    logicalId,
    typeof explicit === 'string' ? explicit : undefined,
    place,
  );
}

function parameterValue(
  name: string,
  template: StackTemplate,
  given: Readonly<Record<string, string>>,
): unknown {
  const parameter = template.Parameters[name];
  const value = given[name] ?? parameter?.Default;
  if (parameter === undefined || value === undefined) throw new Error(`the parameter ${name} has no value`);
  if (given[name] === undefined && parameter.Type.startsWith('AWS::SSM::Parameter::Value')) {
    throw new Error(`the parameter ${name} is read from SSM, which the desk has not: give it a value`);
  }
  if (parameter.AllowedValues !== undefined && !parameter.AllowedValues.includes(value)) {
    throw new Error(`the parameter ${name} may be ${parameter.AllowedValues.join(', ')}, not "${value}"`);
  }
  if (
    parameter.AllowedPattern !== undefined &&
    !new RegExp(`^(?:${parameter.AllowedPattern})$`).test(value)
  ) {
    throw new Error(`the parameter ${name} does not match ${parameter.AllowedPattern}: "${value}"`);
  }
  const isList = parameter.Type === 'CommaDelimitedList' || parameter.Type.startsWith('List<');
  return isList ? value.split(',').map((part) => part.trim()) : value;
}

function pseudoParameter(name: string, stack: string, place: Place): string | symbol | undefined {
  switch (name) {
    case 'AWS::Partition':
      return place.partition;
    case 'AWS::Region':
      return place.region;
    case 'AWS::AccountId':
      return place.account;
    case 'AWS::URLSuffix':
      return place.urlSuffix;
    case 'AWS::StackName':
      return stack;
    case 'AWS::StackId':
      return `arn:${place.partition}:cloudformation:${place.region}:${place.account}:stack/${stack}/embedded`;
    case 'AWS::NoValue':
      return NO_VALUE;
    default:
      return undefined;
  }
}

function guarded<T>(opening: Set<string>, name: string, open: () => T): T {
  if (opening.has(name)) throw new Error(`${name} is defined by itself`);
  opening.add(name);
  try {
    return open();
  } finally {
    opening.delete(name);
  }
}
