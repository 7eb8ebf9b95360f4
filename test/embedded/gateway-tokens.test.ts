/** Tokens and the desk's own pages: who gets in, who does not, and what a stranger's page cannot do. */
import { readFileSync, statSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIssuer } from '../../infra/embedded/gateway/issuer.ts';
import { AUDIENCE, bodyOf, type GatewayDesk, START, startGatewayDesk } from './gateway-desk.ts';

const functions = {
  who: { code: 'export const handler = async (event) => event.requestContext.authorizer.jwt;' },
};
const routes = { 'GET /who': 'who' };
const secured = ['GET /who'];
const HOUR = 3_600_000;

interface Passed {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: null;
}

async function ask(desk: GatewayDesk, authorization?: string) {
  return fetch(`${desk.url}/who`, { headers: authorization === undefined ? {} : { authorization } });
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('the issuer of the desk', () => {
  let desk: GatewayDesk;
  beforeAll(async () => {
    desk = await startGatewayDesk({ functions, routes, secured });
  });
  afterAll(() => desk.stop());

  test('a token of the desk lets its member in, with all claims as text', async () => {
    const response = await post(`${desk.url}/local/token`, { member: '101-filler' });
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { access_token: token, ...rest } = await bodyOf<{ access_token: string }>(response);
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 28_800 });
    const issued = Math.floor(START / 1000);
    for (const authorization of [`Bearer ${token}`, `bearer ${token}`, token]) {
      const { claims, scopes } = await bodyOf<Passed>(await ask(desk, authorization));
      expect(scopes).toBeNull();
      expect(claims).toMatchObject({ sub: '101-filler', iss: `${desk.url}/local`, aud: AUDIENCE });
      expect(Number(claims['exp']) - Number(claims['iat'])).toBe(28_800);
      expect(Number(claims['iat']) - issued).toBeLessThan(60);
      expect(claims['jti']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test.each([undefined, '', 'Bearer', 'Bearer x', 'Basic YTpi', 'Bearer a.b.c'])(
    'authorization %#: does not get in',
    async (authorization) => {
      const response = await ask(desk, authorization);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toEqual({ message: 'Unauthorized' });
    },
  );

  test('a token that was altered, or signed with no algorithm, does not get in', async () => {
    const [head = '', body = '', signature = ''] = (await desk.issuer.issue('101-filler')).split('.');
    const claims = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), sub: 'finance-office' };
    const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [`${head}.${forged}.${signature}`, `${none}.${forged}.`])
      expect((await ask(desk, `Bearer ${token}`)).status).toBe(401);
  });

  test('the key is made once, for its owner alone, and its public half is published', async () => {
    const file = join(desk.folder, 'issuer.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const secret = JSON.parse(readFileSync(file, 'utf8'));
    const { jwks_uri: address, issuer } = await bodyOf<{ jwks_uri: string; issuer: string }>(
      await fetch(`${desk.url}/local/.well-known/openid-configuration`),
    );
    expect(issuer).toBe(`${desk.url}/local`);
    const { keys } = await bodyOf<{ keys: object[] }>(await fetch(address));
    expect(keys).toEqual([expect.objectContaining({ kid: secret.kid, x: secret.x, alg: 'ES256' })]);
    expect(keys[0]).not.toHaveProperty('d');
    const again = await openIssuer({ url: issuer, audience: AUDIENCE, keyFile: file, clock: desk.clock });
    expect((await ask(desk, await again.issue('101-filler'))).status).toBe(200);
  });

  test.each([{}, { member: '' }, { member: 7 }, [], 'x'])(
    'a request for a token %# is refused',
    async (body) => {
      expect((await post(`${desk.url}/local/token`, body)).status).toBe(400);
    },
  );

  test('a token ends after a working day', async () => {
    const token = await desk.issuer.issue('101-filler');
    await desk.clock.advanceTo(desk.clock.now() + 8 * HOUR - 60_000);
    expect((await ask(desk, token)).status).toBe(200);
    await desk.clock.advanceTo(desk.clock.now() + 61_000);
    expect((await ask(desk, token)).status).toBe(401);
  });
});

describe('an issuer elsewhere', () => {
  test('its keys are found by discovery; issuer, audience and times are checked', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
    const elsewhere = createServer((request, response) => {
      const jwksUri = `${url}/keys`;
      response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { jwks_uri: jwksUri }));
    });
    const port = await new Promise<number>((resolve) => {
      elsewhere.listen(0, '127.0.0.1', () => {
        const address = elsewhere.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const url = `http://127.0.0.1:${port}`;
    const desk = await startGatewayDesk({ functions, routes, secured, issuer: url });
    const now = Math.floor(desk.clock.now() / 1000);
    const good = { iss: url, sub: 'someone', aud: ['other', AUDIENCE], iat: now - 10, exp: now + 600 };
    const sign = (claims: JWTPayload, algorithm = 'RS256') =>
      new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid: 'k1' }).sign(privateKey);
    const statusOf = async (claims: JWTPayload) => (await ask(desk, `Bearer ${await sign(claims)}`)).status;

    const response = await ask(
      desk,
      `Bearer ${await sign({ ...good, roles: ['a', 'b'], admin: true, n: 1 })}`,
    );
    expect((await bodyOf<Passed>(response)).claims).toMatchObject({
      aud: `[other ${AUDIENCE}]`,
      roles: '[a b]',
      admin: 'true',
      n: '1',
    });
    const { aud: _, ...client } = { ...good, client_id: AUDIENCE };
    expect(await statusOf(client)).toBe(200);
    expect(await statusOf({ ...good, iss: 'https://other.example' })).toBe(401);
    expect(await statusOf({ ...good, aud: 'other' })).toBe(401);
    expect(await statusOf({ ...good, exp: now - 1 })).toBe(401);
    expect(await statusOf({ ...good, nbf: now + 600 })).toBe(401);
    expect(await statusOf({ ...good, iat: now + 600 })).toBe(401);
    const { exp: _exp, ...endless } = good;
    expect(await statusOf(endless)).toBe(401);
    expect((await ask(desk, await desk.issuer.issue('someone'))).status).toBe(401);
    await desk.stop();
    await new Promise((resolve) => elsewhere.close(resolve));
  });

  test('one that cannot be reached lets nobody in, says so, and is asked again', async () => {
    const desk = await startGatewayDesk({ functions, routes, secured, issuer: 'http://127.0.0.1:1' });
    const token = await desk.issuer.issue('someone');
    for (const _ of [1, 2]) expect((await ask(desk, token)).status).toBe(401);
    expect(
      desk.said.filter((line) => line.startsWith('The keys of http://127.0.0.1:1 cannot be had')),
    ).toHaveLength(2);
    await desk.stop();
  });
});

