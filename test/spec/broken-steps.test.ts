/**
 * Quality R9, notice 2.2d: a function may fail, be cut off or be killed at any of its calls. Each call of each step between inbox, ledger
 * and archive is made to go wrong, on the real engines, and nothing comes of it but that the step has to be done again.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { confirmReport } from '../../functions/command-report/confirm-report.ts';
import { type Engines, openEngines } from '../support/engines.ts';
import { sha256 } from '../support/evidence.ts';
import { FilingSteps } from '../support/filing-steps.ts';
import { accepted, papers, ReportSteps, uploads } from '../support/report-steps.ts';
import { mishaps, Wire } from '../support/wire.ts';

let engines: Engines;
let departments = 100;
beforeAll(async () => {
  engines = await openEngines();
});
afterAll(() => engines.stop());

const nextDepartment = () => {
  departments += 1;
  return departments.toString();
};

/** A report of its own, with an archived file, in whose place another one is to come. */
async function replaced(): Promise<ReportSteps> {
  const report = new ReportSteps(engines, nextDepartment());
  await report.isExpected();
  await report.isArchived('old');
  await report.isSent('new');
  return report;
}

const steps = {
  receive: {
    before: async () => undefined,
    act: async (report: ReportSteps, wire?: Wire) => accepted(await report.receive('new', wire)),
  },
  verify: {
    before: async (report: ReportSteps) => void accepted(await report.receive('new')),
    act: (report: ReportSteps, wire?: Wire) => report.verify(wire),
  },
  store: {
    before: async (report: ReportSteps) => {
      accepted(await report.receive('new'));
      await report.verify();
      await report.confirm('new');
    },
    act: (report: ReportSteps, wire?: Wire) => report.store(wire),
  },
} as const;
type Step = (typeof steps)[keyof typeof steps];

async function readyFor({ before }: Step): Promise<ReportSteps> {
  const report = await replaced();
  await before(report);
  return report;
}

describe.each(Object.entries(steps))('2.2d R9 %s', (_, step) => {
  let calls: readonly string[];
  let clean: Awaited<ReturnType<ReportSteps['stands']>>;
  beforeAll(async () => {
    const [report, wire] = [await readyFor(step), new Wire()];
    await step.act(report, wire);
    calls = wire.calls;
    clean = await report.stands();
    expect(calls.length).toBeGreaterThan(3);
  }, 30_000);

  test.each(mishaps)(
    '%s at each of its calls: no half archive, the old file stays, a repetition ends the same',
    async (how) => {
      for (const [index, call] of calls.entries()) {
        const point = `${index + 1}: ${call}`;
        const [report, wire] = [await readyFor(step), new Wire({ at: index + 1, how })];
        const outcome = await wire.carries(() => step.act(report, wire));
        expect([point, outcome]).toEqual([point, how === 'killed' ? 'killed' : 'failed']);
        const broken = await report.stands();
        expect([point, isWhole(broken)]).toEqual([point, true]);
        // Whoever repeats it may do so twice at once: the bucket and the person, or two deliveries of one event.
        await Promise.allSettled([step.act(report), step.act(report)]);
        await step.act(report);
        expect([point, await report.stands()]).toEqual([point, clean]);
      }
    },
    60_000,
  );
});

/** What the ledger says is archived is there with its bytes, the file before it still is, and each is there once. */
function isWhole({
  head,
  intact,
  archived,
  keptDigest,
  objects,
}: Awaited<ReturnType<ReportSteps['stands']>>) {
  const old = `${uploads.old}.pdf ${sha256(papers.old)}`;
  const isReplaced = head.kept?.upload === uploads.new;
  const names = objects.map((object) => object.split(' ')[0]);
  return (
    intact &&
    keptDigest === head.kept?.sha256 &&
    archived.includes(uploads.old) &&
    archived.includes(uploads.new) === isReplaced &&
    objects.some((object) => object.startsWith(old)) &&
    new Set(names).size === names.length
  );
}

describe('2.2c R9 the archive of a filing that was opened again', () => {
  const ready = async () => {
    const filing = new FilingSteps(engines, nextDepartment());
    await filing.isIssued();
    await filing.isApproved('第一版');
    await filing.archive();
    await filing.isReopened();
    await filing.isApproved('第二版');
    return filing;
  };

  test.each(mishaps)(
    '%s at each of its calls: the old version stays in force until the new one is there, and a repetition ends the same',
    async (how) => {
      const [first, counting] = [await ready(), new Wire()];
      await first.archive(counting);
      const clean = await first.stands();
      expect(clean.copies).toHaveLength(2);
      for (const [index, call] of counting.calls.entries()) {
        const point = `${index + 1}: ${call}`;
        const [filing, wire] = [await ready(), new Wire({ at: index + 1, how })];
        const outcome = await wire.carries(() => filing.archive(wire));
        expect([point, outcome]).toEqual([point, how === 'killed' ? 'killed' : 'failed']);
        const { head, copies, intact } = await filing.stands();
        const isThere = copies.length === 2;
        expect([point, intact, copies[0], isThere || head.inForce !== null]).toEqual([
          point,
          true,
          clean.copies[0],
          true,
        ]);
        await Promise.allSettled([filing.archive(), filing.archive()]);
        await filing.archive();
        expect([point, await filing.stands()]).toEqual([point, clean]);
      }
    },
    60_000,
  );

  test.each(['{"content":{}}', 'no copy at all'])(
    'what lies in its place and is not what was approved is never taken for the archive: %s',
    async (body) => {
      const filing = await ready();
      const { attempt } = await filing.head();
      await filing.isForged(attempt, body);
      await expect(filing.archive()).rejects.toThrow('the archive holds something else in the place of');
      expect(await filing.head()).toMatchObject({ stage: 'approved' });
    },
  );
});

