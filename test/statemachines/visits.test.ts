/** Every state and every way of the machines, walked on the real engine; the functions are scripted to fail where a way needs it. */
import { SendTaskFailureCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from 'vitest';
import { machineNames } from '../../infra/cloud/machine-names.ts';
import { failure, openBench } from '../contract/sfn-bench.ts';
import type { Bench } from '../contract/sfn-setting.ts';
import { definitionOf, statesOf, waysOf } from './definitions.ts';

const visited = new Set<string>();
const walked = new Set<string>();
const machines = Object.fromEntries(machineNames.map((name) => [name, definitionOf(name)]));

let bench: Bench | undefined;
let token = '';
let gates: string[] = [];

type Payload = Readonly<Record<string, unknown>>;

interface Script {
  readonly openTask?: () => void;
  readonly archive?: () => void;
  readonly disposition?: () => void;
  readonly issue?: (payload: Payload) => void;
  /** What `keep-calendar` answers; neither `issue` nor `next` means that the round is over. */
  readonly calendar?: (payload: Payload) => {
    readonly issue?: readonly string[] | null;
    readonly next?: string;
  };
  readonly remind?: () => string;
  readonly await?: () => void;
  readonly verify?: () => string;
  readonly store?: () => void;
}

async function open(script: Script = {}): Promise<Bench> {
  gates = [];
  bench = await openBench({
    machines,
    functions: {
      OpenTask: (payload) => {
        script.openTask?.();
        token = String(payload['token']);
        gates.push(String(payload['stage']));
        return {};
      },
      OpenDispositionTask: (payload) => {
        script.disposition?.();
        token = String(payload['token']);
        gates.push(String(payload['desk']));
        return {};
      },
      ArchiveFiling: () => script.archive?.() ?? {},
      IssueFilings: (payload) => script.issue?.(payload) ?? { issued: 6 },
      KeepCalendar: (payload) => ({ issue: null, next: null, ...script.calendar?.(payload) }),
      RemindReport: () => ({ next: script.remind?.() ?? '2022-07-17T01:00:00.000Z' }),
      AwaitReport: (payload) => {
        script.await?.();
        token = String(payload['token']);
        gates.push(String(payload['gate']));
        return {};
      },
      VerifyReport: () => ({ state: script.verify?.() ?? 'uploaded' }),
      StoreReport: () => script.store?.() ?? {},
    },
  });
  return bench;
}

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const input = (more: object = {}) => ({
  filing: '360733-2022-H1-101-101P01',
  kind: 'project',
  attempt: 1,
  recovery: 0,
  reviewBy: { 'dept-review': '2022-07-13T16:00:00.000Z', 'section-review': '2022-07-16T16:00:00.000Z' },
  ...more,
});

/** Notes the path of an execution and answers it; state names stand once per entry, ways from what was left to what was entered. */
async function pathOf(arn: string): Promise<readonly string[]> {
  const events = (await bench?.history(arn)) ?? [];
  let left: string | undefined;
  for (const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } of events) {
    if (entered?.name !== undefined) visited.add(entered.name);
    if (entered?.name !== undefined && left !== undefined) walked.add(`${left} → ${entered.name}`);
    left = exited?.name ?? left;
  }
  return events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
}

async function approve(): Promise<void> {
  await bench?.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' }));
  await bench?.clock.rest();
}

async function fail(error: string): Promise<void> {
  await bench?.client.send(new SendTaskFailureCommand({ taskToken: token, error }));
  await bench?.clock.rest();
}

async function status(arn: string): Promise<string | undefined> {
  return (await bench?.describe(arn))?.status;
}

