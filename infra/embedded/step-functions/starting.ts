/**
 * StartExecution. Names make starts idempotent: the same name with the same input finds the running execution, anything
 * else under a name that is taken is refused, and two starts at the same moment are one.
 */
import { randomUUID } from 'node:crypto';
import { AwsError, type Clock, type Json } from '../parts.ts';
import { executionArn } from './arns.ts';
import type { Catalogue, CurrentMachine } from './catalogue.ts';
import type { Engine } from './engine.ts';
import { PAYLOAD_BYTES } from './limits.ts';
import { checkName } from './names.ts';
import type { Opening } from './records.ts';
import type { Request } from './request.ts';
import type { ExecutionStore } from './store.ts';

export class Starter {
  readonly #store: ExecutionStore;
  readonly #catalogue: Catalogue;
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #admit: () => void;
  /** Starts whose record is still on its way to the disk. */
  readonly #starting = new Map<string, Promise<void>>();

  constructor(
    store: ExecutionStore,
    catalogue: Catalogue,
    engine: Engine,
    clock: Clock,
    startRate: number | undefined,
  ) {
    this.#store = store;
    this.#catalogue = catalogue;
    this.#engine = engine;
    this.#clock = clock;
    this.#admit = startRate === undefined ? () => undefined : rateLimit(startRate, clock);
  }

  async start(request: Request, check: (machineArn: string) => void): Promise<Json> {
    const machineArn = request.text('stateMachineArn');
    const name = request.optionalText('name') ?? randomUUID();
    const input = request.optionalText('input', PAYLOAD_BYTES) ?? '{}';
    request.done();
    check(machineArn);
    checkName(name);
    checkInput(input);
    const current = this.#catalogue.get(machineArn);
    this.#admit();
    const arn = executionArn(machineArn, name);
    await this.#starting.get(arn)?.catch(() => undefined);
    if (!this.#isRunningWith(arn, input)) await this.#begin(arn, name, input, current);
    return { executionArn: arn, startDate: this.#store.get(arn).startDate / 1000 };
  }

  #isRunningWith(arn: string, input: string): boolean {
    const existing = this.#store.find(arn);
    if (existing === undefined) return false;
    if (existing.closing === undefined && existing.input === input) return true;
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }

  async #begin(arn: string, name: string, input: string, { machine, digest }: CurrentMachine): Promise<void> {
    const startDate = this.#clock.now();
    const { timeoutSeconds } = machine;
    const deadline = timeoutSeconds === undefined ? undefined : startDate + timeoutSeconds * 1000;
    const opening: Opening = { name, machineArn: machine.arn, digest, input, startDate, deadline };
    const begun = this.#engine.start(arn, opening);
    this.#starting.set(arn, begun);
    try {
      await begun;
    } finally {
      this.#starting.delete(arn);
    }
  }
}

function checkInput(input: string): void {
  try {
    JSON.parse(input);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);
  }
}

/** A bucket of one second's starts, refilled by the clock. */
function rateLimit(perSecond: number, clock: Clock): () => void {
  const capacity = Math.max(1, perSecond);
  let level = capacity;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    level = Math.min(capacity, level + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    if (level < 1) throw new AwsError('ThrottlingException', 'Rate exceeded');
    level -= 1;
  };
}
