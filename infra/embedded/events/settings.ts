/** Rules of the default bus and schedules, as the template says them. Their targets are functions. */

export interface TargetSettings {
  readonly functionArn: string;
  /** Fixed JSON text in place of the event. */
  readonly input?: string;
}

export interface RuleSettings {
  readonly name: string;
  readonly arn: string;
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
