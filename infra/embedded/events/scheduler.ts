/**
 * Schedules by the clock, `rate(…)` alone. The last firing of each is on disk, so that a restart neither repeats it nor begins its
 * rhythm anew; what fell due while the system was down fires once. While a virtual clock jumps, a schedule fires at its first instant and
 * at the last one before the destination, not at all those between: what it looks for is the same each time.
 */

import { type Journal, openJournal } from '../journal.ts';
import type { AsyncInvocation } from '../lambda/async-record.ts';
import type { Clock, Stoppable } from '../parts.ts';
import type { ScheduleSettings } from './settings.ts';

export interface SchedulerOptions {
  readonly file: string;
  readonly schedules: readonly ScheduleSettings[];
  readonly enqueue: (invocations: readonly AsyncInvocation[]) => Promise<void>;
  readonly clock: Clock;
  /** Where a jump of the clock under way is heading; the present when none is. */
  readonly destination: () => number;
  readonly log: (line: string) => void;
}

export interface Scheduler extends Stoppable {
  start(): void;
  /** Firings so far. */
  fired(): number;
  settled(): Promise<void>;
}

/** When a schedule was first seen, and when it last fired. */
interface Mark {
  readonly name: string;
  readonly at: number;
}

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const compactBytes = 1024 * 1024;

/** Opens the schedules; an expression that is not carried out stops the boot. */
export async function openScheduler(options: SchedulerOptions): Promise<Scheduler> {
  const marks = new Map<string, Mark>();
  const rhythms = options.schedules.map((schedule) => ({ schedule, every: periodOf(schedule) }));
  const journal = await openJournal<Mark>(options.file, (mark) => void marks.set(mark.name, mark));
  return new ClockScheduler(options, rhythms, journal, marks);
}

class ClockScheduler implements Scheduler {
  readonly #options: SchedulerOptions;
  readonly #rhythms: readonly { schedule: ScheduleSettings; every: number }[];
  readonly #journal: Journal<Mark>;
  readonly #marks: ReadonlyMap<string, Mark>;
  readonly #cancels = new Map<string, () => void>();
  readonly #firing = new Set<Promise<void>>();
  #fired = 0;
  #stopped = false;

  constructor(
    options: SchedulerOptions,
    rhythms: readonly { schedule: ScheduleSettings; every: number }[],
    journal: Journal<Mark>,
    marks: ReadonlyMap<string, Mark>,
  ) {
    this.#options = options;
    this.#rhythms = rhythms;
    this.#journal = journal;
    this.#marks = marks;
  }

  start(): void {
    for (const { schedule, every } of this.#rhythms) this.#track(this.#begin(schedule, every));
  }

  fired(): number {
    return this.#fired;
  }

  async settled(): Promise<void> {
    while (this.#firing.size > 0) await Promise.all(this.#firing);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#cancels.values()) cancel();
    await this.settled();
    await this.#journal.close();
  }

  /** A schedule begins its rhythm when it is first seen. */
  async #begin(schedule: ScheduleSettings, every: number): Promise<void> {
    const { clock } = this.#options;
    if (!this.#marks.has(schedule.name)) await this.#journal.append({ name: schedule.name, at: clock.now() });
    this.#arm(schedule, every);
  }

  #arm(schedule: ScheduleSettings, every: number): void {
    const dueAt = this.#nextAt(schedule, every);
    if (this.#stopped) return;
    const cancel = this.#options.clock.at(dueAt, () => this.#track(this.#fire(schedule, every, dueAt)));
    this.#cancels.set(schedule.name, cancel);
  }

  #nextAt({ name }: ScheduleSettings, every: number): number {
    const first = (this.#marks.get(name)?.at ?? this.#options.clock.now()) + every;
    const skipped = Math.floor((this.#options.destination() - first) / every);
    return first + Math.max(0, skipped) * every;
  }

  async #fire(schedule: ScheduleSettings, every: number, dueAt: number): Promise<void> {
    const { functionArn, name, input } = schedule;
    const payload: unknown = input === undefined ? {} : JSON.parse(input);
    await this.#options.enqueue([{ functionName: functionArn, payload, source: `schedule ${name}` }]);
    await this.#journal.append({ name, at: dueAt });
    this.#fired += 1;
    if (this.#journal.bytes > compactBytes) await this.#compact();
    this.#arm(schedule, every);
  }

  async #compact(): Promise<void> {
    await this.#journal.compact(async (keep) => {
      for (const mark of this.#marks.values()) await keep(mark);
      return () => undefined;
    });
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#options.log(`A schedule failed: ${error}`))
      .finally(() => this.#firing.delete(tracked));
    this.#firing.add(tracked);
  }
}

/** The period of a schedule in milliseconds. */
function periodOf({ name, expression }: ScheduleSettings): number {
  const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const every = Number(count) * (units[unit] ?? 0);
  if (every > 0) return every;
  throw new Error(`Schedule ${name}: ${expression} is not carried out here, only rate(…) is.`);
}
