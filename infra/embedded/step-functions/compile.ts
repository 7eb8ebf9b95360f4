/**
 * Makes a machine from its definition, or refuses it with every reason at once. What passes here runs: no field is skipped
 * and no name is left to be missed at night, three weeks into an execution.
 */
import validate from 'asl-validator';
import type { Json } from '../parts.ts';
import { MACHINE_FIELDS, Part, PROCESSOR_FIELDS, RULE_FIELDS, SCOPE_FIELDS } from './definition-fields.ts';
import { readsTaskToken } from './expression-lint.ts';
import { compileTemplate, type Template } from './expressions.ts';
import { type Field, FieldCompiler } from './field-compiler.ts';
import { type Integration, parseResource, refuseArguments } from './integrations.ts';
import { isObject } from './json.ts';
import { LONGEST_SECONDS, NAME_LENGTH } from './limits.ts';
import type { ChoiceRule, Exit, Machine, State } from './machine.ts';
import { Problems } from './problems.ts';
import { assignedNames } from './scopes.ts';

export interface MachineSettings {
  readonly arn: string;
  readonly name: string;
  /** ASL JSON with all substitutions done. */
  readonly definition: string;
  readonly roleName: string;
}

/** The validator takes some 150 ms for a machine; a definition that is in the journal has passed it once. */
export function compileMachine(settings: MachineSettings, state: 'new' | 'validated' = 'new'): Machine {
  const problems = new Problems(settings.name);
  const body = parseDefinition(settings, problems);
  const root = new Part(body, undefined, '', problems);
  root.allowOnly(MACHINE_FIELDS);
  if (body['QueryLanguage'] !== 'JSONata') root.refuse('QueryLanguage', 'it must be "JSONata"');
  if (root.has('Version') && body['Version'] !== '1.0') root.refuse('Version', 'it must be "1.0"');
  const timeoutSeconds = root.number('TimeoutSeconds', 1, undefined);
  const compiler = new ScopeCompiler();
  const startAt = compiler.compileScope(root, new Set());
  // Its words are less exact than ours, so it speaks only where we have found nothing.
  if (state === 'new' && !problems.some) consultValidator(body, root);
  problems.throwIfAny();
  return { ...settings, startAt, timeoutSeconds, states: compiler.states };
}