describe('filing-review', () => {
  test('notice 2.2c: a project passes the department, the section and the archive, in four states', async () => {
    const { start } = await open();
    const arn = await start('filing-review', input());
    await approve();
    await approve();
    expect(await pathOf(arn)).toEqual(['Route', 'DepartmentReview', 'SectionReview', 'Archive']);
    expect(await status(arn)).toBe('SUCCEEDED');
  });

  test('notice 2.2b: overall expenditure goes straight to the section, in three states', async () => {
    const { start } = await open();
    const arn = await start('filing-review', input({ kind: 'overall' }));
    await approve();
    expect(await pathOf(arn)).toEqual(['Route', 'SectionReview', 'Archive']);
  });

  test.each(['Returned', 'Withdrawn', 'AttemptOver'])(
    '%s ends the attempt at either desk, with one more state',
    async (error) => {
      const { start } = await open();
      const atDepartment = await start('filing-review', input());
      await fail(error);
      expect(await pathOf(atDepartment)).toEqual(['Route', 'DepartmentReview', 'AttemptEnded']);
      const atSection = await start('filing-review', input({ kind: 'overall' }));
      await fail(error);
      expect(await pathOf(atSection)).toEqual(['Route', 'SectionReview', 'AttemptEnded']);
      expect(await status(atSection)).toBe('SUCCEEDED');
    },
  );

  test.each([
    ['an approval of the department that is taken back', 'Undone'],
    ['a return of the section to the department', 'ReturnedToDepartment'],
  ])('notice 2.2c: %s leads back to its desk, and on from there', async (_, error) => {
    const { start } = await open();
    const arn = await start('filing-review', input());
    await approve();
    await fail(error);
    await approve();
    await approve();
    expect(gates).toEqual(['dept-review', 'section-review', 'dept-review', 'section-review']);
    expect(await pathOf(arn)).toEqual([
      'Route',
      'DepartmentReview',
      'SectionReview',
      'DepartmentReview',
      'SectionReview',
      'Archive',
    ]);
    expect(await status(arn)).toBe('SUCCEEDED');
  });

  test.each([
    ['dept-review', 'DepartmentReview', 2],
    ['after-dept-review', 'SectionReview', 1],
    ['section-review', 'SectionReview', 1],
    ['after-section-review', 'Archive', 0],
  ])('a restart at %s takes it up at %s', async (resumeFrom, state, approvals) => {
    const { start } = await open();
    const arn = await start('filing-review', input({ resumeFrom }));
    for (let turn = 0; turn < approvals; turn += 1) await approve();
    expect((await pathOf(arn))[1]).toBe(state);
    expect(await status(arn)).toBe('SUCCEEDED');
  });

  test('silence decides nothing: when the calendar says so, and then every day, the gate asks the ledger again', async () => {
    const { start, clock } = await open();
    const arn = await start('filing-review', input());
    await clock.pass(12 * 86_400);
    expect(gates).toEqual(['dept-review']);
    await clock.pass(86_400);
    expect(gates).toEqual(['dept-review', 'dept-review']);
    await clock.pass(2 * 86_400);
    expect(gates).toEqual(['dept-review', 'dept-review', 'dept-review', 'dept-review']);
    await approve();
    await clock.pass(2 * 86_400);
    await approve();
    await pathOf(arn);
    expect(await status(arn)).toBe('SUCCEEDED');
  });

  test('a passing fault is tried again', async () => {
    let turn = 0;
    const { start, clock } = await open({
      openTask: () => {
        turn += 1;
        if (turn < 3) throw failure('Fault', 'throttled');
      },
    });
    const arn = await start('filing-review', input());
    await clock.pass(120);
    await approve();
    await approve();
    expect(await status(arn)).toBe('SUCCEEDED');
    expect(turn).toBe(4);
  });

  test('a defect at a gate or in the archive fails loudly, for recovery to take up', async () => {
    const { start } = await open({
      openTask: () => {
        throw failure('TypeError', 'a defect');
      },
      archive: () => {
        throw failure('TypeError', 'a defect');
      },
    });
    const runs = [input(), input({ kind: 'overall' }), input({ resumeFrom: 'after-section-review' })];
    for (const run of runs) {
      const arn = await start('filing-review', run);
      expect((await pathOf(arn)).at(-1)).toBe('NeedsRecovery');
      expect(await bench?.describe(arn)).toMatchObject({ status: 'FAILED', error: 'NeedsRecovery' });
    }
  });

  // 2 for the execution, 2 for the choice, 6 for each gate (scheduled, started and submitted among them), 5 for the archive.
  test('an approved filing leaves 2 + 2 + 6 + 6 + 5 = 21 events of history', async () => {
    const { start, history } = await open();
    const arn = await start('filing-review', input());
    await approve();
    await approve();
    expect(await history(arn)).toHaveLength(21);
  });
});

