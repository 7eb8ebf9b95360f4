/** The contract of S3: who is let in. Signed headers, presigned URLs, and what happens to everything else. */
import { createHash, createHmac } from 'node:crypto';
import { type IncomingMessage, request as send } from 'node:http';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLERK, clientOf, OPERATOR, ORIGIN, onEmbedded, openDesk, type S3Desk } from './s3-desk.ts';

let desk: S3Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.client.send(
    new PutObjectCommand({ Bucket: desk.plain, Key: key('letter'), Body: 'dear colleagues' }),
  );
});
afterAll(() => desk.stop());

const key = (name: string) => `${desk.prefix}signed/${name}`;
const letter = () => new GetObjectCommand({ Bucket: desk.plain, Key: key('letter') });
const code = async (response: Response) => /<Code>(.*)<\/Code>/.exec(await response.text())?.[1];
const HOUR = 3600;

describe('presigned GET', () => {
  test('needs nothing but the address, and may name the headers of the answer', async () => {
    const url = await getSignedUrl(
      desk.client,
      new GetObjectCommand({
        Bucket: desk.plain,
        Key: key('letter'),
        ResponseContentType: 'application/pdf',
        ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent('报告.pdf')}`,
      }),
      { expiresIn: HOUR },
    );
    const response = await fetch(url);
    expect(await response.text()).toBe('dear colleagues');
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toContain("UTF-8''%E6%8A%A5");
  });

  test.each([
    ['another object', (url: string) => url.replace('letter', 'letters')],
    ['a longer life', (url: string) => url.replace('X-Amz-Expires=3600', 'X-Amz-Expires=360000')],
    ['another header', (url: string) => `${url}&response-content-type=text%2Fhtml`],
    ['another signature', (url: string) => url.replace(/Signature=..../, 'Signature=0000')],
  ])('tampered with for %s it is refused', async (_what, tamper) => {
    const response = await fetch(tamper(await getSignedUrl(desk.client, letter(), { expiresIn: HOUR })));
    expect([response.status, await code(response)]).toEqual([403, 'SignatureDoesNotMatch']);
  });

  test('cannot be used for another method', async () => {
    const url = await getSignedUrl(desk.client, letter(), { expiresIn: HOUR });
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
  });

  test('past its time it is refused', async () => {
    const signingDate = new Date(Date.now() - 2 * HOUR * 1000);
    const url = await getSignedUrl(desk.client, letter(), { expiresIn: HOUR, signingDate });
    const response = await fetch(url);
    expect([response.status, await code(response)]).toEqual([403, 'AccessDenied']);
  });

  test.runIf(onEmbedded)('its time runs by the clock under which it was signed', async () => {
    const { clock } = desk.embedded();
    const signingDate = new Date(clock.now());
    const url = await getSignedUrl(desk.client, letter(), { expiresIn: HOUR, signingDate });
    expect((await fetch(url)).status).toBe(200);
    clock.advance(HOUR * 1000 + 1);
    expect((await fetch(url)).status).toBe(403);
    const byRealTime = await getSignedUrl(desk.client, letter(), {
      expiresIn: HOUR,
      signingDate: new Date(),
    });
    expect((await fetch(byRealTime)).status).toBe(200);
  });
});

describe('presigned PUT', () => {
  const upload = (name: string, more = {}) =>
    new PutObjectCommand({ Bucket: desk.plain, Key: key(name), ...more });

  test('takes the bytes it was signed for', async () => {
    const url = await getSignedUrl(desk.client, upload('put', { ContentType: 'text/csv' }), {
      expiresIn: HOUR,
      signableHeaders: new Set(['content-type']),
    });
    const wrong = await fetch(url, { method: 'PUT', body: 'a,b', headers: { 'content-type': 'text/html' } });
    expect(wrong.status).toBe(403);
    const right = await fetch(url, { method: 'PUT', body: 'a,b', headers: { 'content-type': 'text/csv' } });
    expect(right.status).toBe(200);
    const found = await desk.client.send(new GetObjectCommand({ Bucket: desk.plain, Key: key('put') }));
    expect(found.ContentType).toBe('text/csv');
    expect(await found.Body?.transformToString()).toBe('a,b');
  });

  test('holds the upload to the checksum it was signed with', async () => {
    const ChecksumSHA256 = createHash('sha256').update('agreed').digest('base64');
    const url = await getSignedUrl(desk.client, upload('agreed', { ChecksumSHA256 }), {
      expiresIn: HOUR,
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    });
    const headers = { 'x-amz-checksum-sha256': ChecksumSHA256 };
    expect((await fetch(url, { method: 'PUT', body: 'agreed' })).status).toBe(403);
    const other = await fetch(url, { method: 'PUT', body: 'other', headers });
    expect([other.status, await code(other)]).toEqual([400, 'BadDigest']);
    expect((await fetch(url, { method: 'PUT', body: 'agreed', headers })).status).toBe(200);
  });

  test('nothing may ride along unsigned', async () => {
    const url = await getSignedUrl(desk.client, upload('ridden'), { expiresIn: HOUR });
    const response = await fetch(url, {
      method: 'PUT',
      body: 'x',
      headers: { 'x-amz-meta-approved': 'yes' },
    });
    expect([response.status, await code(response)]).toEqual([403, 'AccessDenied']);
  });
});

describe('who is not let in', () => {
  test('anonymous requests', async () => {
    const url = new URL(await getSignedUrl(desk.client, letter()));
    url.search = '';
    const response = await fetch(url);
    expect([response.status, await code(response)]).toEqual([403, 'AccessDenied']);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
  });

  test.runIf(onEmbedded)('an unknown key, a wrong secret', async () => {
    const { url } = desk.embedded();
    const attempt = (accessKeyId: string, secretAccessKey: string) =>
      clientOf(url, { name: '', accessKeyId, secretAccessKey }).send(letter());
    await expect(attempt('NOBODY', 'x')).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    await expect(attempt(OPERATOR.accessKeyId, 'wrong')).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  test.runIf(onEmbedded)('a signature of another day', async () => {
    const { url } = desk.embedded();
    const late = clientOf(url, OPERATOR, 1);
    late.config.systemClockOffset = -24 * HOUR * 1000;
    await expect(late.send(letter())).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
  });

  test.runIf(onEmbedded)(
    'who lacks the permission, and then does not even learn what is absent',
    async () => {
      const { url, forbidden } = desk.embedded();
      const clerk = clientOf(url, CLERK);
      const absent = new GetObjectCommand({ Bucket: desk.plain, Key: key('absent') });
      await expect(clerk.send(absent)).rejects.toMatchObject({ name: 'NoSuchKey' });
      forbidden.add('s3:ListBucket');
      await expect(clerk.send(absent)).rejects.toMatchObject({ name: 'AccessDenied' });
      forbidden.add('s3:GetObject');
      await expect(clerk.send(letter())).rejects.toMatchObject({ name: 'AccessDenied' });
      await expect(
        clerk.send(new HeadObjectCommand({ Bucket: desk.plain, Key: key('letter') })),
      ).rejects.toMatchObject({
        $metadata: { httpStatusCode: 403 },
      });
      forbidden.clear();
    },
  );

  test.runIf(onEmbedded)('the operator sees all buckets', async () => {
    const { Buckets } = await desk.client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['archive', 'locked', 'plain', 'versioned']);
  });
});

describe('a body in signed chunks', () => {
  // No client of the SDK for JavaScript sends this form; those for Java and Go do.
  const chunks = [Buffer.alloc(9000, 'a'), Buffer.from('and the rest')];

  test.runIf(onEmbedded)('is taken when every link of the chain holds', async () => {
    const response = await sendChunks(key('chained'), chunks, (signature) => signature);
    expect(response.statusCode).toBe(200);
    const found = await desk.client.send(new GetObjectCommand({ Bucket: desk.plain, Key: key('chained') }));
    expect(await found.Body?.transformToString()).toBe(Buffer.concat(chunks).toString());
  });

  test.runIf(onEmbedded)('is refused when one does not, and leaves nothing', async () => {
    const response = await sendChunks(key('broken'), chunks, (signature, index) =>
      index === 1 ? signature.replace(/./g, '0') : signature,
    );
    expect(response.statusCode).toBe(403);
    const target = new HeadObjectCommand({ Bucket: desk.plain, Key: key('broken') });
    await expect(desk.client.send(target)).rejects.toMatchObject({ name: 'NotFound' });
  });

  async function sendChunks(
    name: string,
    pieces: readonly Buffer[],
    tamper: (signature: string, index: number) => string,
  ): Promise<IncomingMessage> {
    const { url } = desk.embedded();
    const { host } = new URL(url);
    const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const scope = `${date.slice(0, 8)}/eu-west-1/s3/aws4_request`;
    const sha = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
    const hmac = (secret: string | Buffer, data: string) =>
      createHmac('sha256', secret).update(data).digest();
    const signingKey = scope.split('/').reduce<Buffer>(hmac, Buffer.from(`AWS4${OPERATOR.secretAccessKey}`));
    const sign = (lines: readonly string[]) => hmac(signingKey, lines.join('\n')).toString('hex');
    const headers = {
      host,
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'x-amz-date': date,
      'x-amz-decoded-content-length': String(pieces.reduce((sum, piece) => sum + piece.length, 0)),
    };
    const names = Object.keys(headers).join(';');
    const lines = Object.entries(headers).map(([header, value]) => `${header}:${value}`);
    const canonical = [
      'PUT',
      `/${desk.plain}/${name}`,
      '',
      ...lines,
      '',
      names,
      headers['x-amz-content-sha256'],
    ];
    let previous = sign(['AWS4-HMAC-SHA256', date, scope, sha(canonical.join('\n'))]);
    const authorization =
      `AWS4-HMAC-SHA256 Credential=${OPERATOR.accessKeyId}/${scope}, ` +
      `SignedHeaders=${names}, Signature=${previous}`;
    const framed = [...pieces, Buffer.alloc(0)].map((piece, index) => {
      previous = sign(['AWS4-HMAC-SHA256-PAYLOAD', date, scope, previous, sha(''), sha(piece)]);
      const head = `${piece.length.toString(16)};chunk-signature=${tamper(previous, index)}\r\n`;
      return Buffer.concat([Buffer.from(head), piece, Buffer.from('\r\n')]);
    });
    return new Promise((resolve, reject) => {
      const request = send(`${url}/${desk.plain}/${name}`, {
        method: 'PUT',
        headers: { ...headers, authorization },
      });
      request.once('response', (response) => resolve(response.resume()));
      request.once('error', reject);
      request.end(Buffer.concat(framed));
    });
  }
});

describe('browsers of another origin', () => {
  const preflight = async (origin: string, method: string, headers = 'content-type') => {
    const url = new URL(await getSignedUrl(desk.client, letter()));
    url.search = '';
    return fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': headers,
      },
    });
  };

  test.runIf(onEmbedded)('ask first, and are told what they may do', async () => {
    const response = await preflight(ORIGIN, 'PUT');
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type');
    expect(response.headers.get('access-control-max-age')).toBe('600');
  });

  test.runIf(onEmbedded)('are refused elsewhere', async () => {
    expect((await preflight('https://evil.example.com', 'PUT')).status).toBe(403);
    expect((await preflight(ORIGIN, 'DELETE')).status).toBe(403);
    expect((await preflight(ORIGIN, 'PUT', 'authorization')).status).toBe(403);
  });

  test.runIf(onEmbedded)('may read the answer, a failure too', async () => {
    const url = await getSignedUrl(desk.client, letter(), { expiresIn: HOUR });
    for (const address of [url, `${url}0`]) {
      const response = await fetch(address, { headers: { origin: ORIGIN } });
      expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(response.headers.get('access-control-expose-headers')).toBe('ETag');
    }
  });
});
