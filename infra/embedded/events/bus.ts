/**
 * The default event bus: takes events, finds the rules that they match and hands them to the queue of invocations in one durable
 * step. An event is accepted when the queue has it on disk; then it reaches its targets at least once.
 */
import { randomUUID } from 'node:crypto';
import type { Access } from '../access.ts';
import type { AsyncInvocation } from '../lambda/async-record.ts';
import { AwsError, type BusEvent, type Clock, type Emit, type Json, type JsonService } from '../parts.ts';
import { matches, whatIsRefused } from './pattern.ts';
import type { RuleSettings } from './settings.ts';

export interface BusOptions {
  readonly rules: readonly RuleSettings[];
  /** Takes all of them durably, or none. */
  readonly enqueue: (invocations: readonly AsyncInvocation[]) => Promise<void>;
  readonly clock: Clock;
  readonly access: Access;
  readonly region: string;
  readonly partition: string;
}

export interface Bus extends JsonService {
  readonly emit: Emit;
}

const account = '000000000000';
/** PutEvents takes so many entries at most. */
const mostEntries = 10;

/** Opens the bus; a rule with a comparison that is not carried out stops the boot. */
export function createBus(options: BusOptions): Bus {
  const refused = options.rules.flatMap(({ name, pattern }) =>
    whatIsRefused(pattern).map((what) => `rule ${name}: ${what}`),
  );
  if (refused.length > 0) throw new Error(`The event bus cannot carry out: ${refused.join('; ')}`);
  const accept = async (event: BusEvent): Promise<string> => {
    const id = randomUUID();
    await options.enqueue(invocationsFor(options, { ...envelope(options, id), ...event }));
    return id;
  };
  return {
    target: 'AWSEvents',
    async emit(event) {
      await accept(event);
    },
    async call(operation, input, principal) {
      if (operation !== 'PutEvents')
        throw new AwsError('UnknownOperationException', `The event bus has PutEvents, not ${operation}.`);
      const { partition, region } = options;
      options.access(
        principal,
        'events:PutEvents',
        `arn:${partition}:events:${region}:${account}:event-bus/default`,
      );
      const entries = entriesOf(input);
      const answers = await Promise.all(
        entries.map(async (entry) => ({ EventId: await accept(eventOf(entry)) })),
      );
      return { FailedEntryCount: 0, Entries: answers };
    },
  };
}

function envelope({ clock, region }: BusOptions, id: string): Json {
  return { version: '0', id, account, time: new Date(clock.now()).toISOString(), region, resources: [] };
}

function invocationsFor({ rules }: BusOptions, event: Json): AsyncInvocation[] {
  return rules
    .filter(({ pattern }) => matches(pattern, event))
    .flatMap(({ name, targets }) =>
      targets.map(({ functionArn, input }) => ({
        functionName: functionArn,
        payload: input === undefined ? event : (JSON.parse(input) as unknown),
        source: `rule ${name}`,
      })),
    );
}

function entriesOf(input: Json): readonly Json[] {
  const entries = input['Entries'];
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > mostEntries)
    throw new AwsError('ValidationException', `PutEvents takes 1 to ${mostEntries} entries.`);
  return entries;
}

function eventOf(entry: Json): BusEvent {
  const {
    Source: source,
    DetailType: detailType,
    Detail: detail,
    Resources: resources,
    EventBusName: bus,
  } = entry;
  if (bus !== undefined && bus !== 'default')
    throw new AwsError(
      'ResourceNotFoundException',
      `There is no event bus ${String(bus)}: only the default one.`,
    );
  if (typeof source !== 'string' || typeof detailType !== 'string' || typeof detail !== 'string')
    throw new AwsError('ValidationException', 'An entry needs Source, DetailType and Detail as text.');
  return {
    source,
    'detail-type': detailType,
    detail: parse(detail),
    resources: Array.isArray(resources) ? resources : [],
  };
}

function parse(detail: string): Json {
  try {
    const value: unknown = JSON.parse(detail);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    // Told below, like every other detail that is no object.
  }
  throw new AwsError('MalformedDetail', 'Detail is not a JSON object.');
}