describe('round', () => {
  const departments = Array.from({ length: 100 }, (_, index) => String(101 + index));
  const round = { region: '360733', round: '2022-H1' };

  test('notice 2.1: every department is issued to, once, and the calendar is told so', async () => {
    const issued: unknown[] = [];
    const asked: boolean[] = [];
    const { start, history } = await open({
      issue: (payload) => void issued.push(payload['department']),
      calendar: ({ issued: done }) => {
        asked.push(done === true);
        return { issue: done === true ? null : departments };
      },
    });
    const arn = await start('round', round);
    const path = await pathOf(arn);
    expect(path.filter((state) => state === 'IssueDepartment')).toHaveLength(100);
    expect(issued.toSorted()).toEqual(departments);
    expect(asked).toEqual([false, true]);
    expect(await status(arn)).toBe('SUCCEEDED');
    expect((await history(arn)).length).toBeLessThanOrEqual(730);
  });

  test('notice 4.1: it waits until filings appear, wakes on each morning that the calendar names, and ends when the round is closed', async () => {
    const answers: { issue?: readonly string[]; next?: string }[] = [
      { next: '2022-07-02T16:00:00.000Z' },
      { issue: ['101'] },
      { next: '2022-07-07T01:00:00.000Z' },
      { next: '2022-07-09T01:00:00.000Z' },
    ];
    const woken: number[] = [];
    const { start, clock } = await open({
      calendar: () => {
        woken.push(clock.now());
        return answers.shift() ?? {};
      },
    });
    const arn = await start('round', round);
    expect(await status(arn)).toBe('RUNNING');
    await clock.pass(60 * 86_400);
    expect(woken.slice(1)).toEqual(
      ['2022-07-03T00', '2022-07-03T00', '2022-07-07T09', '2022-07-09T09'].map((hour) =>
        Date.parse(`${hour}:00:00+08:00`),
      ),
    );
    expect((await pathOf(arn)).at(-1)).toBe('Closed');
    expect(await status(arn)).toBe('SUCCEEDED');
  });

  test('a hundred departments and a hundred and twenty mornings stay within 1,900 events of history', async () => {
    const mornings = Array.from({ length: 119 }, (_, day) =>
      new Date(Date.parse('2022-07-01T09:00:00+08:00') + day * 86_400_000).toISOString(),
    );
    const { start, clock, history } = await open({
      calendar: ({ issued }) => {
        if (issued !== true && mornings.length === 119) return { issue: departments };
        const next = mornings.shift();
        return next === undefined ? {} : { next };
      },
    });
    const arn = await start('round', round);
    await clock.pass(120 * 86_400);
    expect(await status(arn)).toBe('SUCCEEDED');
    expect((await history(arn)).length).toBeLessThanOrEqual(1_900);
  });

  test('a calendar that cannot be kept fails the round, for recovery to start it again', async () => {
    const { start } = await open({
      calendar: () => {
        throw failure('TypeError', 'a defect');
      },
    });
    const arn = await start('round', round);
    expect((await pathOf(arn)).at(-1)).toBe('NeedsRecovery');
    expect(await status(arn)).toBe('FAILED');
  });

  test('a department that cannot be issued to fails the round', async () => {
    const { start } = await open({
      calendar: () => ({ issue: ['101'] }),
      issue: () => {
        throw failure('TypeError', 'a defect');
      },
    });
    const arn = await start('round', round);
    expect(await pathOf(arn)).toContain('DepartmentFailed');
    expect(await status(arn)).toBe('FAILED');
  });
});