function parseDefinition(settings: MachineSettings, problems: Problems): Json {
  try {
    const body: unknown = JSON.parse(settings.definition);
    if (isObject(body)) return body;
    problems.add(undefined, 'definition', 'it must be an object');
  } catch (error) {
    problems.add(
      undefined,
      'definition',
      `it is not JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
  problems.throwIfAny();
  return {};
}

function consultValidator(body: Json, root: Part): void {
  // It gets a copy, for it writes into what it reads, and one without Output: any JSON may stand there, which its schema
  // does not know. Its list of ARNs knows one partition only.
  const copy: unknown = JSON.parse(JSON.stringify(body), (key, value) =>
    key === 'Output' ? undefined : value,
  );
  const verdict = validate(copy, { checkPaths: true, checkArn: false });
  if (!verdict.isValid) root.refuse('States', verdict.errorsText('; '));
}

class ScopeCompiler {
  readonly states = new Map<string, State>();
  readonly #names = new Set<string>();

  /** Compiles the states of a machine, branch or iteration; answers the name of the first. */
  compileScope(scope: Part, outer: ReadonlySet<string>): string {
    const parts = scope.states();
    const own = assignedNames(parts, outer);
    const variables = new Set([...outer, ...own]);
    const names = new Set(parts.map(([name]) => name));
    for (const [name, part] of parts) this.#compileState(name, part, variables, names);
    const startAt = scope.text('StartAt');
    if (startAt !== '' && !names.has(startAt)) scope.refuse('StartAt', `there is no state "${startAt}"`);
    return startAt;
  }

  #compileState(name: string, part: Part, variables: ReadonlySet<string>, names: ReadonlySet<string>): void {
    if (name.length > NAME_LENGTH) part.refuse('name', `it is longer than ${NAME_LENGTH} characters`);
    if (this.#names.has(name)) part.refuse('name', 'another state of the machine has the same name');
    this.#names.add(name);
    const type = part.allowOnlyOfType();
    if (part.has('QueryLanguage') && part.body['QueryLanguage'] !== 'JSONata') {
      part.refuse('QueryLanguage', 'only JSONata is supported');
    }
    const state = this.#build(type, name, part, new FieldCompiler(variables, names));
    if (state) this.states.set(name, state);
  }

  #build(type: string, name: string, part: Part, fields: FieldCompiler): State | undefined {
    switch (type) {
      case 'Task':
        return this.#task(name, part, fields);
      case 'Choice':
        return choice(name, part, fields);
      case 'Wait':
        return wait(name, part, fields);
      case 'Pass':
        return { type, name, ...fields.exit(part, ['input', 'context']) };
      case 'Succeed':
        return { type, name, next: undefined, output: fields.template(part, 'Output'), assign: undefined };
      case 'Fail':
        return { type, name, error: fields.template(part, 'Error'), cause: fields.template(part, 'Cause') };
      case 'Parallel':
        return this.#parallel(name, part, fields);
      case 'Map':
        return this.#map(name, part, fields);
      default:
        return undefined;
    }
  }

  #task(name: string, part: Part, fields: FieldCompiler): State | undefined {
    const integration = parseResource(part.body['Resource']);
    if (typeof integration === 'string') {
      part.refuse('Resource', integration);
      return undefined;
    }
    const given = fields.template(part, 'Arguments');
    lintArguments(part, integration, given);
    lintHeartbeat(part, integration);
    return {
      type: 'Task',
      name,
      integration,
      arguments: given,
      timeoutSeconds: fields.seconds(part, 'TimeoutSeconds', 1),
      heartbeatSeconds: fields.seconds(part, 'HeartbeatSeconds', 1),
      ...fields.exit(part, ['input', 'context', 'result']),
      ...fields.handling(part),
    };
  }

  #parallel(name: string, part: Part, fields: FieldCompiler): State {
    const branches = part.list('Branches').map((branch) => {
      branch.allowOnly(SCOPE_FIELDS);
      return this.compileScope(branch, fields.variables);
    });
    if (branches.length === 0) part.refuse('Branches', 'there must be one branch at least');
    return {
      type: 'Parallel',
      name,
      branches,
      arguments: fields.template(part, 'Arguments'),
      ...fields.exit(part, ['input', 'context', 'result']),
      ...fields.handling(part),
    };
  }

  #map(name: string, part: Part, fields: FieldCompiler): State {
    const processor = part.child('ItemProcessor');
    processor.allowOnly(PROCESSOR_FIELDS);
    if (processor.has('ProcessorConfig')) lintProcessorConfig(processor.child('ProcessorConfig'));
    return {
      type: 'Map',
      name,
      startAt: this.compileScope(processor, fields.variables),
      items: fields.template(part, 'Items'),
      itemSelector: fields.template(part, 'ItemSelector'),
      maxConcurrency: fields.seconds(part, 'MaxConcurrency', 0),
      ...fields.exit(part, ['input', 'context', 'result']),
      ...fields.handling(part),
    };
  }
}

function lintProcessorConfig(config: Part): void {
  config.allowOnly(['Mode']);
  if (config.has('Mode') && config.body['Mode'] !== 'INLINE')
    config.refuse('Mode', 'only INLINE maps are supported');
}

function lintArguments(part: Part, integration: Integration, given: Template | undefined): void {
  if (integration.callback && !given?.expressions.some(readsTaskToken)) {
    part.refuse('Arguments', 'the task waits for a token but never passes $states.context.Task.Token on');
  }
  const written = part.body['Arguments'];
  if (written === undefined || (typeof written === 'string' && given?.expressions.length === 1)) return;
  const refusal = refuseArguments(integration, written);
  if (refusal !== undefined) part.refuse('Arguments', refusal);
}

function lintHeartbeat(part: Part, integration: Integration): void {
  const heartbeat = part.body['HeartbeatSeconds'];
  if (heartbeat === undefined) return;
  if (!integration.callback)
    part.refuse('HeartbeatSeconds', 'only a task that waits for a token can get heartbeats');
  const timeout = part.body['TimeoutSeconds'];
  if (typeof heartbeat === 'number' && typeof timeout === 'number' && heartbeat >= timeout) {
    part.refuse('HeartbeatSeconds', 'it must be smaller than TimeoutSeconds');
  }
}

function choice(name: string, part: Part, fields: FieldCompiler): State {
  const parts: Field = ['input', 'context'];
  const rules: ChoiceRule[] = part.list('Choices').map((rule) => {
    rule.allowOnly(RULE_FIELDS);
    if (!rule.has('Condition')) rule.refuse('Condition', 'it is missing');
    const condition = fields.template(rule, 'Condition') ?? compileTemplate(false);
    return { condition, ...fields.exitBy(rule, 'Next', parts) };
  });
  if (rules.length === 0) part.refuse('Choices', 'there must be one rule at least');
  if (!part.has('Default')) {
    for (const field of ['Output', 'Assign'].filter((field) => part.has(field))) {
      part.refuse(field, 'it belongs to Default, which is missing');
    }
  }
  const otherwise: Exit = part.has('Default')
    ? fields.exitBy(part, 'Default', parts)
    : { next: undefined, output: undefined, assign: undefined };
  return { type: 'Choice', name, rules, ...otherwise };
}

function wait(name: string, part: Part, fields: FieldCompiler): State {
  if (part.has('Seconds') === part.has('Timestamp'))
    part.refuse('Seconds', 'give either Seconds or Timestamp');
  const seconds = part.body['Seconds'];
  if (typeof seconds === 'number' && seconds > LONGEST_SECONDS) {
    part.refuse('Seconds', `it must be ${LONGEST_SECONDS} at most`);
  }
  return {
    type: 'Wait',
    name,
    seconds: fields.seconds(part, 'Seconds', 0),
    timestamp: fields.timestamp(part, 'Timestamp'),
    ...fields.exit(part, ['input', 'context']),
  };
}
