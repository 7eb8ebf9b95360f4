/**
 * The machines: those of the template, which can be started, and every older definition under which an execution still
 * runs. A new version of a machine never changes an execution that has begun.
 */
import { createHash } from 'node:crypto';
import { AwsError, type Clock } from '../parts.ts';
import { compileMachine, type MachineSettings } from './compile.ts';
import type { Machine } from './machine.ts';
import type { DefinitionRecord } from './records.ts';
import type { ExecutionStore } from './store.ts';

export interface CurrentMachine {
  readonly machine: Machine;
  readonly digest: string;
  readonly creationDate: number;
}

export class Catalogue {
  readonly #store: ExecutionStore;
  readonly #current = new Map<string, CurrentMachine>();
  readonly #compiled = new Map<string, Machine>();

  constructor(store: ExecutionStore) {
    this.#store = store;
  }

  /** Compiles all machines before any of them is recorded: a refusal leaves no trace. */
  async load(settings: readonly MachineSettings[], clock: Clock): Promise<void> {
    const machines = settings.map((one) =>
      compileMachine(one, this.#store.definitions.has(digestOf(one)) ? 'validated' : 'new'),
    );
    for (const machine of machines) {
      const digest = digestOf(machine);
      this.#compiled.set(digest, machine);
      const record = this.#store.definitions.get(digest) ?? (await this.#record(machine, digest, clock));
      this.#current.set(machine.arn, { machine, digest, creationDate: record.at });
    }
  }

  list(): CurrentMachine[] {
    return [...this.#current.values()];
  }

  get(arn: string): CurrentMachine {
    const machine = this.#current.get(arn);
    if (machine) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  /** The definition an execution runs under; older ones are compiled when first asked for. */
  byDigest(digest: string): Machine {
    const known = this.#compiled.get(digest);
    if (known) return known;
    const record = this.#store.definitions.get(digest);
    if (record === undefined) throw new Error(`The journal has no definition ${digest}.`);
    const machine = compileMachine({ ...record, arn: record.machineArn }, 'validated');
    this.#compiled.set(digest, machine);
    return machine;
  }

  async #record(machine: Machine, digest: string, clock: Clock): Promise<DefinitionRecord> {
    const { arn: machineArn, name, roleName, definition } = machine;
    const record: DefinitionRecord = {
      kind: 'definition',
      digest,
      machineArn,
      name,
      roleName,
      definition,
      at: clock.now(),
    };
    await this.#store.commit(record);
    return record;
  }
}

function digestOf({ arn, name, roleName, definition }: MachineSettings): string {
  return createHash('sha256')
    .update(JSON.stringify([arn, name, roleName, definition]))
    .digest('hex');
}