describe('report-collection', () => {
  const report = (more: object = {}) => ({
    report: '360733-2022-HY-101',
    attempt: 0,
    recovery: 0,
    reviewBy: '2022-07-23T16:00:00.000Z',
    ...more,
  });
  const waiting = ['Route', 'Remind', 'WaitForReport'];
  const defect = () => {
    throw failure('TypeError', 'a defect');
  };

  test('notice 2.2d: a stamped file is waited for, looked at, confirmed and archived', async () => {
    const { start } = await open();
    const arn = await start('report-collection', report());
    await approve();
    await approve();
    expect(gates).toEqual(['upload', 'confirm']);
    const rest = ['Verify', 'WhereItStands', 'FinanceConfirm', 'Archive', 'CollectionEnded'];
    expect(await pathOf(arn)).toEqual([...waiting, ...rest]);
    expect(await status(arn)).toBe('SUCCEEDED');
  });

  test('a file that is found wanting leads back to the wait, and one that finance returns does too', async () => {
    const verdicts = ['draft', 'uploaded'];
    const { start } = await open({ verify: () => verdicts.shift() ?? 'uploaded' });
    const arn = await start('report-collection', report());
    await approve();
    expect((await pathOf(arn)).slice(3)).toEqual(['Verify', 'WhereItStands', 'Remind', 'WaitForReport']);
    await approve();
    await fail('Returned');
    expect((await pathOf(arn)).slice(-3)).toEqual(['FinanceConfirm', 'Remind', 'WaitForReport']);
  });

  test('a file that replaces another before it is confirmed is looked at; an archived report whose replacement is no good ends', async () => {
    const verdicts = ['uploaded', 'archived'];
    const { start } = await open({ verify: () => verdicts.shift() ?? 'uploaded' });
    const arn = await start('report-collection', report());
    await approve();
    await fail('Replaced');
    const end = ['FinanceConfirm', 'Verify', 'WhereItStands', 'CollectionEnded'];
    expect((await pathOf(arn)).slice(-4)).toEqual(end);
  });

  test('notice 4.1: silence leads to the calendar and back to the wait; at the check it asks the ledger again', async () => {
    const mornings = ['2022-07-17T01:00:00.000Z', '2022-07-19T01:00:00.000Z'];
    const { start, clock } = await open({ remind: () => mornings.shift() ?? '2022-12-31T01:00:00.000Z' });
    const arn = await start('report-collection', report());
    await clock.pass(30 * 86_400);
    expect(gates).toEqual(['upload', 'upload', 'upload']);
    await approve();
    await clock.pass(40 * 86_400);
    expect(gates.slice(3).length).toBeGreaterThan(1);
    expect(new Set(gates.slice(3))).toEqual(new Set(['confirm']));
    await approve();
    await pathOf(arn);
    expect(await status(arn)).toBe('SUCCEEDED');
  });

  test.each([
    ['verify', 'Verify'],
    ['confirm', 'FinanceConfirm'],
    ['archive', 'Archive'],
  ])('a restart at %s takes it up at %s', async (resumeFrom, state) => {
    const { start } = await open({ verify: () => 'checked' });
    const arn = await start('report-collection', report({ resumeFrom }));
    if (resumeFrom === 'confirm') await approve();
    expect((await pathOf(arn))[1]).toBe(state);
    expect((await pathOf(arn)).slice(-2)).toEqual(['Archive', 'CollectionEnded']);
  });

  test('an execution that the ledger has left behind ends at either gate', async () => {
    const over = () => {
      throw failure('CollectionOver', 'the ledger has gone on');
    };
    const { start } = await open({ await: over });
    for (const run of [report(), report({ resumeFrom: 'confirm' })]) {
      const arn = await start('report-collection', run);
      expect((await pathOf(arn)).at(-1)).toBe('CollectionEnded');
      expect(await status(arn)).toBe('SUCCEEDED');
    }
  });

  test.each([
    ['at the calendar', { remind: defect }, report()],
    ['at the wait', { await: defect }, report()],
    ['at the look', { verify: defect }, report({ resumeFrom: 'verify' })],
    ['at the check', { await: defect }, report({ resumeFrom: 'confirm' })],
    ['in the archive', { store: defect }, report({ resumeFrom: 'archive' })],
  ])('a defect %s fails loudly, for recovery to take up', async (_, script, run) => {
    const { start } = await open(script);
    const arn = await start('report-collection', run);
    expect((await pathOf(arn)).at(-1)).toBe('NeedsRecovery');
    expect(await status(arn)).toBe('FAILED');
  });
});

