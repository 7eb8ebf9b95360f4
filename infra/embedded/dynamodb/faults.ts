/**
 * Faults for tests, off unless asked for: what AWS does to a client on a bad day and this engine never would. The same
 * seed makes the same faults over the same calls.
 */
import { AwsError, type Json } from '../parts.ts';
import { randomFrom } from '../random.ts';
import { operations } from './operations.ts';
import { listIn } from './shapes.ts';

export type FaultName =
  | 'ThrottlingException'
  | 'ProvisionedThroughputExceededException'
  | 'InternalServerError'
  | 'TransactionCanceled:TransactionConflict'
  | 'timeout-after-commit';

export interface Fault {
  /** Only this operation; by default all. A conflict only befalls writes, whatever stands here. */
  readonly operation?: string;
  /** Only calls of this principal, by name. */
  readonly principal?: string;
  readonly error: FaultName;
  /** The share of calls that it befalls, 0 to 1. Either this or `nth` is given. */
  readonly probability?: number;
  /** Only the nth call from now, counted from one. */
  readonly nth?: number;
  readonly seed?: number;
}

export interface Faults {
  inject(fault: Fault): void;
  clear(): void;
}

export interface FaultSource extends Faults {
  /** The fault that befalls this call, if any. */
  draw(operation: string, principal: string): FaultName | undefined;
}

interface Armed {
  readonly fault: Fault;
  readonly random: () => number;
  calls: number;
}

export function createFaults(): FaultSource {
  let armed: Armed[] = [];
  return {
    inject(fault) {
      if ((fault.probability === undefined) === (fault.nth === undefined))
        throw new Error('A fault needs either a probability or the number of the call that it befalls.');
      armed.push({ fault, random: randomFrom(fault.seed ?? 1), calls: 0 });
    },
    clear() {
      armed = [];
    },
    draw(operation, principal) {
      // Every armed fault counts the call, so that one does not shift the sequence of another.
      const befalling = armed.filter((one) => concerns(one.fault, operation, principal) && strikes(one));
      return befalling[0]?.fault.error;
    },
  };
}

function concerns(fault: Fault, operation: string, principal: string): boolean {
  if (fault.error.startsWith('TransactionCanceled') && operations.get(operation)?.spends !== 'writes')
    return false;
  return (fault.operation ?? operation) === operation && (fault.principal ?? principal) === principal;
}

function strikes(one: Armed): boolean {
  one.calls += 1;
  if (one.fault.nth !== undefined) return one.calls === one.fault.nth;
  return one.random() < (one.fault.probability ?? 0);
}

/** The error of a fault that keeps the call from being carried out. */
export function faultError(name: FaultName, operation: string, input: Json): AwsError {
  if (name === 'InternalServerError')
    return new AwsError(name, 'Internal server error (injected for a test)', 500);
  if (name === 'TransactionCanceled:TransactionConflict') return conflict(operation, input);
  return new AwsError(name, 'Rate of requests exceeds the allowed throughput (injected for a test)');
}

function conflict(operation: string, input: Json): AwsError {
  const message = 'Transaction is ongoing for the item';
  if (operation !== 'TransactWriteItems') return new AwsError('TransactionConflictException', message);
  const reasons = listIn(input['TransactItems']).map((_, at) =>
    at === 0 ? { Code: 'TransactionConflict', Message: message } : { Code: 'None' },
  );
  return new AwsError('TransactionCanceledException', cancellationMessage(reasons), 400, {
    CancellationReasons: reasons,
  });
}

export function cancellationMessage(reasons: readonly Json[]): string {
  const codes = reasons.map((reason) => String(reason['Code'])).join(', ');
  return `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
}
