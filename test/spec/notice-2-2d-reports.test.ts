/** Notice 2.2d: by 07-20 the stamped report is uploaded as a PDF; finance looks for seal, date and signature; the archive keeps it. */
import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportCodeOf } from '../../shared/contract/report.ts';
import { pdf, plainObjects } from '../pdf/pdf-maker.ts';
import { Bureau } from '../support/bureau.ts';
import { png, sendForm } from '../support/evidence.ts';
import { expectedReport } from '../support/reports.ts';
import { ReportCase } from '../support/reports-in.ts';
import { stampedScan } from '../support/stamped.ts';

/** A plain report; `mark` makes each one another file. */
const paper = (mark: string) => pdf(plainObjects({ catalogue: `/Mark(${mark})` }));

describe('notice 2.2d · the stamped report', () => {
  let bureau: Bureau;
  let s3: S3Client;
  let archive: string;
  beforeAll(async () => {
    bureau = await Bureau.open('2022-07-01');
    await bureau.opens('2022-H1');
    await bureau.on('2022-07-18');
    const { awsUrl: endpoint, region, credentials, outputs } = bureau.runtime;
    s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    archive = outputs['ArchiveBucket'] ?? '';
  });
  afterAll(() => bureau.close());

  /** Of a department of its own, so that no test stands on another. */
  const ready = async (department: string) => {
    const report = new ReportCase(bureau, department);
    await report.isWaived();
    await report.isTold();
    return report;
  };
  const refusedUpload = (report: ReportCase, file: Uint8Array, more = {}, by = report.filler) =>
    bureau.refused(by, 'openReportUpload', { ...report.params, body: report.statement(file, more) });
  const fileKey = (report: ReportCase, upload = '') => `reports/360733/${report.id}/${upload}.pdf`;

  test('uploaded, confirmed by another person and archived, by the machine from step to step', async () => {
    const report = await ready('101');
    const file = paper('101');
    const form = await report.announces(file);
    await report.sends(form, file);
    await report.completes(form.upload);
    const uploaded = await report.comesTo('已上传');
    expect(uploaded).toMatchObject({ daysLate: 0, checking: false, dataChanged: false });
    expect(uploaded.files).toMatchObject([
      { outcome: 'uploaded', name: '上半年报告.pdf', sealKind: 'scan', signatory: '张三', why: null },
    ]);
    expect(uploaded.files[0]?.sight).toMatchObject({ pages: 1, code: 'not-readable' });
    await report.isConfirmed('finance-office');
    const archived = await report.comesTo('已归档');
    expect(archived.kept?.retainUntil).toBe('2052-07-18');
    expect((await report.facts()).filter((fact) => !['waiting', 'reminded'].includes(fact))).toEqual([
      'expected',
      'waived',
      'told',
      'received',
      'verified',
      'confirmed',
      'archived',
    ]);
  });

  test('the archive gives the very bytes back, to look at, and what is to be known of them stands beside', async () => {
    const report = new ReportCase(bureau, '101');
    const { upload, url, archived, sha256 } = await bureau.ask('auditor', 'readReportFile', report.params);
    const answer = await fetch(url);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(archived).toBe(true);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toMatch(/^inline/);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    expect(bytes.equals(paper('101'))).toBe(true);
    const Key = fileKey(report, upload).replace('.pdf', '.json');
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: archive, Key }));
    expect(JSON.parse((await Body?.transformToString()) ?? '')).toMatchObject({
      report: report.id,
      原文件名: '上半年报告.pdf',
      SHA256: sha256,
      用印方式: '盖章扫描',
      签发人: '张三',
      页数: 1,
      上传人: { id: '101-filler', post: '部门经办' },
      核对人: { id: 'finance-office', post: '绩效股' },
      保管至: '2052-07-18',
    });
  });

  test('no role of the system, nor the desk’s own, can change, remove or unlock what is archived (R20)', async () => {
    const report = new ReportCase(bureau, '101');
    const { upload } = await bureau.ask('auditor', 'readReportFile', report.params);
    const place = { Bucket: archive, Key: fileKey(report, upload) };
    const { VersionId } = await s3.send(new HeadObjectCommand(place));
    const { Retention } = await s3.send(new GetObjectRetentionCommand({ ...place, VersionId }));
    expect(Retention).toMatchObject({
      Mode: 'GOVERNANCE',
      RetainUntilDate: new Date('2052-07-18T16:00:00Z'),
    });
    const { awsUrl: endpoint, region } = bureau.runtime;
    const keys = await bureau.roleKeys();
    expect(keys.size).toBeGreaterThan(20);
    for (const [role, credentials] of keys) {
      const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
      const shorter = { Mode: 'GOVERNANCE', RetainUntilDate: new Date('2030-01-01') } as const;
      const attempts = [
        new DeleteObjectCommand({ ...place, VersionId }),
        new PutObjectRetentionCommand({ ...place, VersionId, Retention: shorter }),
        new PutObjectCommand({ ...place, Body: 'other', IfNoneMatch: '*' }),
      ];
      for (const attempt of attempts) {
        const refused = await client.send(attempt as DeleteObjectCommand).catch((error) => error.name);
        expect([role, ['AccessDenied', 'PreconditionFailed'].includes(String(refused))]).toEqual([
          role,
          true,
        ]);
      }
      client.destroy();
    }
    const { Versions = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: archive, Prefix: place.Key }),
    );
    expect(Versions.map((version) => version.VersionId)).toEqual([VersionId]);
  });

  test('the archivist holds it and keeps it longer, never shorter; nobody else does', async () => {
    const report = new ReportCase(bureau, '101');
    const { version, kept } = await report.read();
    const retain = { ...report.params, version, body: { until: '2082-07-18', reason: '列入永久保管评估' } };
    expect((await bureau.refused('finance-office', 'retainReport', retain)).code).toBe('not-yours');
    const shorter = { ...retain, body: { ...retain.body, until: '2040-01-01' } };
    expect((await bureau.refused('archivist', 'retainReport', shorter)).code).toBe(
      'report-retention-shorter',
    );
    const retained = await bureau.ask('archivist', 'retainReport', retain);
    const body = { on: true, reason: '涉及诉讼，暂不得销毁' };
    await bureau.ask('archivist', 'holdReport', { ...report.params, version: retained.version, body });
    const place = { Bucket: archive, Key: fileKey(report, kept?.upload) };
    const { Retention } = await s3.send(new GetObjectRetentionCommand(place));
    const { LegalHold } = await s3.send(new GetObjectLegalHoldCommand(place));
    expect(Retention?.RetainUntilDate).toEqual(new Date('2082-07-18T16:00:00Z'));
    expect(LegalHold?.Status).toBe('ON');
    expect(await report.read()).toMatchObject({ held: true, kept: { retainUntil: '2082-07-18' } });
  });

  test('each wrong file has its own sentence; the old file stays, and nothing is half archived (V38)', async () => {
    const report = await ready('102');
    expect((await refusedUpload(report, new Uint8Array())).code).toBe('empty-file');
    expect((await refusedUpload(report, paper('x'), { bytes: 20 * 1024 * 1024 + 1 })).code).toBe(
      'file-too-large',
    );
    await report.isUploaded(paper('102'));
    const locked = pdf(
      { ...plainObjects(), 9: '<</Filter/Standard/V 1/R 2/O()/U()/P -4>>' },
      { trailer: '/Encrypt 9 0 R' },
    );
    const reason = '更换扫描件';
    const photo = await report.isUploaded(png(), { reason });
    expect(photo.files.at(-1)).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('改扩展名无效'),
    });
    const encrypted = await report.isUploaded(locked, { reason });
    expect(encrypted.files.at(-1)).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('密码'),
    });
    expect(encrypted).toMatchObject({ stateName: '已上传', files: [{ outcome: 'uploaded' }, {}, {}] });
    const messages = await bureau.ask('102-filler', 'readMessages');
    expect(messages.messages.some(({ text }) => text.includes('密码'))).toBe(true);
    const { KeyCount } = { KeyCount: (await versionsOf(report)).length };
    expect(KeyCount).toBe(0);
  });

  const versionsOf = async (report: ReportCase) => {
    const Prefix = `reports/360733/${report.id}/`;
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: archive, Prefix }));
    return Versions;
  };

  test('a lie about size, type or name changes nothing: the form takes exactly what was announced', async () => {
    const report = await ready('103');
    const file = paper('103');
    const form = await report.announces(file);
    const other = paper('103').map((byte, index) => (index === 40 ? 0 : byte));
    const lies = [
      await sendForm(form, Buffer.concat([file, Buffer.from('more')])),
      await sendForm(form, other),
      await sendForm(form, file, { 'Content-Type': 'image/png' }),
      await sendForm(form, file, { key: `reports/360733/360733-2022-HY-104/${form.upload}.pdf` }),
    ];
    expect(lies.map(({ status }) => status).every((status) => status >= 400)).toBe(true);
    const completed = await bureau.refused('103-filler', 'completeReportUpload', {
      params: { report: report.id, upload: form.upload },
    });
    expect(completed.code).toBe('not-uploaded');
    expect((await report.read()).files).toEqual([]);
  });

  test('filings that are not past the department stand in the way until the finance office waives them (V39)', async () => {
    const report = new ReportCase(bureau, '104');
    await report.isTold();
    const refused = await refusedUpload(report, paper('104'));
    expect(refused.issues).toMatchObject([{ rule: 'V39', level: 'block' }]);
    await report.isWaived();
    expect((await report.isUploaded(paper('104'))).stateName).toBe('已上传');
  });

  test('nothing stated of meeting, seal and signatory asks for an answer (V40)', async () => {
    const report = new ReportCase(bureau, '105');
    await report.isWaived();
    const { issues = [] } = await refusedUpload(report, paper('105'), { seal: null, signatory: '' });
    expect(issues.map(({ rule, pointer }) => [rule, pointer])).toEqual([
      ['V40', '/meeting/meetingOn'],
      ['V40', '/seal/kind'],
      ['V40', '/seal/signatory'],
    ]);
  });

  test('a foreign report is not there: not to see, not to upload to, not to fetch (§8)', async () => {
    const report = new ReportCase(bureau, '101');
    const { upload } = await bureau.ask('auditor', 'readReportFile', report.params);
    const stranger = await refusedUpload(report, paper('x'), {}, '102-filler');
    const fetched = await bureau.refused('102-filler', 'readReportFile', report.params);
    const params = { report: report.id, upload };
    const completed = await bureau.refused('102-filler', 'completeReportUpload', { params });
    expect([stranger, fetched, completed].map(({ status }) => status)).toEqual([404, 404, 404]);
    const inScope = await refusedUpload(report, paper('x'), {}, '101-reviewer');
    expect(inScope.code).toBe('not-yours');
  });

  test('two uploads at once: one is taken, the other has its own sentence or comes after it', async () => {
    const report = await ready('106');
    const files = [paper('106a'), paper('106b')];
    const forms = await Promise.all(files.map((file) => report.announces(file)));
    await Promise.all(forms.map((form, index) => report.sends(form, files[index] ?? Buffer.alloc(0))));
    const client = await bureau.as('106-filler');
    const replies = await Promise.all(
      forms.map(({ upload }) => client('completeReportUpload', { params: { report: report.id, upload } })),
    );
    const codes = replies.flatMap((reply) => (reply.ok ? [] : [reply.problem.code]));
    const known = ['report-being-checked', 'report-moved-on', 'report-replacing-needs-reason'];
    expect(codes.every((code) => known.includes(code))).toBe(true);
    await report.comesTo('已上传');
    const { files: kept } = await report.read();
    expect(kept.filter(({ outcome }) => outcome === 'uploaded')).toHaveLength(1);
  });

  test('a confirmation against a replacement: one wins, and what is archived is what was confirmed', async () => {
    const report = new ReportCase(bureau, '106');
    const file = paper('106c');
    const form = await report.announces(file, { reason: '更换清晰扫描件' });
    await report.sends(form, file);
    const confirming = report.isConfirmed('finance-office').then(
      () => 'confirmed',
      () => 'refused',
    );
    const outcome = await confirming;
    if (outcome === 'refused') {
      await bureau.until(async () => !(await report.read()).checking);
      await report.isConfirmed('finance-office');
    }
    const archived = await report.comesTo('已归档');
    const { events } = await bureau.ask('auditor', 'readReportEvents', report.params);
    const confirmed = events.findLast(({ type }) => type === 'confirmed')?.detail['upload'];
    expect(archived.kept?.upload).toBe(confirmed);
  });

  test('the bucket’s event delivered twice and the call after it receive the file once', async () => {
    const report = await ready('107');
    const file = paper('107');
    const form = await report.announces(file);
    await report.sends(form, file);
    const event = {
      'detail-type': 'Object Created',
      detail: { object: { key: fileKey(report, form.upload) } },
    };
    await Promise.all([1, 2].map(() => bureau.runtime.invoke('upload-report', event)));
    await report.completes(form.upload);
    await report.comesTo('已上传');
    expect((await report.facts()).filter((fact) => fact === 'received')).toHaveLength(1);
    expect((await report.facts()).filter((fact) => fact === 'verified')).toHaveLength(1);
  });

  test('returned with its reason, it waits for the next file; whoever has uploaded may not check', async () => {
    const report = new ReportCase(bureau, '107');
    await report.isReturned('s02-reviewer').catch(() => report.isReturned());
    const returned = await report.comesTo('被退回');
    expect(returned.files.at(-1)).toMatchObject({
      outcome: 'returned',
      why: '缺少公章或公章不清：第6页没有公章，请补盖',
    });
    const again = await report.isUploaded(paper('107 again'));
    expect(again.files.map(({ outcome }) => outcome)).toEqual(['returned', 'uploaded']);
    expect((await report.read('107-filler')).acts).toEqual(['narrate', 'tell', 'upload']);
    const own = await bureau.refused('107-filler', 'confirmReport', {
      ...report.params,
      version: again.version,
      body: { sha256: again.files.at(-1)?.sha256 ?? '', seal: true, date: true, signature: true },
    });
    expect(own.status).toBe(403);
  });

  test('an execution that is aborted is taken up again, at the check as at the wait', async () => {
    const report = new ReportCase(bureau, '107');
    const { awsUrl: endpoint, region, credentials, outputs } = bureau.runtime;
    const client = new SFNClient({ endpoint, region, credentials });
    const stateMachineArn = outputs['ReportCollectionMachine'];
    const running = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
    const { executions = [] } = await client.send(running);
    for (const { executionArn, name } of executions) {
      if (name?.includes('-107-') || name?.includes('-108-'))
        await client.send(new StopExecutionCommand({ executionArn }));
    }
    client.destroy();
    await bureau.until(async () => (await report.facts()).at(-1) === 'waiting');
    await report.isConfirmed();
    expect((await report.comesTo('已归档')).kept).not.toBeNull();
    expect(await report.facts()).toContain('recovered');
    const other = await ready('108');
    expect((await other.isUploaded(paper('108'))).stateName).toBe('已上传');
  });

  test('the pages are looked at for the checker: a seal and its page, and whether the code speaks of the same data', async () => {
    const report = await ready('109');
    const { data } = await report.read();
    const code = reportCodeOf({ ...expectedReport, department: '109' }, data);
    const foreign = await report.isUploaded(await stampedScan({ ...code, report: '360733-2022-HY-110' }));
    expect(foreign.files.at(-1)?.why).toContain('属于另一份报告');
    const older = await report.isUploaded(await stampedScan({ ...code, data: 'A'.repeat(24) }));
    expect(older.files.at(-1)?.sight?.code).toBe('older-data');
    const good = await report.isUploaded(await stampedScan(code), { reason: '更换为最新数据的报告' });
    expect(good.files.at(-1)?.sight).toEqual({ pages: 1, seal: 'seal', sealPages: [1], code: 'same-data' });
    expect(good.files.map(({ outcome }) => outcome)).toEqual(['refused', 'replaced', 'uploaded']);
  });

  test('data that change after the upload show 数据已变; the file that replaces an archived one leaves it kept', async () => {
    const report = new ReportCase(bureau, '109');
    await report.isConfirmed();
    const before = await report.comesTo('已归档');
    expect(before.dataChanged).toBe(false);
    const filing = bureau.halfYear('109P01');
    await filing.isFiled();
    await filing.isApproved();
    expect((await report.read()).dataChanged).toBe(true);
    const inList = async () => {
      const query = { period: 'half-year', year: '2022', department: '109' } as const;
      return (await bureau.ask('finance-office', 'listReports', { query })).reports[0]?.dataChanged;
    };
    for (let quarter = 0; quarter < 3; quarter += 1) await bureau.passes(16 * 60_000);
    expect(await inList()).toBe(true);
    const changed = '2022年半年绩效监控报告上传后数据已变，请按现在的数据更换文件。';
    const told = (await bureau.messages('109-filler')).filter(({ text }) => text === changed);
    expect(told).toHaveLength(1);
    expect((await report.facts()).filter((fact) => fact === 'changed')).toHaveLength(1);
    await report.isUploaded(paper('109 again'), { reason: '监控数据更正' });
    await report.isConfirmed();
    const after = await report.comesTo('已归档');
    expect(after.dataChanged).toBe(false);
    expect(await inList()).toBe(false);
    const [, , old, current] = after.files;
    expect([old?.outcome, old?.replacedBy, current?.outcome]).toEqual([
      'archived',
      current?.upload,
      'archived',
    ]);
    expect(await versionsOf(report)).toHaveLength(4);
  });

  test('2.2f a disposition after the paper was printed shows 数据已变, and the paper is one of older data', async () => {
    const report = new ReportCase(bureau, '104');
    const filing = bureau.halfYear('104P01');
    await filing.isFiled();
    const code = reportCodeOf({ ...expectedReport, department: '104' }, (await report.read()).data);
    const first = await report.isUploaded(await stampedScan(code), { reason: '换为扫描件' });
    expect([first.files.at(-1)?.sight?.code, first.dataChanged]).toEqual(['same-data', false]);
    await filing.isProposed();
    expect((await report.read()).dataChanged).toBe(true);
    const paper = await stampedScan({ ...code, version: code.version + 1 });
    const again = await report.isUploaded(paper, { reason: '补充签字' });
    expect([again.files.at(-1)?.sight?.code, again.dataChanged]).toEqual(['older-data', false]);
  });

  test('received before the day ends it is on time, and from its end on a day late', async () => {
    const uploadedAt = async (department: string, day: string, time: string) => {
      await bureau.on(day, time);
      const report = await ready(department);
      return (await report.isUploaded(paper(department))).daysLate;
    };
    expect(await uploadedAt('110', '2022-07-20', '23:50:00.000')).toBe(0);
    expect(await uploadedAt('111', '2022-07-21', '00:00:00.000')).toBe(1);
  });

  test('what is missing is marked when its day has passed, and those above are told', async () => {
    const report = new ReportCase(bureau, '103');
    await bureau.until(async () => (await report.facts()).includes('overdue'));
    await bureau.on('2022-07-21', '10:00:00');
    await bureau.until(async () => {
      const { messages } = await bureau.ask('finance-office', 'readMessages');
      return messages.some(({ text }) => text.includes('部门103的2022年半年绩效监控报告'));
    });
    const { messages } = await bureau.ask('103-filler', 'readMessages');
    expect(messages.map(({ text }) => text).filter((text) => text.includes('绩效监控报告'))).not.toEqual([]);
    const missing = await bureau.ask('finance-office', 'listReports', {
      query: { period: 'half-year', year: '2022', missing: 'true' },
    });
    expect(missing.reports.map(({ department, overdue }) => [department, overdue])).toEqual([
      ['103', true],
      ['105', true],
    ]);
  });
});
