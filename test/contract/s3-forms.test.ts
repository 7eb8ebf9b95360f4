/** The contract of S3: uploads by a form whose policy was signed beforehand, as browsers send them. */
import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLERK, clientOf, onEmbedded, openDesk, type S3Desk } from './s3-desk.ts';

let desk: S3Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stop());

const key = (name: string) => `${desk.prefix}form/${name}`;

function signed(name: string, more: Partial<PresignedPostOptions> = {}) {
  return createPresignedPost(desk.client, { Bucket: desk.plain, Key: key(name), Expires: 600, ...more });
}

interface Post {
  url: string;
  fields: Record<string, string>;
}

function post(
  { url, fields }: Post,
  file: string | Buffer,
  more: Record<string, string> = {},
  name = 'x.pdf',
) {
  const form = new FormData();
  for (const [field, value] of Object.entries({ ...fields, ...more })) form.set(field, value);
  form.set('file', new Blob([file]), name);
  return fetch(url, { method: 'POST', body: form });
}

const outcome = async (response: Response) => [
  response.status,
  /<Code>(.*)<\/Code>/.exec(await response.text())?.[1],
];
const isAbsent = (name: string) =>
  expect(
    desk.client.send(new HeadObjectCommand({ Bucket: desk.plain, Key: key(name) })),
  ).rejects.toMatchObject({
    name: 'NotFound',
  });

test('what the policy allows is kept', async () => {
  const sha = createHash('sha256').update('%PDF-stamped').digest('base64');
  const form = await signed('报告.pdf', {
    Conditions: [['content-length-range', 1, 1000]],
    Fields: {
      'Content-Type': 'application/pdf',
      'x-amz-checksum-sha256': sha,
      'x-amz-meta-department': '妇女联合会',
    },
  });
  const response = await post(form, '%PDF-stamped');
  expect(response.status).toBe(204);
  expect(response.headers.get('etag')).toBe(`"${createHash('md5').update('%PDF-stamped').digest('hex')}"`);
  const found = await desk.client.send(
    new GetObjectCommand({ Bucket: desk.plain, Key: key('报告.pdf'), ChecksumMode: 'ENABLED' }),
  );
  expect(found).toMatchObject({ ContentType: 'application/pdf', ChecksumSHA256: sha });
  expect(await found.Body?.transformToString()).toBe('%PDF-stamped');
});

test('the form may ask for an answer in XML', async () => {
  const form = await signed('told.pdf', { Fields: { success_action_status: '201' } });
  const response = await post(form, 'x');
  expect(response.status).toBe(201);
  expect(await response.text()).toContain(`<Key>${key('told.pdf')}</Key>`);
});

test("the file's own name may be part of the key", async () => {
  const form = await signed(`named/$${'{filename}'}`);
  expect((await post(form, 'x', {}, '年报.pdf')).status).toBe(204);
  await desk.client.send(new HeadObjectCommand({ Bucket: desk.plain, Key: key('named/年报.pdf') }));
});

test('another key than the signed one is refused', async () => {
  const form = await signed('mine.pdf');
  expect(await outcome(await post(form, 'x', { key: key('yours.pdf') }))).toEqual([403, 'AccessDenied']);
  await isAbsent('yours.pdf');
});

test('content types: exactly one, or one that begins so', async () => {
  const exact = await signed('exact.pdf', { Fields: { 'Content-Type': 'application/pdf' } });
  expect(await outcome(await post(exact, 'x', { 'Content-Type': 'text/html' }))).toEqual([
    403,
    'AccessDenied',
  ]);
  const begins = await signed('picture', { Conditions: [['starts-with', '$Content-Type', 'image/']] });
  expect(await outcome(await post(begins, 'x', { 'Content-Type': 'text/html' }))).toEqual([
    403,
    'AccessDenied',
  ]);
  expect((await post(begins, 'x', { 'Content-Type': 'image/png' })).status).toBe(204);
});

test('a file outside the allowed sizes is refused while it streams, and leaves nothing', async () => {
  const form = await signed('sized.pdf', { Conditions: [['content-length-range', 10, 20]] });
  expect(await outcome(await post(form, 'x'.repeat(9)))).toEqual([400, 'EntityTooSmall']);
  expect(await outcome(await post(form, 'x'.repeat(21)))).toEqual([400, 'EntityTooLarge']);
  expect(await outcome(await post(form, Buffer.alloc(3_000_000)))).toEqual([400, 'EntityTooLarge']);
  await isAbsent('sized.pdf');
  expect((await post(form, 'x'.repeat(20))).status).toBe(204);
});

test('a file with another checksum than the signed one is refused', async () => {
  const sha = createHash('sha256').update('agreed').digest('base64');
  const form = await signed('agreed.pdf', { Fields: { 'x-amz-checksum-sha256': sha } });
  expect(await outcome(await post(form, 'other'))).toEqual([400, 'BadDigest']);
  await isAbsent('agreed.pdf');
});

test('a field the signer never thought of is refused', async () => {
  const form = await signed('extra.pdf');
  expect(await outcome(await post(form, 'x', { 'x-amz-meta-approved': 'yes' }))).toEqual([
    403,
    'AccessDenied',
  ]);
});

test('a changed policy, a forged signature, no signature', async () => {
  const form = await signed('forged.pdf');
  const policy = JSON.parse(Buffer.from(form.fields['Policy'] ?? '', 'base64').toString());
  const longer = { ...policy, expiration: '2099-01-01T00:00:00Z' };
  const Policy = Buffer.from(JSON.stringify(longer)).toString('base64');
  expect(await outcome(await post(form, 'x', { Policy }))).toEqual([403, 'SignatureDoesNotMatch']);
  const forged = { 'X-Amz-Signature': '0'.repeat(64) };
  expect(await outcome(await post(form, 'x', forged))).toEqual([403, 'SignatureDoesNotMatch']);
  const { key: bare = '' } = form.fields;
  expect(await outcome(await post({ url: form.url, fields: { key: bare } }, 'x'))).toEqual([
    403,
    'AccessDenied',
  ]);
  await isAbsent('forged.pdf');
});

test('an expired policy', async () => {
  const form = await signed('late.pdf', { Expires: -60 });
  expect(await outcome(await post(form, 'x'))).toEqual([403, 'AccessDenied']);
});

test('a form without a file', async () => {
  const { url, fields } = await signed('empty.pdf');
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  expect(await outcome(await fetch(url, { method: 'POST', body: form }))).toEqual([400, 'InvalidArgument']);
});

test.runIf(onEmbedded)('whoever signed it must still be permitted', async () => {
  const { url, forbidden } = desk.embedded();
  const form = await createPresignedPost(clientOf(url, CLERK), {
    Bucket: desk.plain,
    Key: key('withdrawn.pdf'),
  });
  forbidden.add('s3:PutObject');
  expect(await outcome(await post(form, 'x'))).toEqual([403, 'AccessDenied']);
  forbidden.clear();
});