describe('rectification', () => {
  const disposition = (more: object = {}) => ({
    disposition: '360733-2022-H1-101-101P01-D1',
    recovery: 0,
    dueBy: '2022-07-15T16:00:00.000Z',
    ...more,
  });

  test('notice 3.1: carried out by the department, checked by the section, closed by the office', async () => {
    const { start } = await open();
    const arn = await start('rectification', disposition());
    for (let turn = 0; turn < 3; turn += 1) await approve();
    expect(gates).toEqual(['executing', 'checking', 'closing']);
    expect(await pathOf(arn)).toEqual(['Route', 'CarryOut', 'Check', 'Close', 'Ended']);
    expect(await status(arn)).toBe('SUCCEEDED');
  });

  test('notice 3.1: sent back, it lies with the department again', async () => {
    const { start } = await open();
    const arn = await start('rectification', disposition());
    await approve();
    await fail('SentBack');
    expect(gates).toEqual(['executing', 'checking', 'executing']);
    await pathOf(arn);
  });

  test.each([
    [undefined, 'CarryOut'],
    ['executing', 'CarryOut'],
    ['checking', 'Check'],
    ['closing', 'Close'],
  ])('taken up at %s it goes on at %s, and ends there when it is cancelled', async (resumeFrom, state) => {
    const { start } = await open();
    const arn = await start('rectification', disposition(resumeFrom === undefined ? {} : { resumeFrom }));
    await fail('Cancelled');
    expect(await pathOf(arn)).toEqual(['Route', state, 'Ended']);
    expect(await status(arn)).toBe('SUCCEEDED');
  });

  test.each(['executing', 'checking', 'closing'])(
    'silence at %s decides nothing: after its day, and then every day, the gate asks the ledger again',
    async (resumeFrom) => {
      const { start, clock } = await open();
      const arn = await start('rectification', disposition({ resumeFrom }));
      await clock.pass(16 * 86_400);
      const asked = gates.length;
      await clock.pass(2 * 86_400);
      expect(gates.length).toBe(asked + 2);
      expect(new Set(gates)).toEqual(new Set([resumeFrom]));
      await pathOf(arn);
    },
  );

  test.each(['executing', 'checking', 'closing'])(
    'a defect at %s is left to recovery',
    async (resumeFrom) => {
      const { start } = await open({
        disposition: () => {
          throw failure('TypeError', 'a defect');
        },
      });
      const arn = await start('rectification', disposition({ resumeFrom }));
      expect((await pathOf(arn)).at(-1)).toBe('NeedsRecovery');
      expect(await status(arn)).toBe('FAILED');
    },
  );
});

describe('nothing is left unvisited', () => {
  test.each(machineNames)('%s: every state and every way', (name) => {
    const machine = definitionOf(name);
    expect(
      statesOf(machine)
        .map(([state]) => state)
        .filter((state) => !visited.has(state)),
    ).toEqual([]);
    expect(waysOf(machine).filter((way) => !walked.has(way))).toEqual([]);
  });
});
