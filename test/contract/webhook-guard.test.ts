/** Where the webhook may be sent, and that what was judged is what is connected to (OWASP API7: server-side request forgery). */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { post } from '../../functions/call-webhook/call.ts';
import { isPublic, judge, readTarget } from '../../functions/call-webhook/guard.ts';

const strict = { loopback: false };
const local = { loopback: true };

describe('addresses', () => {
  test.each([
    ...[
      '0.0.0.0',
      '0.1.2.3',
      '10.0.0.1',
      '10.255.255.255',
      '100.64.0.1',
      '100.100.100.200',
      '100.127.255.254',
    ],
    ...['127.0.0.1', '127.255.0.1', '169.254.169.254', '169.254.170.2', '172.16.0.1', '172.31.255.255'],
    ...[
      '192.0.0.1',
      '192.0.2.1',
      '192.88.99.1',
      '192.168.0.1',
      '198.18.0.1',
      '198.19.255.255',
      '198.51.100.7',
    ],
    ...['203.0.113.9', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::ffff:10.0.0.1', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe'],
    ...[
      '::ffff:8.8.8.8',
      '::127.0.0.1',
      '64:ff9b::a9fe:a9fe',
      '64:ff9b:1::1',
      '100::1',
      '2001::1',
      '2001:10::1',
    ],
    ...[
      '2001:db8::1',
      '2002:a9fe:a9fe::1',
      '2002:7f00:1::',
      '3fff::1',
      'fc00::1',
      'fd00:ec2::254',
      'fe80::1',
    ],
    ...[
      'fe80::1%eth0',
      'fec0::1',
      'ff02::1',
      '4000::1',
      'county.example',
      '',
      '127.1',
      '2130706433',
      '1.2.3',
    ],
  ])('%s is not of the public network', (address) => {
    expect(isPublic(address)).toBe(false);
  });

  test.each([
    ...[
      '1.1.1.1',
      '9.255.255.255',
      '11.0.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '126.255.255.255',
      '128.0.0.0',
    ],
    ...['169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0'],
    ...[
      '198.17.255.255',
      '198.20.0.0',
      '223.255.255.255',
      '2400:3200::1',
      '2001:200::1',
      '2003::1',
      '3ffe::1',
    ],
  ])('%s is', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe('the address that an operator gives', () => {
  test.each([
    ['', 'none'],
    ['county.example/hook', 'none'],
    ['http://county.example/', 'only https'],
    ['http://127.0.0.1:8080/', 'only https'],
    ['ftp://county.example/', 'only https'],
    ['file:///etc/passwd', 'only https'],
    ['https://user@county.example/', 'a name or a password'],
    ['https://:secret@county.example/', 'a name or a password'],
    ['https://county.example:22/', 'port 22'],
    ['https://county.example:80/', 'port 80'],
    ['https://county.example:9001/', 'port 9001'],
    ['https://169.254.169.254/latest/meta-data', 'not in the public network'],
    ['https://2852039166/', '169.254.169.254 is not'],
    ['https://0xa9.0xfe.0xa9.0xfe/', '169.254.169.254 is not'],
    ['https://0251.0376.0251.0376/', '169.254.169.254 is not'],
    ['https://127.1/', '127.0.0.1 is not'],
    ['https://１２７.0.0.1/', '127.0.0.1 is not'],
    ['https://[::1]/', '::1 is not'],
    ['https://[::ffff:127.0.0.1]/', 'is not in the public network'],
    ['https://[fd00:ec2::254]/', 'is not in the public network'],
  ])('%s is refused', (text, why) => {
    expect(() => readTarget(text, strict)).toThrow(why);
  });

  test.each(['https://county.example/hook?a=1', 'https://county.example:443/', 'https://1.1.1.1:8443/'])(
    '%s is taken',
    (text) => {
      expect(readTarget(text, strict).href).toBe(new URL(text).href);
    },
  );

  test('plain HTTP is taken where this machine itself is allowed and meant, and nowhere else', () => {
    expect(readTarget('http://127.0.0.1:4711/', local).port).toBe('4711');
    expect(readTarget('http://[::1]:4711/', local).port).toBe('4711');
    for (const text of [
      'http://10.0.0.1/',
      'http://localhost/',
      'http://169.254.169.254/',
      'https://127.0.0.1/',
    ])
      expect(() => readTarget(text, local)).toThrow();
  });
});

describe('the addresses of a name', () => {
  const url = new URL('https://county.example/');
  test('one that is private spoils them all', () => {
    expect(() => judge(url, ['1.1.1.1', '10.0.0.1'], strict)).toThrow('10.0.0.1 is not');
    expect(() => judge(url, ['1.1.1.1', '127.0.0.1'], local)).toThrow('127.0.0.1 is not');
    expect(() => judge(url, [], strict)).toThrow('no address');
    expect(judge(url, ['1.1.1.1', '2400:3200::1'], strict)).toBe('1.1.1.1');
  });
});

/** A server on this machine under a name that only the test resolves. */
async function receiver(answer: RequestListener) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.headers.host?.split(':')[0]}${request.url}`);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { seen, url: new URL(`http://county.example:${port}/hook`) };
}

describe('the call', () => {
  const empty = { body: '{}', headers: {} };
  const here = async () => ['127.0.0.1'];

  test('asks the name server once and connects to what was judged, under the name', async () => {
    const { seen, url } = await receiver((_, response) => response.writeHead(204).end());
    const answers = [['127.0.0.1'], ['10.0.0.1'], ['10.0.0.1']];
    await post({ ...empty, url, limits: local }, async () => answers.shift() ?? []);
    expect(seen).toEqual(['county.example/hook']);
    expect(answers).toHaveLength(2);
  });

  test('is not made to an address that is refused', async () => {
    const { seen, url } = await receiver((_, response) => response.end());
    await expect(post({ ...empty, url, limits: strict }, here)).rejects.toThrow('not in the public network');
    const https = new URL(`https://county.example:8443/`);
    await expect(post({ ...empty, url: https, limits: local }, here)).rejects.toThrow('not in the public');
    expect(seen).toEqual([]);
  });

  test.each([301, 302, 307, 308])('follows no redirect (%i)', async (status) => {
    const { seen, url } = await receiver((_, response) =>
      response.writeHead(status, { location: '/elsewhere' }).end(),
    );
    await expect(post({ ...empty, url, limits: local }, here)).rejects.toThrow(
      `the receiver answered ${status}`,
    );
    expect(seen).toEqual(['county.example/hook']);
  });

  test('does not read an answer to its end that has none', async () => {
    let written = 0;
    const { url } = await receiver((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', pour).writeHead(200);
      pour();
    });
    await post({ ...empty, url, limits: local }, here);
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  test.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    ['never ends', (_, response) => response.writeHead(200).write('a')],
  ])('gives up on a receiver who %s', async (_, answer) => {
    const { url } = await receiver(answer);
    await expect(post({ ...empty, url, limits: local, patience: 200 }, here)).rejects.toThrow('webhook');
  });
});
