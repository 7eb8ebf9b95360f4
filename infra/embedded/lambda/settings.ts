/** What a function is and how it is retried when nobody waits for it, as the template says it. */

/** How often and how long a failed asynchronous invocation is tried again. */
export interface RetryLimits {
  readonly maxRetries?: number;
  readonly maxAgeSeconds?: number;
}

export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  /** Where its code lies. */
  readonly folder: string;
  /** `file.export`, e.g. `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly roleName: string;
  /** For invocations that nobody waits for; by default two retries within six hours. */
  readonly asyncLimits?: RetryLimits;
}
