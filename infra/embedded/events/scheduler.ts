/**
 * Schedules by the clock. The last firing of each is on disk, so that a restart neither repeats it nor begins its rhythm anew;
 * what fell due while the system was down fires once. While a virtual clock jumps, a schedule fires at each of its instants if there
 * are few of them, and else at the first and at the last one before the destination: a jump of months would be nothing but sweeps.
 */
import { type Journal, openJournal } from '../journal.ts';
import type { AsyncInvocation } from '../lambda/async-record.ts';
import type { Clock, Stoppable } from '../parts.ts';
import type { Rhythm } from './rhythm.ts';
import { rhythmOf } from './schedule-expression.ts';
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

/** When a schedule was first seen, or last fired. */
interface Mark {
  readonly name: string;
  readonly at: number;
}

interface Planned {
  readonly schedule: ScheduleSettings;
  readonly rhythm: Rhythm;
}

const compactBytes = 1024 * 1024;
/** So many instants of a schedule are kept in one jump: a month and a bit of days. */
const mostInOneJump = 40;

/** Opens the schedules; an expression that is not carried out stops the boot. */
export async function openScheduler(options: SchedulerOptions): Promise<Scheduler> {
  const planned = options.schedules.map((schedule) => ({ schedule, rhythm: read(schedule) }));
  const marks = new Map<string, Mark>();
  const journal = await openJournal<Mark>(options.file, (mark) => void marks.set(mark.name, mark));
  return new ClockScheduler(options, planned, journal, marks);
}

function read({ name, expression, timeZone }: ScheduleSettings): Rhythm {
  try {
    return rhythmOf(expression, timeZone);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Schedule ${name}: ${expression} is not carried out here, ${why}.`);
  }
}

class ClockScheduler implements Scheduler {
  readonly #options: SchedulerOptions;
  readonly #planned: readonly Planned[];
  readonly #journal: Journal<Mark>;
  readonly #marks: ReadonlyMap<string, Mark>;
  readonly #cancels = new Map<string, () => void>();
  readonly #firing = new Set<Promise<void>>();
  #fired = 0;
  #stopped = false;

  constructor(
    options: SchedulerOptions,
    planned: readonly Planned[],
    journal: Journal<Mark>,
    marks: ReadonlyMap<string, Mark>,
  ) {
    this.#options = options;
    this.#planned = planned;
    this.#journal = journal;
    this.#marks = marks;
  }

  start(): void {
    for (const planned of this.#planned) this.#track(this.#begin(planned));
  }

  fired(): number {
    return this.#fired;
  }

  async settled(): Promise<void> {
    while (this.#firing.size > 0) await Promise.all(this.#firing);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const cancel of this.#cancels.values()) cancel();
    await this.settled();
    await this.#journal.close();
  }

  /** A schedule begins its rhythm when it is first seen; of what was missed since, the last is made up for. */
  async #begin(planned: Planned): Promise<void> {
    const { name } = planned.schedule;
    const now = this.#options.clock.now();
    const mark = this.#marks.get(name)?.at;
    if (mark === undefined) await this.#journal.append({ name, at: now });
    const missed = mark === undefined ? undefined : planned.rhythm.last(mark, now);
    this.#arm(planned, missed ?? this.#nextOf(planned));
  }

  #arm(planned: Planned, dueAt: number | undefined): void {
    if (this.#stopped || dueAt === undefined) return;
    const cancel = this.#options.clock.at(dueAt, () => this.#track(this.#fire(planned, dueAt)));
    this.#cancels.set(planned.schedule.name, cancel);
  }

  #nextOf({ schedule, rhythm }: Planned): number | undefined {
    const mark = this.#marks.get(schedule.name)?.at ?? this.#options.clock.now();
    const destination = this.#options.destination();
    const first = rhythm.next(mark);
    let due = first;
    for (let count = 0; due !== undefined && due <= destination; due = rhythm.next(due)) {
      count += 1;
      if (count > mostInOneJump) return rhythm.last(mark, destination);
    }
    return first;
  }

  async #fire(planned: Planned, dueAt: number): Promise<void> {
    const { functionArn, name, input } = planned.schedule;
    const payload: unknown = input === undefined ? {} : JSON.parse(input);
    await this.#options.enqueue([{ functionName: functionArn, payload, source: `schedule ${name}` }]);
    await this.#journal.append({ name, at: dueAt });
    this.#fired += 1;
    if (this.#journal.bytes > compactBytes) await this.#compact();
    this.#arm(planned, this.#nextOf(planned));
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
