/**
 * What a template comes to: the settings of every engine, with all names resolved. The boot gives each part to the
 * engine that carries it out.
 */
import type { Policies } from '../access.ts';
import type { TableSettings } from '../dynamodb/tables.ts';
import type { BusSettings, RuleSettings, ScheduleSettings } from '../events/settings.ts';
import type { ApiSettings } from '../gateway/settings.ts';
import type { KeySettings } from '../kms/settings.ts';
import type { FunctionSettings, RetryLimits } from '../lambda/settings.ts';
import type { BucketSettings } from '../s3/settings.ts';
import type { QueueSettings } from '../sqs/settings.ts';
import type { MachineSettings } from '../step-functions/service.ts';

export interface Deployment {
  readonly region: string;
  readonly partition: string;
  readonly tables: readonly TableSettings[];
  readonly buckets: readonly BucketSettings[];
  /** Keys that sign. */
  readonly keys: readonly KeySettings[];
  /** Queues of dead letters. */
  readonly queues: readonly QueueSettings[];
  readonly functions: readonly FunctionSettings[];
  readonly streamMappings: readonly StreamMapping[];
  readonly machines: readonly MachineSettings[];
  readonly api?: ApiSettings;
  readonly buses: readonly BusSettings[];
  readonly rules: readonly RuleSettings[];
  readonly schedules: readonly ScheduleSettings[];
  readonly policies: Policies;
  /** Stack outputs by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Physical names by logical id. */
  readonly resources: Readonly<Record<string, string>>;
}

export interface StreamMapping extends RetryLimits {
  readonly name: string;
  readonly streamArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  /** Event patterns over a stream record; one that matches is enough, none means all records. */
  readonly filters: readonly Readonly<Record<string, unknown>>[];
  readonly reportsItemFailures: boolean;
  /** How many batches, of different items, may be under way at once. */
  readonly parallelBatches: number;
}
