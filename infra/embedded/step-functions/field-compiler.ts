/**
 * Compiles the fields that several kinds of states share: templates, exits, retriers and catchers. Each expression is
 * checked against the variables of its scope and the parts of `$states` that its field has.
 */
import { CATCHER_FIELDS, type Part, RETRIER_FIELDS } from './definition-fields.ts';
import { isKnownErrorName } from './error-names.ts';
import { lintExpression, type StatesPart } from './expression-lint.ts';
import { compileTemplate, type Template } from './expressions.ts';
import { LONGEST_SECONDS } from './limits.ts';
import type { Catcher, Exit, Retrier } from './machine.ts';
import { parseTimestamp } from './timestamps.ts';

export type Field = readonly StatesPart[];

const PLAIN: Field = ['input', 'context'];

export class FieldCompiler {
  readonly variables: ReadonlySet<string>;
  readonly #siblings: ReadonlySet<string>;

  constructor(variables: ReadonlySet<string>, siblings: ReadonlySet<string>) {
    this.variables = variables;
    this.#siblings = siblings;
  }

  template(part: Part, field: string, parts: Field = PLAIN): Template | undefined {
    if (!part.has(field)) return undefined;
    try {
      const template = compileTemplate(part.body[field]);
      const scope = { variables: this.variables, parts };
      const problems = template.expressions.flatMap((expression) => lintExpression(expression, scope));
      for (const problem of problems) part.refuse(field, problem);
      return template;
    } catch (error) {
      part.refuse(field, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** A whole number, written or computed. */
  seconds(part: Part, field: string, least: number): Template | undefined {
    const template = this.template(part, field);
    const value = template?.constant;
    if (template === undefined || template.expressions.length > 0) return template;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= LONGEST_SECONDS)
      return template;
    part.refuse(field, `it must be a whole number from ${least} to ${LONGEST_SECONDS}, or an expression`);
    return undefined;
  }

  timestamp(part: Part, field: string): Template | undefined {
    const template = this.template(part, field);
    if (template === undefined || template.expressions.length > 0) return template;
    if (parseTimestamp(template.constant) === undefined)
      part.refuse(field, 'it must be a timestamp of RFC 3339');
    return template;
  }

  exit(part: Part, parts: Field): Exit {
    if (part.has('Next') === (part.body['End'] === true))
      part.refuse('Next', 'give either Next or "End": true');
    if (part.has('Next')) return this.exitBy(part, 'Next', parts);
    return { next: undefined, ...this.#outcome(part, parts) };
  }

  exitBy(part: Part, field: 'Next' | 'Default', parts: Field): Exit {
    const next = part.text(field);
    if (next !== '' && !this.#siblings.has(next))
      part.refuse(field, `there is no state "${next}" in this scope`);
    return { next, ...this.#outcome(part, parts) };
  }

  handling(part: Part): { retry: Retrier[]; catch: Catcher[] } {
    const retriers = part.list('Retry');
    const catchers = part.list('Catch');
    lintErrorEquals(retriers);
    lintErrorEquals(catchers);
    return {
      retry: retriers.map(compileRetrier),
      catch: catchers.map((catcher) => {
        catcher.allowOnly(CATCHER_FIELDS);
        const exit = this.exitBy(catcher, 'Next', ['input', 'context', 'errorOutput']);
        return { errorEquals: namesOf(catcher), ...exit };
      }),
    };
  }

  #outcome(part: Part, parts: Field): { output: Template | undefined; assign: Template | undefined } {
    return { output: this.template(part, 'Output', parts), assign: this.template(part, 'Assign', parts) };
  }
}

function compileRetrier(part: Part): Retrier {
  part.allowOnly(RETRIER_FIELDS);
  const jitter = part.body['JitterStrategy'] ?? 'NONE';
  if (jitter !== 'NONE' && jitter !== 'FULL') part.refuse('JitterStrategy', 'it must be "FULL" or "NONE"');
  return {
    errorEquals: namesOf(part),
    intervalSeconds: part.number('IntervalSeconds', 1, 1) ?? 1,
    maxAttempts: part.number('MaxAttempts', 0, 3) ?? 3,
    backoffRate: part.number('BackoffRate', 1, 2) ?? 2,
    maxDelaySeconds: part.number('MaxDelaySeconds', 1, undefined),
    fullJitter: jitter === 'FULL',
  };
}

function namesOf(part: Part): string[] {
  const names = part.body['ErrorEquals'];
  if (!Array.isArray(names) || names.length === 0) return [];
  return names.map(String);
}

function lintErrorEquals(handlers: readonly Part[]): void {
  handlers.forEach((handler, index) => {
    const names = namesOf(handler);
    if (names.length === 0) handler.refuse('ErrorEquals', 'it must be an array of error names');
    const unknown = names.find((name) => !isKnownErrorName(name));
    if (unknown !== undefined) handler.refuse('ErrorEquals', `there is no error "${unknown}"`);
    const isLast = index === handlers.length - 1;
    if (names.includes('States.ALL') && (names.length > 1 || !isLast)) {
      handler.refuse('ErrorEquals', 'States.ALL must stand alone and in the last place');
    }
  });
}
