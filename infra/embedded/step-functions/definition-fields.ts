/**
 * Which fields each kind of state may have here. A field of JSONPath, of distributed maps or of any other feature that the
 * engine does not run is refused by not being listed.
 */
import type { Json } from '../parts.ts';
import { isObject } from './json.ts';
import type { Problems } from './problems.ts';

const EVERY = ['Type', 'Comment', 'QueryLanguage'];
const FLOW = ['Output', 'Assign', 'Next', 'End'];
const HANDLING = ['Retry', 'Catch'];

const FIELDS_OF_STATE: Readonly<Record<string, readonly string[]>> = {
  Task: [...EVERY, ...FLOW, ...HANDLING, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds'],
  Choice: [...EVERY, 'Choices', 'Default', 'Output', 'Assign'],
  Wait: [...EVERY, ...FLOW, 'Seconds', 'Timestamp'],
  Pass: [...EVERY, ...FLOW],
  Succeed: [...EVERY, 'Output'],
  Fail: [...EVERY, 'Error', 'Cause'],
  Parallel: [...EVERY, ...FLOW, ...HANDLING, 'Branches', 'Arguments'],
  Map: [...EVERY, ...FLOW, ...HANDLING, 'Items', 'ItemSelector', 'ItemProcessor', 'MaxConcurrency'],
};
export const MACHINE_FIELDS = ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'];
export const SCOPE_FIELDS = ['Comment', 'StartAt', 'States'];
export const PROCESSOR_FIELDS = [...SCOPE_FIELDS, 'ProcessorConfig'];
export const RULE_FIELDS = ['Comment', 'Condition', 'Next', 'Output', 'Assign'];
export const CATCHER_FIELDS = ['Comment', 'ErrorEquals', 'Next', 'Output', 'Assign'];
export const RETRIER_FIELDS = [
  'Comment',
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
];

/** One place in a definition, with the means to complain about it. */
export class Part {
  readonly body: Json;
  readonly state: string | undefined;
  readonly #path: string;
  readonly #problems: Problems;

  constructor(body: Json, state: string | undefined, path: string, problems: Problems) {
    this.body = body;
    this.state = state;
    this.#path = path;
    this.#problems = problems;
  }

  refuse(field: string, reason: string): void {
    this.#problems.add(this.state, this.pathOf(field), reason);
  }

  pathOf(field: string): string {
    return this.#path === '' ? field : `${this.#path}/${field}`;
  }

  has(field: string): boolean {
    return this.body[field] !== undefined;
  }

  allowOnly(fields: readonly string[]): void {
    for (const field of Object.keys(this.body)) {
      if (!fields.includes(field))
        this.refuse(field, 'this field is not supported here (JSONata, Standard machines only)');
    }
  }

  allowOnlyOfType(): string {
    const type = String(this.body['Type']);
    const fields = FIELDS_OF_STATE[type];
    if (fields) this.allowOnly(fields);
    else this.refuse('Type', `'${type}' is not a type of state`);
    return type;
  }

  text(field: string): string {
    const value = this.body[field];
    if (typeof value === 'string' && value !== '') return value;
    this.refuse(field, 'it must be a string');
    return '';
  }

  number(field: string, least: number, fallback: number | undefined): number | undefined {
    const value = this.body[field];
    if (value === undefined) return fallback;
    if (typeof value === 'number' && value >= least) return value;
    this.refuse(field, `it must be a number of ${least} or more`);
    return fallback;
  }

  child(field: string): Part {
    return this.#part(this.body[field], field);
  }

  list(field: string): Part[] {
    const value = this.body[field];
    if (value === undefined) return [];
    if (Array.isArray(value)) return value.map((item, index) => this.#part(item, `${field}[${index}]`));
    this.refuse(field, 'it must be an array');
    return [];
  }

  /** The states of a scope, each under its own name. */
  states(): [string, Part][] {
    const states = this.body['States'];
    if (!isObject(states)) {
      this.refuse('States', 'it must be an object');
      return [];
    }
    return Object.entries(states).map(([name, body]) => {
      const part = new Part(isObject(body) ? body : {}, name, '', this.#problems);
      return [name, part];
    });
  }

  #part(value: unknown, field: string): Part {
    if (!isObject(value)) this.refuse(field, 'it must be an object');
    return new Part(isObject(value) ? value : {}, this.state, this.pathOf(field), this.#problems);
  }
}
