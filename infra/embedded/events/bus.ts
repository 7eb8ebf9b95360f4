/**
 * The event buses, the default one and those of the template: take events, find the rules of their bus that they match and hand them to
 * the queue of invocations in one durable step. An event is accepted when the queue has it on disk; then it reaches its targets at least once.
 */
import { randomUUID } from 'node:crypto';
import type { Access } from '../access.ts';
import type { AsyncInvocation } from '../lambda/async-record.ts';
import { AwsError, type BusEvent, type Clock, type Emit, type Json, type JsonService } from '../parts.ts';
import { matches, whatIsRefused } from './pattern.ts';
import { busesNamed, readEntries } from './put-events.ts';
import type { BusSettings, RuleSettings } from './settings.ts';

export interface BusOptions {
  /** Those besides the default one. */
  readonly buses?: readonly BusSettings[];
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
const defaultBus = 'default';

/** Opens the bus; a rule with a comparison that is not carried out stops the boot. */
export function createBus(options: BusOptions): Bus {
  const { rules, clock, access, region, partition, enqueue } = options;
  refuseRules(rules);
  const defaultArn = `arn:${partition}:events:${region}:${account}:event-bus/${defaultBus}`;
  const buses = [{ name: defaultBus, arn: defaultArn }, ...(options.buses ?? [])];

  async function accept(event: BusEvent, bus = defaultBus, at = clock.now()): Promise<string> {
    const id = randomUUID();
    const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
    const listening = rules.filter((rule) => (rule.bus ?? defaultBus) === bus);
    await enqueue(invocationsFor(listening, { version: '0', id, account, time, region, ...event }));
    return id;
  }

  return {
    target: 'AWSEvents',
    async emit(event) {
      await accept(event);
    },
    async call(operation, input, principal) {
      if (operation !== 'PutEvents')
        throw new AwsError('UnknownOperationException', `The event bus has PutEvents, not ${operation}.`);
      for (const { arn } of busesNamed(input, buses)) access(principal, 'events:PutEvents', arn);
      const entries = readEntries(input, buses);
      const answers = await Promise.all(
        entries.map(async (entry) =>
          'event' in entry ? { EventId: await accept(entry.event, entry.bus.name, entry.at) } : { ...entry },
        ),
      );
      const failed = answers.filter((answer) => 'ErrorCode' in answer);
      return { FailedEntryCount: failed.length, Entries: answers };
    },
  };
}

function refuseRules(rules: readonly RuleSettings[]): void {
  const refused = rules.flatMap(({ name, pattern }) =>
    whatIsRefused(pattern).map((what) => `rule ${name}: ${what}`),
  );
  if (refused.length > 0) throw new Error(`The event bus cannot carry out: ${refused.join('; ')}`);
}

function invocationsFor(rules: readonly RuleSettings[], event: Json): AsyncInvocation[] {
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