describe('the pages of the desk', () => {
  let desk: GatewayDesk;
  const members = [{ id: '101-filler', name: '刘某（示例）', description: '填报人 <101>' }];
  beforeAll(async () => {
    desk = await startGatewayDesk({ members });
  });
  afterAll(() => desk.stop());

  test('the sign-in page lists the members, and runs nothing that is not its own', async () => {
    const response = await fetch(`${desk.url}/local`);
    expect(response.url).toBe(`${desk.url}/local/`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'/);
    expect(policy).not.toContain('unsafe');
    const page = await response.text();
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('刘某（示例）');
    expect(page).toContain('填报人 &lt;101&gt;');
    expect(page).toContain('data-member="101-filler"');
    expect(page).not.toMatch(/<style|<script>|style=|onclick/);
    for (const [file, type] of [
      ['page.css', 'text/css; charset=utf-8'],
      ['page.js', 'text/javascript; charset=utf-8'],
    ]) {
      const part = await fetch(`${desk.url}/local/${file}`);
      expect([part.status, part.headers.get('content-type')]).toEqual([200, type]);
    }
  });

  test('a virtual clock can be moved forward, and only forward', async () => {
    const move = async (to: unknown) => (await post(`${desk.url}/local/clock`, { to })).status;
    expect(await (await fetch(`${desk.url}/local/clock`)).json()).toMatchObject({ virtual: true });
    expect(await move('2022-07-11T00:00:00+08:00')).toBe(200);
    expect(desk.clock.now()).toBeGreaterThanOrEqual(Date.parse('2022-07-11T00:00:00+08:00'));
    expect(await move('2022-07-10T00:00:00+08:00')).toBe(409);
    for (const nonsense of ['soon', '2022-07-12', 7, undefined]) expect(await move(nonsense)).toBe(400);
    expect(await (await fetch(`${desk.url}/local/`)).text()).toContain('value="2022-07-11T00:0');
  });

  test('real time is shown and not moved', async () => {
    const still = await startGatewayDesk({ members, still: true });
    expect(await (await fetch(`${still.url}/local/`)).text()).not.toContain('<form');
    expect((await post(`${still.url}/local/clock`, { to: '2030-01-01T00:00:00Z' })).status).toBe(409);
    await still.stop();
  });

  test('a page from elsewhere can neither ask under another name nor send a form', async () => {
    const form = await fetch(`${desk.url}/local/clock`, {
      method: 'POST',
      body: '{"to":"2030-01-01T00:00:00Z"}',
    });
    expect(form.status).toBe(415);
    const status = await new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: desk.port,
        path: '/local/',
        headers: { host: 'rebound.example' },
      };
      httpRequest(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once('error', reject)
        .end();
    });
    expect(status).toBe(403);
    expect((await fetch(`${desk.url}/local/nothing`)).status).toBe(404);
  });
});
