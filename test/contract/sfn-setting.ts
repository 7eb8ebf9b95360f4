/** What a test of Step Functions asks for, and what it is given to work with. */
import type { DescribeExecutionCommandOutput, HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import type { BusEvent, Json } from '../../infra/embedded/parts.ts';
import type { StepFunctions } from '../../infra/embedded/step-functions/service.ts';
import type { ManualClock } from '../support/manual-clock.ts';

export interface BenchOptions {
  readonly machines: Readonly<Record<string, object>>;
  readonly functions?: Readonly<Record<string, (payload: Json) => unknown>>;
  readonly sdkCall?: (service: string, action: string, input: Json, principal: string) => Promise<Json>;
  readonly access?: (action: string, resourceArn: string) => void;
  readonly emit?: (event: BusEvent) => Promise<void>;
  readonly startRate?: number;
  readonly journalFile?: string;
  readonly startAt?: string;
}

export interface Bench {
  readonly client: SFNClient;
  readonly clock: ManualClock;
  readonly journalFile: string;
  readonly events: BusEvent[];
  readonly service: () => StepFunctions;
  /** Starts and lets everything run that can; answers the ARN. */
  start(machine: string, input?: unknown, name?: string): Promise<string>;
  describe(arn: string): Promise<DescribeExecutionCommandOutput>;
  /** Starts, runs and answers how it ended. */
  run(machine: string, input?: unknown): Promise<DescribeExecutionCommandOutput>;
  /** Like run, but answers the parsed output and fails if there is none. */
  output(machine: string, input?: unknown): Promise<unknown>;
  history(arn: string): Promise<HistoryEvent[]>;
  /** Stops the service and opens it again on the same journal. */
  restart(changes?: Partial<BenchOptions>): Promise<void>;
  close(): Promise<void>;
}
