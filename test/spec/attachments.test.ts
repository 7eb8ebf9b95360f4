/** Evidence of a filing (佐证附件, V32): a file comes past the API by a signed form, is told by its content, and is kept for good. */
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import * as z from 'zod/mini';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { problem } from '../../shared/contract/answer.ts';
import { Bureau, type FilingCase } from '../support/bureau.ts';
import { jpg, pdf, png, sendForm, sha256 } from '../support/evidence.ts';
import { testInOpenRound as test } from '../support/test.ts';

const most = 20 * 1024 * 1024;

const announce = (bytes: Uint8Array, name = '合同.pdf') => ({
  name,
  bytes: bytes.length,
  sha256: sha256(bytes),
});
const paramsOf = (filing: FilingCase, bytes: Uint8Array) => ({
  params: { filing: filing.id, attachment: sha256(bytes) },
});

/** Sends a file by its form and asks to have it kept; answers with the refusal. */
async function refusedAfterUpload(bureau: Bureau, filing: FilingCase, bytes: Uint8Array, name: string) {
  expect(await sendForm(await filing.uploadForm(bytes, name), bytes)).toMatchObject({ status: 204 });
  return bureau.refused(await filing.filler(), 'completeAttachment', {
    ...paramsOf(filing, bytes),
    body: { name },
  });
}

/** The buckets as an operator sees them, who may do everything that the buckets themselves allow. */
async function asOperator<T>(
  bureau: Bureau,
  act: (s3: S3Client, buckets: Buckets) => Promise<T>,
): Promise<T> {
  const { awsUrl: endpoint, region, credentials, outputs } = bureau.runtime;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const { InboxBucket: inbox = '', ArchiveBucket: archive = '' } = outputs;
  return act(s3, { inbox, archive }).finally(() => s3.destroy());
}
interface Buckets {
  readonly inbox: string;
  readonly archive: string;
}

const keyOf = (filing: FilingCase, bytes: Uint8Array) => `attachments/360733/${filing.id}/${sha256(bytes)}`;

const versionsOf = (bureau: Bureau, filing: FilingCase, bytes: Uint8Array) =>
  asOperator(bureau, async (s3, { archive }) => {
    const listed = await s3.send(
      new ListObjectVersionsCommand({ Bucket: archive, Prefix: keyOf(filing, bytes) }),
    );
    return (listed.Versions ?? []).map(({ VersionId }) => VersionId);
  });

describe('what is announced', () => {
  test.for([
    [0, 'empty-file', '0字节'],
    [most + 1, 'file-too-large', '20MB'],
  ] as const)('%s bytes are refused before anything is sent', async ([bytes, code, word], { bureau }) => {
    const filing = bureau.halfYear('101P01');
    const refused = await bureau.refused('101001-filler', 'openAttachment', {
      ...filing.params,
      body: { ...announce(pdf()), bytes },
    });
    expect(refused).toMatchObject({ status: 422, code });
    expect(refused.detail).toContain(word);
  });

  test.for([
    ['/name', { name: '合同\r\nset-cookie: a=b.pdf' }],
    ['/name', { name: '空\u0000字节.pdf' }],
    ['/name', { name: '发票\u202efdp.exe' }],
    ['/name', { name: '   ' }],
    ['/name', { name: `${'长'.repeat(201)}` }],
    ['/bytes', { bytes: -1 }],
    ['/bytes', { bytes: 1.5 }],
    ['/sha256', { sha256: '../../etc/passwd' }],
    ['/sha256', { sha256: sha256(pdf()).toUpperCase() }],
    ['/key', { key: 'attachments/elsewhere' }],
  ] as const)('%s of %j is refused', async ([pointer, bent], { bureau }) => {
    const token = await bureau.token('101001-filler');
    const response = await fetch(
      `${bureau.runtime.apiUrl}/api/filings/${bureau.halfYear('101P01').id}/attachments`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...announce(pdf()), ...bent }),
      },
    );
    const body = z.parse(problem, await response.json());
    expect({ status: response.status, code: body.code }).toEqual({ status: 400, code: 'invalid-input' });
    expect(body.issues?.map((issue) => issue.pointer)).toEqual([pointer]);
    expect(body.issues?.[0]?.message).toMatch(/\p{Script=Han}/u);
  });

  test('the form is for one key, of ids alone, and lasts ten minutes', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    const bytes = pdf('announced');
    const opened = await bureau.ask('101001-filler', 'openAttachment', {
      ...filing.params,
      body: announce(bytes, '../../上级/合同（最终）.pdf'),
    });
    expect(opened).toMatchObject({ file: sha256(bytes), fields: { key: keyOf(filing, bytes) } });
    const left = Date.parse(opened.expiresAt ?? '') - bureau.runtime.clock.now();
    expect(left).toBeGreaterThan(590_000);
    expect(left).toBeLessThanOrEqual(600_000);
  });
});