describe('I11 an orphan is never taken for the archive of a report', () => {
  const confirmed = () => readyFor(steps.store);

  test('a file that nobody’s step has put there: refused each time, and the old one stays', async () => {
    const report = await confirmed();
    await report.isForged('new', 'pdf', 'other bytes');
    for (const _ of [1, 2])
      await expect(report.store()).rejects.toThrow('the upload changed while it was copied');
    expect((await report.head()).kept?.upload).toBe(uploads.old);
    expect((await report.stands()).archived).toEqual([uploads.old]);
  });

  test.each(['{"SHA256":"0"}', 'no record at all'])('a record of something else: %s', async (body) => {
    const report = await confirmed();
    await report.isForged('new', 'json', body);
    await expect(report.store()).rejects.toThrow('the archive holds another record beside');
    expect((await report.head()).kept?.upload).toBe(uploads.old);
  });

  test('the record of the same file in the words of an earlier release is its record', async () => {
    const report = await confirmed();
    await report.isForged('new', 'json', JSON.stringify({ SHA256: sha256(papers.new), 版本: '旧' }));
    await report.store();
    expect((await report.head()).kept?.upload).toBe(uploads.new);
  });
});

describe('§10 a confirmation and a replacement of the same report', () => {
  /** The old file waits for its checker; the new one has arrived and is not yet received. */
  const underCheck = async () => {
    const report = new ReportSteps(engines, nextDepartment());
    await report.isExpected();
    await report.isSent('old');
    accepted(await report.receive('old'));
    await report.verify();
    await report.isSent('new');
    return report;
  };
  const confirms = async (report: ReportSteps, version: number, wire?: Wire) => {
    const body = { sha256: sha256(papers.old), seal: true, date: true, signature: true, opinion: '' };
    const outcome = await confirmReport(report.ports(wire), report.asks('finance-office', body, version));
    return outcome.ok ? 'done' : outcome.refusal.detail;
  };
  const receives = async (report: ReportSteps, wire?: Wire) => {
    const outcome = await report.receive('new', wire);
    return outcome?.ok ? 'done' : outcome?.refusal.detail;
  };
  const moving = '报告已核对，正在归档，通常不到一秒，请稍后刷新再操作。';
  const checking = '上一次上传的文件“报告.pdf”正在检查，通常几秒钟，请稍后刷新，看到结果后再操作。';
  const notSeen = '您核对的文件与系统现存的文件不一致，本次操作未生效，请重新打开报告、核对后再办理。';

  test('confirmed first: the replacement is refused, and what was confirmed is archived', async () => {
    const report = await underCheck();
    expect(await confirms(report, (await report.head()).version)).toBe('done');
    expect(await receives(report)).toBe(moving);
    await report.store();
    expect((await report.stands()).archived).toEqual([uploads.old]);
  });

  test('replaced first: the confirmation is refused while the new file is looked at, and for the old file afterwards', async () => {
    const report = await underCheck();
    expect(await receives(report)).toBe('done');
    expect(await confirms(report, (await report.head()).version)).toBe(checking);
    await report.verify();
    expect(await confirms(report, (await report.head()).version)).toBe(notSeen);
    await report.confirm('new');
    await report.store();
    expect((await report.stands()).archived).toEqual([uploads.new]);
  });

  test.each([
    ['the confirmation', moving],
    ['the replacement', checking],
  ] as const)(
    'both at once, each decided before the other has written: %s writes first',
    async (first, said) => {
      const report = await underCheck();
      const { version } = await report.head();
      const [confirming, replacing] = [new Wire(), new Wire()];
      const held = [confirming, replacing].map((wire) => wire.holds('TransactWriteItems'));
      const outcomes = [confirms(report, version, confirming), receives(report, replacing)];
      await Promise.all(held.map(({ arrived }) => arrived));
      const order = first === 'the confirmation' ? [0, 1] : [1, 0];
      for (const which of order) {
        held[which]?.go();
        await outcomes[which];
      }
      const [winner = 0, loser = 0] = order;
      expect(await outcomes[winner]).toBe('done');
      expect(await outcomes[loser]).toBe(said);
      const { facts, intact } = await report.stands();
      expect(intact).toBe(true);
      expect(facts.filter((fact) => fact === 'confirmed' || fact === 'received')).toEqual([
        'received',
        first === 'the confirmation' ? 'confirmed' : 'received',
      ]);
    },
  );
});
