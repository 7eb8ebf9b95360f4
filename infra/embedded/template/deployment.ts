/**
 * What a template comes to: the settings of every engine, with all names resolved. The boot gives each part to the
 * engine that carries it out.
 */
import type { Policies } from '../access.ts';
import type { TableSettings } from '../dynamodb/tables.ts';
import type { BucketSettings } from '../s3/settings.ts';
import type { MachineSettings } from '../step-functions/service.ts';

export interface Deployment {
  readonly tables: readonly TableSettings[];
  readonly buckets: readonly BucketSettings[];
  readonly functions: readonly FunctionDeployment[];
  readonly streamMappings: readonly StreamMapping[];
  readonly machines: readonly MachineSettings[];
  readonly api?: ApiDeployment;
  readonly rules: readonly RuleDeployment[];
  readonly schedules: readonly ScheduleDeployment[];
  readonly policies: Policies;
  /** Stack outputs by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Physical names by logical id. */
  readonly resources: Readonly<Record<string, string>>;
}

export interface FunctionDeployment {
  readonly name: string;
  readonly arn: string;
  /** The folder of the asset. */
  readonly folder: string;
  /** `file.export`, e.g. `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly roleName: string;
}

/** How often and how long a failed asynchronous invocation is tried again. */
export interface RetryLimits {
  readonly maxRetries?: number;
  readonly maxAgeSeconds?: number;
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
  readonly bisects: boolean;
}

export interface RouteDeployment {
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer?: AuthorizerDeployment;
}

export interface AuthorizerDeployment {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface CorsDeployment {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge?: number;
}

export interface ApiDeployment {
  readonly id: string;
  readonly cors?: CorsDeployment;
  readonly routes: readonly RouteDeployment[];
}

export interface RuleTarget extends RetryLimits {
  readonly functionArn: string;
  /** Fixed JSON text in place of the event. */
  readonly input?: string;
}

export interface RuleDeployment {
  readonly name: string;
  readonly arn: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly RuleTarget[];
}

export interface ScheduleDeployment extends RuleTarget {
  readonly name: string;
  readonly arn: string;
  /** `rate(…)`, `cron(…)` or `at(…)`. */
  readonly expression: string;
  readonly timeZone: string;
}