describe('what is sent', () => {
  test('lies about key, checksum, type or size are refused by the bucket, and nothing arrives', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P01');
    const bytes = pdf('honest');
    const other = pdf('forged');
    const form = await filing.uploadForm(bytes);
    expect(other.length).toBe(bytes.length);
    const outcomes = [
      await sendForm(form, bytes, { key: keyOf(bureau.halfYear('102P01'), bytes) }),
      await sendForm(form, bytes, { key: `filings/360733/2022-H1/${filing.id}-a1.json` }),
      await sendForm(form, bytes, { 'Content-Type': 'text/html' }),
      await sendForm(form, bytes, { 'x-amz-meta-approved': 'yes' }),
      await sendForm(form, other),
      await sendForm(form, bytes.subarray(1)),
      await sendForm(form, new Uint8Array()),
      await sendForm(form, Buffer.concat([bytes, Buffer.from(' ')])),
      await sendForm(form, Buffer.alloc(most + 1)),
    ];
    expect(outcomes.map(({ code }) => code)).toEqual([
      'AccessDenied',
      'AccessDenied',
      'AccessDenied',
      'AccessDenied',
      'BadDigest',
      'EntityTooSmall',
      'EntityTooSmall',
      'EntityTooLarge',
      'EntityTooLarge',
    ]);
    const call = { ...paramsOf(filing, bytes), body: { name: '合同.pdf' } };
    const refused = await bureau.refused('101001-filler', 'completeAttachment', call);
    expect(refused).toMatchObject({ status: 409, code: 'not-uploaded' });
    expect(refused.detail).toContain('还没有收到');
  });

  test('a form whose ten minutes are over is refused', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    const bytes = pdf('late');
    const form = await filing.uploadForm(bytes);
    await bureau.on('2022-07-01', '09:30:00');
    expect(await sendForm(form, bytes)).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  test('20 MB to the byte are taken', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    const bytes = Buffer.concat([pdf('large'), Buffer.alloc(most)]).subarray(0, most);
    await filing.isGiven(bytes, '大图.pdf');
    const { attachments } = await bureau.ask('101001-filler', 'listAttachments', filing.params);
    expect(attachments.find(({ file }) => file === sha256(bytes))).toMatchObject({
      bytes: most,
      type: 'pdf',
    });
  });

  test.for([
    ['a program', Buffer.from('MZ\u0090\u0000\u0003', 'latin1')],
    ['a web page', Buffer.from('<!DOCTYPE html><script>alert(1)</script>')],
    ['a zip', Buffer.from('504b030414000000', 'hex')],
    ['a PDF that begins with something else', Buffer.from(`<!-- -->${pdf()}`)],
    ['one byte', Buffer.from('%')],
  ] as const)('%s called .pdf is not kept', async ([_, bytes], { bureau }) => {
    const filing = bureau.halfYear('101P03');
    const refused = await refusedAfterUpload(bureau, filing, bytes, '合同.pdf');
    expect(refused).toMatchObject({ status: 422, code: 'wrong-file-type' });
    expect(refused.detail).toContain('PDF、PNG和JPG');
    expect(await versionsOf(bureau, filing, bytes)).toEqual([]);
    expect((await bureau.ask('101-reviewer', 'listAttachments', filing.params)).attachments).toEqual([]);
  });

  test('what came into the inbox by another way is judged all the same', async ({ bureau }) => {
    const filing = bureau.halfYear('101P03');
    const [announced, empty, forged, huge] = [pdf('announced'), pdf('empty'), pdf('bare'), pdf('huge')];
    await asOperator(bureau, async (s3, { inbox: Bucket }) => {
      const put = (Key: string, Body: Uint8Array, sum?: 'SHA256') =>
        s3.send(new PutObjectCommand({ Bucket, Key, Body, ...(sum && { ChecksumAlgorithm: sum }) }));
      await put(keyOf(filing, announced), forged, 'SHA256');
      await put(keyOf(filing, empty), new Uint8Array(), 'SHA256');
      await put(keyOf(filing, forged), forged);
      await put(keyOf(filing, huge), Buffer.concat([huge, Buffer.alloc(most)]), 'SHA256');
    });
    const codes = [announced, empty, forged, huge].map(async (bytes) => {
      const call = { ...paramsOf(filing, bytes), body: { name: '合同.pdf' } };
      return (await bureau.refused('101001-filler', 'completeAttachment', call)).code;
    });
    expect(await Promise.all(codes)).toEqual([
      'file-differs',
      'empty-file',
      'file-differs',
      'file-too-large',
    ]);
    for (const bytes of [announced, empty, forged, huge])
      expect(await versionsOf(bureau, filing, bytes)).toEqual([]);
  });
});

