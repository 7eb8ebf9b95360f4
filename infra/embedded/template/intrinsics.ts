/**
 * CloudFormation's intrinsic functions over plain JSON. A node is evaluated against a scope that knows parameters,
 * resources, exports, mappings and conditions; a function that is not listed here is refused, never passed through.
 */

/** What the functions may ask about the stack they stand in. Each of them throws when the name is unknown. */
export interface Scope {
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, top: string, second: string): unknown;
}

/** What `Ref: AWS::NoValue` comes to: the property or list element that holds it disappears. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

type Evaluate = (argument: unknown, scope: Scope) => unknown;

const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  Ref: (argument, scope) => scope.ref(text(argument, 'Ref')),
  'Fn::GetAtt': getAtt,
  'Fn::Join': join,
  'Fn::Sub': substitute,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(text(evaluate(argument, scope), 'Fn::ImportValue')),
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
};

const CONDITIONS: Readonly<Record<string, (argument: unknown, scope: Scope) => boolean>> = {
  'Fn::Equals': (argument, scope) => {
    const [left, right] = several(argument, 2, 'Fn::Equals');
    return text(evaluate(left, scope), 'Fn::Equals') === text(evaluate(right, scope), 'Fn::Equals');
  },
  'Fn::And': (argument, scope) => list(argument, 'Fn::And').every((part) => holds(part, scope)),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or').some((part) => holds(part, scope)),
  'Fn::Not': (argument, scope) => !holds(several(argument, 1, 'Fn::Not')[0], scope),
  Condition: (argument, scope) => scope.condition(text(argument, 'Condition')),
};

/** The value of a template node, with every function in it carried out. */
export function evaluate(node: unknown, scope: Scope): unknown {
  if (typeof node === 'string') return literal(node);
  if (Array.isArray(node)) {
    return node.map((part) => evaluate(part, scope)).filter((part) => part !== NO_VALUE);
  }
  if (!isObject(node)) return node;
  const call = asCall(node);
  if (call !== undefined) return call.run(call.argument, scope);
  const entries = Object.entries(node)
    .map(([key, value]) => [key, evaluate(value, scope)] as const)
    .filter(([, value]) => value !== NO_VALUE);
  return Object.fromEntries(entries);
}

/** Whether a condition's expression holds. */
export function holds(node: unknown, scope: Scope): boolean {
  const [name, argument] = isObject(node) ? (Object.entries(node)[0] ?? []) : [];
  const test = name === undefined ? undefined : CONDITIONS[name];
  if (test === undefined) throw new Error(`${name ?? JSON.stringify(node)} is not a condition function`);
  return test(argument, scope);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asCall(node: Record<string, unknown>): { run: Evaluate; argument: unknown } | undefined {
  const [name, ...others] = Object.keys(node);
  if (name === undefined || others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::')))
    return undefined;
  const run = FUNCTIONS[name];
  if (run === undefined) throw new Error(`the function ${name} is not carried out`);
  return { run, argument: node[name] };
}

function literal(value: string): string {
  if (value.includes('{{resolve:')) throw new Error(`the dynamic reference ${value} is not carried out`);
  return value;
}

function getAtt(argument: unknown, scope: Scope): unknown {
  const whole = typeof argument === 'string' ? argument.split(/\.(.*)/s).slice(0, 2) : argument;
  const [id, attribute] = several(whole, 2, 'Fn::GetAtt');
  return scope.attribute(text(id, 'Fn::GetAtt'), text(evaluate(attribute, scope), 'Fn::GetAtt'));
}

function join(argument: unknown, scope: Scope): string {
  const [separator, parts] = several(argument, 2, 'Fn::Join');
  const values = list(evaluate(parts, scope), 'Fn::Join');
  return values.map((part) => text(part, 'Fn::Join')).join(text(separator, 'Fn::Join'));
}

function substitute(argument: unknown, scope: Scope): string {
  const [pattern, variables] = Array.isArray(argument) ? several(argument, 2, 'Fn::Sub') : [argument, {}];
  const own = isObject(variables) ? variables : {};
  return literal(text(pattern, 'Fn::Sub')).replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(own, name)) return text(evaluate(own[name], scope), `Fn::Sub ${name}`);
    return text(name.includes('.') ? getAtt(name, scope) : scope.ref(name), `Fn::Sub ${name}`);
  });
}

function select(argument: unknown, scope: Scope): unknown {
  const [index, values] = several(argument, 2, 'Fn::Select');
  const position = Number(text(evaluate(index, scope), 'Fn::Select'));
  const chosen = list(evaluate(values, scope), 'Fn::Select')[position];
  if (chosen === undefined) throw new Error(`Fn::Select finds nothing at ${position}`);
  return chosen;
}

function split(argument: unknown, scope: Scope): string[] {
  const [separator, value] = several(argument, 2, 'Fn::Split');
  return text(evaluate(value, scope), 'Fn::Split').split(text(separator, 'Fn::Split'));
}

function choose(argument: unknown, scope: Scope): unknown {
  const [condition, yes, no] = several(argument, 3, 'Fn::If');
  return evaluate(scope.condition(text(condition, 'Fn::If')) ? yes : no, scope);
}

function findInMap(argument: unknown, scope: Scope): unknown {
  const [map, top, second] = several(argument, 3, 'Fn::FindInMap').map((part) =>
    text(evaluate(part, scope), 'Fn::FindInMap'),
  );
  return scope.mapping(map ?? '', top ?? '', second ?? '');
}

/** Text of a scalar: CloudFormation writes numbers and booleans into strings as they stand. */
function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where} needs text, not ${JSON.stringify(value) ?? 'nothing'}`);
}

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${where} needs a list, not ${JSON.stringify(value)}`);
  return value;
}

function several(value: unknown, count: number, where: string): unknown[] {
  const values = list(value, where);
  if (values.length !== count) throw new Error(`${where} needs ${count} arguments, not ${values.length}`);
  return values;
}
