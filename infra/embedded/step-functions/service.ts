/**
 * Step Functions for one machine: Standard workflows in JSONata, durable in a journal, behind AWS's own operations. What it
 * does not implement it refuses, at creation where a definition asks for it and per call otherwise.
 */
import {
  AwsError,
  type Clock,
  type Emit,
  type Functions,
  type Json,
  type JsonService,
  type Principal,
  type Stoppable,
} from '../parts.ts';
import { Announcer } from './announcer.ts';
import { Catalogue } from './catalogue.ts';
import type { MachineSettings } from './compile.ts';
import { type Counts, Engine } from './engine.ts';
import type { TokenMessage } from './interpreter.ts';
import { PAYLOAD_BYTES } from './limits.ts';
import { Timers } from './named-timers.ts';
import {
  describeExecution,
  describeStateMachine,
  getExecutionHistory,
  listExecutions,
  listStateMachines,
} from './reading.ts';
import { Request } from './request.ts';
import { Starter } from './starting.ts';
import { ExecutionStore } from './store.ts';
import { readToken } from './tokens.ts';

export type { MachineSettings } from './compile.ts';

export interface StepFunctionsOptions {
  readonly journalFile: string;
  readonly machines: readonly MachineSettings[];
  readonly clock: Clock;
  readonly functions: Functions;
  /** For tasks that call other services of AWS, under the role of the machine. */
  readonly sdkCall: (service: string, action: string, input: Json, principalName: string) => Promise<Json>;
  readonly emit: Emit;
  /** Throws where the principal may not do the action. */
  readonly access: (principal: Principal, action: string, resourceArn: string) => void;
  /** StartExecution calls per second; unlimited unless given. */
  readonly startRate?: number;
}

export interface StepFunctions extends JsonService, Stoppable {
  readonly counts: Readonly<Counts>;
  /** Resolves when no call and no step is under way: all executions wait for time, for a token, or for nothing more. */
  idle(): Promise<void>;
}

type Operation = (request: Request, principal: Principal) => Promise<Json>;

const ERROR_LENGTH = 256;
const CAUSE_LENGTH = 32_768;
/** How often closed executions are looked through for those whose time is over. */
const SWEEP_MS = 24 * 60 * 60 * 1000;

export async function createStepFunctions(options: StepFunctionsOptions): Promise<StepFunctions> {
  const { clock } = options;
  const store = await ExecutionStore.open(options.journalFile, clock);
  try {
    const catalogue = new Catalogue(store);
    await catalogue.load(options.machines, clock);
    const announcer = new Announcer(store, options.emit, clock);
    const engine = new Engine(store, catalogue, clock, options, announcer);
    engine.resume();
    return new StepFunctionsService(options, store, catalogue, engine);
  } catch (error) {
    await store.close();
    throw error;
  }
}

