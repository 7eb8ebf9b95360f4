/**
 * §10 retention: reports for thirty years, filings for ten; a day that may be put off and never brought forward; a hold that outlasts it;
 * and with `archiveLock=compliance` nobody at all who could lift it. On the real engines, from the template of each mode.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import { App } from 'aws-cdk-lib';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readReportFile } from '../../functions/keep-report/read-report-file.ts';
import { type LockMode, lockModeOf } from '../../infra/cloud/buckets.ts';
import { StatefulStack } from '../../infra/cloud/stateful-stack.ts';
import { archivedFilingKey, reportFileKey, reportRecordKey } from '../../shared/contract/object-key.ts';
import { dayLength, dayOf } from '../../shared/domain/calendar.ts';
import { yearsAfter } from '../../shared/domain/retention.ts';
import { type Engines, openEngines } from '../support/engines.ts';
import { FilingSteps } from '../support/filing-steps.ts';
import { papers, ReportSteps, uploads } from '../support/report-steps.ts';

const day30YearsOn = new Date('2052-07-18T16:00:00Z');

test('the switch knows two words, and no third is taken for the weaker lock', () => {
  expect([undefined, 'governance', 'compliance'].map(lockModeOf)).toEqual([
    'governance',
    'governance',
    'compliance',
  ]);
  for (const typo of ['complience', 'COMPLIANCE', '', true])
    expect(() => lockModeOf(typo)).toThrow('archiveLock is governance or compliance');
});

describe.each<LockMode>(['governance', 'compliance'])('§10 an archive in %s mode', (lock) => {
  let folder: string;
  let engines: Engines;
  let report: ReportSteps;
  const Mode = lock === 'compliance' ? 'COMPLIANCE' : 'GOVERNANCE';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
    const app = new App({ outdir: folder, analyticsReporting: false });
    new StatefulStack(app, 'Stateful', { env: { region: 'cn-north-1' }, lock });
    app.synth();
    engines = await openEngines(folder);
    report = new ReportSteps(engines, '101');
    await report.isExpected();
    await report.isArchived('old');
  }, 60_000);
  afterAll(async () => {
    await engines.stop();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => vi.restoreAllMocks());

  const place = () => ({ Bucket: engines.buckets.archive, Key: reportFileKey(report.ref, uploads.old) });
  /** What the store says of an object's first version. */
  const lockOf = async (Key: string) => {
    const { VersionId, ...head } = await engines.s3.send(new HeadObjectCommand({ ...place(), Key }));
    return { VersionId, mode: head.ObjectLockMode, until: head.ObjectLockRetainUntilDate };
  };
  const outcomeOf = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error: Error) => error.name,
    );
  const retained = (to: 'GOVERNANCE' | 'COMPLIANCE', until: Date, VersionId: string | undefined) =>
    outcomeOf(
      engines.s3.send(
        new PutObjectRetentionCommand({
          ...place(),
          VersionId,
          Retention: { Mode: to, RetainUntilDate: until },
          BypassGovernanceRetention: true,
        }),
      ),
    );

  test('a report and the record beside it are locked for thirty years from their confirmation', async () => {
    for (const Key of [place().Key, reportRecordKey(report.ref, uploads.old)])
      expect(await lockOf(Key)).toMatchObject({ mode: Mode, until: day30YearsOn });
  });

  test('a filing is locked for ten calendar years at least, whichever leap years lie in them', async () => {
    const filing = new FilingSteps(engines, '102');
    await filing.isIssued();
    await filing.isApproved('第一版');
    const today = dayOf(Date.now());
    await filing.archive();
    const { mode, until = new Date(0) } = await lockOf(archivedFilingKey(filing.ref, 1));
    expect(mode).toBe(Mode);
    expect(dayOf(until.getTime()) >= yearsAfter(today, 10)).toBe(true);
    expect(until.getTime()).toBeLessThan(Date.now() + 3654 * dayLength);
  });

  test('whoever may bypass everything may shorten it in governance, and nobody in compliance', async () => {
    const { VersionId } = await lockOf(place().Key);
    const allowed = lock === 'governance' ? 'done' : 'AccessDenied';
    const sooner = new Date('2040-01-01T00:00:00Z');
    expect(await retained(Mode, sooner, VersionId)).toBe(allowed);
    expect(await retained('GOVERNANCE', day30YearsOn, VersionId)).toBe(allowed);
    const later = new Date('2082-07-18T16:00:00Z');
    expect(await retained(Mode, later, VersionId)).toBe('done');
    expect(await lockOf(place().Key)).toMatchObject({ mode: Mode, until: later });
  });

  test('a hold keeps it in either mode, also from whoever may bypass the retention', async () => {
    const { VersionId } = await lockOf(place().Key);
    const removed = () =>
      outcomeOf(
        engines.s3.send(new DeleteObjectCommand({ ...place(), VersionId, BypassGovernanceRetention: true })),
      );
    const held = (Status: 'ON' | 'OFF') =>
      engines.s3.send(new PutObjectLegalHoldCommand({ ...place(), LegalHold: { Status } }));
    await held('ON');
    expect(await removed()).toBe('AccessDenied');
    await held('OFF');
    expect(await removed()).toBe(lock === 'governance' ? 'done' : 'AccessDenied');
    const left = await engines.archived(`${place().Key.replace(/[^/]+$/, '')}${uploads.old}.pdf`);
    expect(left).toHaveLength(lock === 'governance' ? 0 : 1);
  });
});

describe('§10 the hash is checked again on reading', () => {
  let engines: Engines;
  beforeAll(async () => {
    engines = await openEngines();
  });
  afterAll(() => engines.stop());
  afterEach(() => vi.restoreAllMocks());

  const read = (report: ReportSteps) => readReportFile(report.ports(), report.asks('archivist', {}));

  test('a file that is no longer what was archived is given to nobody, in a sentence of its own, and the operators hear of it', async () => {
    const report = new ReportSteps(engines, '101');
    await report.isExpected();
    await report.isArchived('old');
    expect((await read(report)).ok).toBe(true);
    const lines = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const damaged = papers.old.map((byte, index) => (index === 40 ? byte ^ 1 : byte));
    const Key = reportFileKey(report.ref, uploads.old);
    const place = { Bucket: engines.buckets.archive, Key };
    await engines.s3.send(new PutObjectCommand({ ...place, Body: damaged, ChecksumAlgorithm: 'SHA256' }));
    expect(await read(report)).toMatchObject({
      ok: false,
      refusal: {
        code: 'archive-damaged',
        detail:
          '归档的文件与归档时登记的摘要不一致，可能已损坏或被替换，系统不再提供并已报警；登记信息完好，请联系系统管理员按运行手册恢复原文件。',
      },
    });
    expect(lines.mock.calls.map(([line]) => JSON.parse(line))).toEqual([
      { happening: 'archive-damaged', report: '360733-2022-HY-101', upload: uploads.old },
    ]);
  });
});
