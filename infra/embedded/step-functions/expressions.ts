/**
 * Fields that may hold JSONata. Each is compiled once, when the machine is made, into a template that yields plain JSON;
 * results are copied, because JSONata hands out arrays with hidden properties and parts of its input.
 */
import jsonata from 'jsonata';
import type { Json } from '../parts.ts';
import { queryFault } from './faults.ts';
import { queryFunctions } from './query-functions.ts';

/** What an expression can see besides the functions: `states` and the variables, under their own names. */
export type Bindings = Readonly<Json>;

export interface Expression {
  readonly text: string;
  readonly ast: unknown;
}

export interface Template {
  readonly expressions: readonly Expression[];
  /** The value as written, where the template has no expression in it. */
  readonly constant: unknown;
  evaluate(bindings: Bindings, now: number, location: string): Promise<unknown>;
}

type Evaluate = Template['evaluate'];

// Guards against runaway recursion and loops; no honest expression comes near them.
const GUARDS = { stack: 1000, timeout: 10_000 };

export function isExpression(text: string): boolean {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4;
}

/** Throws an Error that says what is wrong with the field. */
export function compileTemplate(value: unknown): Template {
  const expressions: Expression[] = [];
  const evaluate = compileValue(value, expressions);
  return { expressions, constant: expressions.length === 0 ? value : undefined, evaluate };
}

function compileValue(value: unknown, expressions: Expression[]): Evaluate {
  if (typeof value === 'string') return compileString(value, expressions);
  if (Array.isArray(value)) return compileArray(value, expressions);
  if (typeof value === 'object' && value !== null) return compileObject(value, expressions);
  return async () => value;
}

function compileString(text: string, expressions: Expression[]): Evaluate {
  if (isExpression(text)) return compileExpression(text.slice(2, -2).trim(), expressions);
  if (text.includes('{%') || text.includes('%}')) {
    throw new Error(`the delimiters {% %} must enclose the whole string, not a part of it: ${text}`);
  }
  return async () => text;
}

function compileArray(list: readonly unknown[], expressions: Expression[]): Evaluate {
  const parts = list.map((part) => compileValue(part, expressions));
  return async (bindings, now, location) => {
    const result: unknown[] = [];
    for (const [index, part] of parts.entries())
      result.push(await part(bindings, now, `${location}[${index}]`));
    return result;
  };
}

function compileObject(object: object, expressions: Expression[]): Evaluate {
  const parts = Object.entries(object).map(([key, part]) => ({ key, part: compileValue(part, expressions) }));
  return async (bindings, now, location) => {
    const entries: [string, unknown][] = [];
    for (const { key, part } of parts) entries.push([key, await part(bindings, now, `${location}/${key}`)]);
    return Object.fromEntries(entries);
  };
}

function compileExpression(text: string, expressions: Expression[]): Evaluate {
  const compiled = parseExpression(text);
  expressions.push({ text, ast: compiled.ast() });
  return async (bindings, now, location) => {
    const result = await run(compiled, { ...queryFunctions(now), ...bindings }, location, text);
    if (result === undefined) {
      throw queryFault(location, `the JSONata expression '${text}' returned nothing (undefined).`);
    }
    return plain(result, location);
  };
}

function parseExpression(text: string): jsonata.Expression {
  if (text === '') throw new Error('the expression between {% and %} is empty');
  try {
    return jsonata(text, GUARDS);
  } catch (error) {
    throw new Error(`'${text}' is not JSONata: ${messageOf(error)}`);
  }
}

async function run(
  compiled: jsonata.Expression,
  bindings: Bindings,
  location: string,
  text: string,
): Promise<unknown> {
  try {
    return await compiled.evaluate(undefined, bindings);
  } catch (error) {
    throw queryFault(location, `the JSONata expression '${text}' failed: ${messageOf(error)}`);
  }
}

function plain(value: unknown, location: string): unknown {
  if (typeof value === 'function' || isJsonataFunction(value)) {
    throw queryFault(location, 'the JSONata expression returned a function, which is not JSON.');
  }
  if (Array.isArray(value)) return Array.from(value, (part) => plain(part ?? null, location));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, plain(part, location)]));
}

function isJsonataFunction(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ('_jsonata_lambda' in value || '_jsonata_function' in value)
  );
}

// JSONata throws plain objects as well as errors.
function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return typeof error === 'object' ? JSON.stringify(error) : String(error);
}
