/**
 * Finds in an expression what would only fail when it runs: variables that nothing assigns, `$eval`, and parts of `$states`
 * that the field does not have. Works on JSONata's own syntax tree.
 */
import type { Expression } from './expressions.ts';
import { ADDED_FUNCTIONS } from './query-functions.ts';

export type StatesPart = 'input' | 'context' | 'result' | 'errorOutput';

export interface Scope {
  readonly variables: ReadonlySet<string>;
  readonly parts: readonly StatesPart[];
}

const BUILT_IN = new Set(
  (
    'abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent ' +
    'distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber fromMillis ' +
    'join keys length lookup lowercase map match max merge min not number pad parseInteger power reduce replace reverse round ' +
    'shuffle sift single sort split spread sqrt string substring substringAfter substringBefore sum toMillis trim type ' +
    'uppercase zip'
  ).split(' '),
);
const ADDED: ReadonlySet<string> = new Set(ADDED_FUNCTIONS);

export function isReservedName(name: string): boolean {
  return name === 'states' || name === 'eval' || BUILT_IN.has(name) || ADDED.has(name);
}

export function lintExpression(expression: Expression, scope: Scope): string[] {
  const nodes = collectNodes(expression.ast);
  const local = localNames(nodes);
  const problems = nodes
    .filter((node) => node['type'] === 'variable')
    .map((node) => lintVariable(String(node['value']), local, scope));
  const parts = nodes.map((node) => lintStatesPath(node, scope));
  return [...new Set([...problems, ...parts])].filter((problem) => problem !== undefined);
}

/** Whether the expression can read the task token: by its path, or by taking a larger part of the context. */
export function readsTaskToken(expression: Expression): boolean {
  const wanted = ['context', 'Task', 'Token'];
  return collectNodes(expression.ast).some((node) => {
    const path = statesPath(node);
    return (
      path !== undefined &&
      path.length > 0 &&
      wanted.slice(0, path.length).every((name, at) => path[at] === name)
    );
  });
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function collectNodes(ast: unknown): Node[] {
  const seen = new Set<Node>();
  const visit = (value: unknown): void => {
    if (!isNode(value) || seen.has(value)) return;
    seen.add(value);
    for (const part of Object.values(value)) visit(part);
  };
  visit(ast);
  return [...seen];
}

// What the expression binds itself: `:=`, function parameters, `@$focus` and `#$index`.
function localNames(nodes: readonly Node[]): Set<string> {
  const names = nodes.flatMap((node) => {
    if (node['type'] === 'bind' && isNode(node['lhs'])) return [node['lhs']['value']];
    if (node['type'] === 'lambda' && Array.isArray(node['arguments'])) {
      return node['arguments'].map((parameter: Node) => parameter['value']);
    }
    return [node['focus'], node['index']];
  });
  return new Set(names.filter((name) => typeof name === 'string'));
}

function lintVariable(name: string, local: ReadonlySet<string>, scope: Scope): string | undefined {
  if (name === 'eval') return '$eval is not available';
  if (name === '' || name === '$' || name === 'states' || local.has(name)) return undefined;
  if (BUILT_IN.has(name) || ADDED.has(name) || scope.variables.has(name)) return undefined;
  return `the variable $${name} is not assigned anywhere in this scope`;
}

function statesPath(node: Node): string[] | undefined {
  const steps = node['steps'];
  if (node['type'] !== 'path' || !Array.isArray(steps)) return undefined;
  const [first, ...rest]: Node[] = steps;
  if (first?.['type'] !== 'variable' || first['value'] !== 'states') return undefined;
  const names: string[] = [];
  for (const step of rest) {
    if (step['type'] !== 'name') break;
    names.push(String(step['value']));
  }
  return names;
}

function lintStatesPath(node: Node, scope: Scope): string | undefined {
  const part = statesPath(node)?.[0];
  if (part === undefined || scope.parts.some((allowed) => allowed === part)) return undefined;
  return `$states.${part} is not available in this field`;
}
