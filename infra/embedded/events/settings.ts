/** Event buses with their rules, and schedules, as the template says them. Their targets are functions. */

/** A bus besides the default one, which is always there. */
export interface BusSettings {
  readonly name: string;
  readonly arn: string;
}

export interface TargetSettings {
  readonly functionArn: string;
  /** Fixed JSON text in place of the event. */
  readonly input?: string;
}

export interface RuleSettings {
  readonly name: string;
  readonly arn: string;
  /** Name of the bus that it listens to; by default the default one. */
  readonly bus?: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly TargetSettings[];
}

export interface ScheduleSettings extends TargetSettings {
  readonly name: string;
  readonly arn: string;
  /** `rate(…)`, `cron(…)` or `at(…)`. */
  readonly expression: string;
  readonly timeZone: string;
}