describe('what is kept', () => {
  test.for([
    [pdf('kept'), '采购合同.pdf', 'pdf', '采购合同.pdf'],
    [png(), '公示截图.PNG', 'png', '公示截图.PNG'],
    [jpg(), '现场照片.pdf', 'jpg', '现场照片.pdf.jpg'],
    [pdf('named'), `../../“合同”(终稿)*'#;a=b.pdf`, 'pdf', `.._.._“合同”(终稿)*'#;a=b.pdf`],
  ] as const)(
    '%#: its type by content, its name as given, its bytes unchanged',
    async ([bytes, name, type, given], { bureau }) => {
      const filing = bureau.halfYear('101P02');
      const file = await filing.isGiven(bytes, name);
      const { attachments } = await bureau.ask('101-reviewer', 'listAttachments', filing.params);
      expect(attachments.find((each) => each.file === file)).toMatchObject({
        name,
        type,
        bytes: bytes.length,
        by: { id: '101002-filler', post: '单位经办' },
      });
      const read = await bureau.ask('s01-reviewer', 'readAttachment', paramsOf(filing, bytes));
      expect(read).toMatchObject({ name, type, bytes: bytes.length, sha256: file });
      const left = Date.parse(read.expiresAt) - bureau.runtime.clock.now();
      expect(left).toBeGreaterThan(290_000);
      expect(left).toBeLessThanOrEqual(300_000);
      const response = await fetch(read.url);
      expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(file);
      const disposition = response.headers.get('content-disposition') ?? '';
      expect(disposition).toMatch(/^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w%.!#$&+^`|~-]+$/);
      expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(given);
      expect(response.headers.get('content-type')).toBe(mediaTypes[type]);
    },
  );
  const mediaTypes = { pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg' };

  test('an address is no longer good after five minutes, nor with another name', async ({ bureau }) => {
    const filing = bureau.halfYear('103P01');
    await filing.evidence();
    const { url } = await bureau.ask('103-reviewer', 'readAttachment', paramsOf(filing, pdf(filing.id)));
    expect((await fetch(url.replace('attachment%3B', 'inline%3B'))).status).toBe(403);
    expect((await fetch(url.replace(/attachments\/360733\/[^/]+/, 'filings/360733'))).status).toBe(403);
    await bureau.on('2022-07-01', '10:30:00');
    expect((await fetch(url)).status).toBe(403);
  });

  test('completing twice, and twenty times at once, keeps one file and answers the same', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('102P02');
    const bytes = pdf('twice');
    await sendForm(await filing.uploadForm(bytes), bytes);
    const client = await bureau.as('102002-filler');
    const call = { ...paramsOf(filing, bytes), body: { name: '合同.pdf' } };
    const replies = await Promise.all(Array.from({ length: 20 }, () => client('completeAttachment', call)));
    const again = await client('completeAttachment', { ...call, body: { name: '另一个名字.pdf' } });
    for (const reply of replies) expect(reply).toEqual(again);
    expect(again).toMatchObject({ ok: true, body: { file: sha256(bytes), name: '合同.pdf' } });
    expect(await versionsOf(bureau, filing, bytes)).toHaveLength(1);
    expect((await bureau.ask('102002-filler', 'listAttachments', filing.params)).attachments).toHaveLength(1);
  });

  test.for(['InternalServerError', 'timeout-after-commit'] as const)(
    'broken off by %s between archive and ledger, it is confirmed by asking again',
    async (error, { bureau }) => {
      const filing = bureau.halfYear('103P02');
      const bytes = pdf(error);
      await sendForm(await filing.uploadForm(bytes), bytes);
      const { faults, resources } = bureau.runtime;
      const role = Object.entries(resources).find(([id]) => id.startsWith('FunctionsAttachFilesRole'));
      faults.inject({ operation: 'TransactWriteItems', principal: role?.[1] ?? '', error, probability: 1 });
      const call = { ...paramsOf(filing, bytes), body: { name: '合同.pdf' } };
      const refused = await bureau.refused('103002-filler', 'completeAttachment', call);
      expect(refused).toMatchObject({ status: 503, code: 'too-busy' });
      expect(await versionsOf(bureau, filing, bytes)).toHaveLength(1);
      faults.clear();
      expect(await bureau.ask('103002-filler', 'completeAttachment', call)).toMatchObject({
        file: sha256(bytes),
        name: '合同.pdf',
      });
      expect(await versionsOf(bureau, filing, bytes)).toHaveLength(1);
    },
  );

  test('a file that is kept already need not be sent again', async ({ bureau }) => {
    const filing = bureau.halfYear('102P04');
    const file = await filing.evidence();
    const opened = await bureau.ask('102002-filler', 'openAttachment', {
      ...filing.params,
      body: announce(pdf(filing.id)),
    });
    expect(opened).toEqual({ file, url: null, fields: {}, expiresAt: null });
  });

  test('a filing keeps sixty files', async ({ bureau }) => {
    const filing = bureau.halfYear('104P01');
    for (let turn = 0; turn < 59; turn += 1) await filing.isGiven(pdf(`file ${turn}`));
    const [last, over] = [pdf('file 59'), pdf('file 60')];
    const forms = [await filing.uploadForm(last), await filing.uploadForm(over)];
    for (const [index, bytes] of [last, over].entries())
      await sendForm(forms[index] ?? { url: '', fields: {} }, bytes);
    await bureau.ask('104001-filler', 'completeAttachment', {
      ...paramsOf(filing, last),
      body: { name: 'a.pdf' },
    });
    const refused = [
      await bureau.refused('104001-filler', 'completeAttachment', {
        ...paramsOf(filing, over),
        body: { name: 'b.pdf' },
      }),
      await bureau.refused('104001-filler', 'openAttachment', { ...filing.params, body: announce(over) }),
    ];
    for (const each of refused) expect(each).toMatchObject({ status: 409, code: 'too-many-files' });
    expect((await bureau.ask('104001-filler', 'listAttachments', filing.params)).attachments).toHaveLength(
      60,
    );
  });

  test('archived bytes cannot be deleted or changed, not even by an operator', async ({ bureau }) => {
    const filing = bureau.halfYear('101T01');
    const bytes = pdf(filing.id);
    const file = await filing.evidence();
    const Key = keyOf(filing, bytes);
    await asOperator(bureau, async (s3, { archive: Bucket, inbox }) => {
      const [VersionId] = await versionsOf(bureau, filing, bytes);
      await expect(s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))).rejects.toMatchObject({
        name: 'AccessDenied',
      });
      const overwrite = new CopyObjectCommand({
        Bucket,
        Key,
        CopySource: `${inbox}/${Key}`,
        IfNoneMatch: '*',
      });
      await expect(s3.send(overwrite)).rejects.toMatchObject({ name: 'PreconditionFailed' });
      const kept = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      expect(kept).toMatchObject({ ObjectLockMode: 'GOVERNANCE', ContentType: 'application/pdf' });
      expect(kept.ObjectLockRetainUntilDate?.getUTCFullYear()).toBe(2032);
      expect(sha256((await kept.Body?.transformToByteArray()) ?? new Uint8Array())).toBe(file);
    });
  });
});