class StepFunctionsService implements StepFunctions {
  readonly target = 'AWSStepFunctions';
  readonly #options: StepFunctionsOptions;
  readonly #store: ExecutionStore;
  readonly #catalogue: Catalogue;
  readonly #engine: Engine;
  readonly #starter: Starter;
  readonly #timers: Timers;
  readonly #operations: ReadonlyMap<string, Operation>;
  #sweeping: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: StepFunctionsOptions, store: ExecutionStore, catalogue: Catalogue, engine: Engine) {
    const { clock, startRate } = options;
    this.#options = options;
    this.#store = store;
    this.#catalogue = catalogue;
    this.#engine = engine;
    this.#starter = new Starter(store, catalogue, engine, clock, startRate);
    this.#timers = new Timers(clock);
    this.#operations = this.#table();
    this.#sweepLater();
  }

  get counts(): Readonly<Counts> {
    return this.#engine.counts;
  }

  async call(operation: string, input: Json, principal: Principal): Promise<Json> {
    if (this.#stopped) throw new AwsError('ServiceUnavailable', 'Step Functions is stopping.', 503);
    const run = this.#operations.get(operation);
    if (run === undefined) {
      throw new AwsError('UnknownOperationException', `The operation '${operation}' is not supported here.`);
    }
    return run(new Request(input), principal);
  }

  async idle(): Promise<void> {
    await this.#sweeping;
    await this.#engine.idle();
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#timers.cancelAll();
    await this.#sweeping;
    await this.#engine.stop();
    await this.#store.close();
  }

  #table(): Map<string, Operation> {
    return new Map<string, Operation>([
      ['StartExecution', (request, principal) => this.#start(request, principal)],
      ['StopExecution', (request, principal) => this.#stopExecution(request, principal)],
      ['DescribeExecution', (request, principal) => this.#describe(request, principal)],
      ['ListExecutions', (request, principal) => this.#list(request, principal)],
      ['GetExecutionHistory', (request, principal) => this.#history(request, principal)],
      ['SendTaskSuccess', (request, principal) => this.#sendSuccess(request, principal)],
      ['SendTaskFailure', (request, principal) => this.#sendFailure(request, principal)],
      ['SendTaskHeartbeat', (request, principal) => this.#sendHeartbeat(request, principal)],
      ['DescribeStateMachine', (request, principal) => this.#describeMachine(request, principal)],
      ['ListStateMachines', (request, principal) => this.#listMachines(request, principal)],
    ]);
  }

  #start(request: Request, principal: Principal): Promise<Json> {
    return this.#starter.start(request, (arn) => this.#check(principal, 'StartExecution', arn));
  }

  async #stopExecution(request: Request, principal: Principal): Promise<Json> {
    const arn = request.text('executionArn');
    const error = request.optionalText('error', ERROR_LENGTH);
    const cause = request.optionalText('cause', CAUSE_LENGTH);
    request.done();
    this.#check(principal, 'StopExecution', arn);
    this.#store.get(arn);
    await this.#engine.post(arn, { kind: 'stop', error, cause });
    // An execution that has already ended answers with its own end.
    return { stopDate: (this.#store.get(arn).closing?.stopDate ?? this.#options.clock.now()) / 1000 };
  }

  async #describe(request: Request, principal: Principal): Promise<Json> {
    const arn = request.text('executionArn');
    request.done();
    this.#check(principal, 'DescribeExecution', arn);
    return describeExecution(this.#store.get(arn));
  }

  async #list(request: Request, principal: Principal): Promise<Json> {
    const arn = request.text('stateMachineArn');
    this.#check(principal, 'ListExecutions', arn);
    this.#catalogue.get(arn);
    return listExecutions(this.#store, request, arn);
  }

  async #history(request: Request, principal: Principal): Promise<Json> {
    const arn = request.text('executionArn');
    this.#check(principal, 'GetExecutionHistory', arn);
    return getExecutionHistory(this.#store, request, this.#store.get(arn));
  }

  async #describeMachine(request: Request, principal: Principal): Promise<Json> {
    const arn = request.text('stateMachineArn');
    request.done();
    this.#check(principal, 'DescribeStateMachine', arn);
    return describeStateMachine(this.#catalogue, arn);
  }

  async #listMachines(request: Request, principal: Principal): Promise<Json> {
    this.#check(principal, 'ListStateMachines', '*');
    return listStateMachines(this.#catalogue, request);
  }

  async #sendSuccess(request: Request, principal: Principal): Promise<Json> {
    const token = request.text('taskToken');
    const output = request.optionalText('output', PAYLOAD_BYTES);
    request.done();
    if (output === undefined) throw new AwsError('InvalidOutput', 'The output is missing.');
    const message: TokenMessage = { kind: 'success', result: parseOutput(output) };
    return this.#send('SendTaskSuccess', token, message, principal);
  }

  async #sendFailure(request: Request, principal: Principal): Promise<Json> {
    const token = request.text('taskToken');
    const error = request.optionalText('error', ERROR_LENGTH) ?? '';
    const cause = request.optionalText('cause', CAUSE_LENGTH);
    request.done();
    return this.#send('SendTaskFailure', token, { kind: 'failure', error, cause }, principal);
  }

  async #sendHeartbeat(request: Request, principal: Principal): Promise<Json> {
    const token = request.text('taskToken');
    request.done();
    return this.#send('SendTaskHeartbeat', token, { kind: 'heartbeat' }, principal);
  }

  async #send(action: string, token: string, message: TokenMessage, principal: Principal): Promise<Json> {
    const place = readToken(token);
    if (place === undefined) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
    const { arn, thread } = place;
    const execution = this.#store.find(arn);
    this.#check(principal, action, execution?.machineArn ?? '*');
    if (execution === undefined) {
      throw new AwsError('TaskDoesNotExist', "Task Does Not Exist: 'No execution has given out this token'");
    }
    if (await this.#engine.post(arn, { kind: 'token', thread, token, message })) return {};
    throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  }

  #check(principal: Principal, operation: string, resourceArn: string): void {
    this.#options.access(principal, `states:${operation}`, resourceArn);
  }

  #sweepLater(): void {
    const expiry = this.#store.nextExpiry() ?? 0;
    const next = Math.max(expiry, this.#options.clock.now() + SWEEP_MS);
    this.#timers.set('sweep', next, () => {
      this.#sweeping = this.#sweep().catch((error: unknown) => {
        console.error('Old executions could not be swept:', error);
      });
    });
  }

  async #sweep(): Promise<void> {
    if (this.#store.forgetExpired()) await this.#store.compact();
    if (!this.#stopped) this.#sweepLater();
  }
}

function parseOutput(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidOutput', `Invalid Output: '${reason}'`);
  }
}