describe('whose filing it is', () => {
  test('another department finds neither filing nor file, exactly as if there were none', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('105P01');
    const bytes = pdf(filing.id);
    await filing.evidence();
    const missing = { filing: '360733-2022-H1-105-NONE', attachment: sha256(bytes) };
    const refusals = [
      await bureau.refused('106001-filler', 'openAttachment', { ...filing.params, body: announce(bytes) }),
      await bureau.refused('106001-filler', 'completeAttachment', {
        ...paramsOf(filing, bytes),
        body: { name: 'a.pdf' },
      }),
      await bureau.refused('106-reviewer', 'listAttachments', filing.params),
      await bureau.refused('105002-filler', 'readAttachment', paramsOf(filing, bytes)),
      await bureau.refused('admin', 'readAttachment', paramsOf(filing, bytes)),
      await bureau.refused('106001-filler', 'readAttachment', { params: missing }),
    ];
    const [first] = refusals;
    for (const each of refusals) {
      expect(each).toMatchObject({ status: 404, code: 'not-found' });
      expect({ ...each, instance: '' }).toEqual({ ...first, instance: '' });
    }
  });

  test('a file of one filing is no file of another', async ({ bureau }) => {
    const [own, other] = [bureau.halfYear('105P01'), bureau.halfYear('105P03')];
    const bytes = pdf('of one filing');
    await own.isGiven(bytes);
    const refused = await bureau.refused('105001-filler', 'readAttachment', paramsOf(other, bytes));
    expect(refused).toMatchObject({ status: 404, code: 'not-found' });
    expect(refused.detail).toContain('附件');
    const body = { name: '合同.pdf' };
    expect(
      await bureau.refused('105001-filler', 'completeAttachment', { ...paramsOf(other, bytes), body }),
    ).toMatchObject({ code: 'not-uploaded' });
  });

  test('only its filler brings files; who reviews it reads them', async ({ bureau }) => {
    const filing = bureau.halfYear('106P01');
    const bytes = pdf(filing.id);
    await filing.evidence();
    for (const member of ['106-reviewer', 's04-reviewer', 'finance-office', 'auditor']) {
      const refused = await bureau.refused(member, 'openAttachment', {
        ...filing.params,
        body: announce(bytes),
      });
      expect(refused).toMatchObject({ status: 403, code: 'not-yours' });
      expect(refused.detail).toContain('上传附件');
      const read = await bureau.ask(member, 'readAttachment', paramsOf(filing, bytes));
      expect((await fetch(read.url)).status).toBe(200);
    }
  });

  test('overall expenditure: the department’s filler brings them (2.2b)', async ({ bureau }) => {
    const filing = bureau.halfYear('106Z00');
    await filing.evidence();
    const { attachments } = await bureau.ask('106-filler', 'listAttachments', filing.params);
    expect(attachments).toMatchObject([{ by: { id: '106-filler', post: '部门经办' } }]);
  });
});

test('the day before its round opens a filing can be read and takes nothing', async () => {
  const early = await Bureau.open('2022-06-30');
  try {
    await early.opens('2022-H1');
    const filing = early.halfYear('101P01');
    const call = { ...filing.params, body: announce(pdf()) };
    const refused = await early.refused('101001-filler', 'openAttachment', call);
    expect(refused).toMatchObject({ status: 409, code: 'round-not-open' });
    expect((await early.ask('101001-filler', 'listAttachments', filing.params)).attachments).toEqual([]);
    await early.on('2022-07-01', '00:00:00');
    expect(await early.ask('101001-filler', 'openAttachment', call)).toMatchObject({ file: sha256(pdf()) });
  } finally {
    await early.close();
  }
});

describe('on the filing’s way', () => {
  test('before 送审 and after a return, not in between; what was kept can still be confirmed and read', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('107P01');
    const [early, late] = [pdf('early'), pdf('late')];
    const file = await filing.isGiven(early);
    const form = await filing.uploadForm(late);
    await sendForm(form, late);
    await filing.isFiled((content) => ({ ...content, files: [{ file }, { file, indicator: '11-01' }] }));
    const body = { name: '合同.pdf' };
    const refused = [
      await bureau.refused('107001-filler', 'openAttachment', { ...filing.params, body: announce(late) }),
      await bureau.refused('107001-filler', 'completeAttachment', { ...paramsOf(filing, late), body }),
    ];
    for (const each of refused) {
      expect(each).toMatchObject({ status: 409, code: 'wrong-stage' });
      expect(each.detail).toContain('待部门审核');
    }
    expect(
      await bureau.ask('107001-filler', 'completeAttachment', { ...paramsOf(filing, early), body }),
    ).toMatchObject({ file });
    const read = await bureau.ask('107-reviewer', 'readAttachment', paramsOf(filing, early));
    expect((await fetch(read.url)).status).toBe(200);
    await filing.isReturned();
    await bureau.ask('107001-filler', 'completeAttachment', { ...paramsOf(filing, late), body });
    const { attachments } = await bureau.ask('107001-filler', 'listAttachments', filing.params);
    expect(attachments.map((each) => each.file)).toEqual([file, sha256(late)]);
  });
});

test('a body under key monitoring sends with evidence of its own, and not without (2.3, V32)', async () => {
  const bureau = await Bureau.open('2022-07-01', sampleCounty);
  try {
    await bureau.opens('2022-H1');
    const [filing, other] = [bureau.halfYear('108P01'), bureau.halfYear('108P03')];
    const foreign = await other.evidence();
    for (const files of [[], [{ file: sha256(pdf('never sent')) }], [{ file: foreign }]]) {
      const { version } = await filing.isFilled((content) => ({ ...content, files }));
      const refused = await bureau.refused('108001-filler', 'submitFiling', { ...filing.params, version });
      expect(refused).toMatchObject({ status: 422, code: 'checks-failed' });
      expect(refused.issues?.map(({ rule }) => rule)).toEqual(['V32']);
    }
    expect(await filing.isFiled()).toMatchObject({ stage: 'in-transit' });
    expect((await filing.read()).content?.files).toEqual([{ file: sha256(pdf(filing.id)) }]);
    await filing.isApproved();
    await filing.isApproved();
    expect(await filing.stage()).toBe('archived');
  } finally {
    await bureau.close();
  }
});
