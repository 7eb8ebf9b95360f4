/**
 * What the desk adds to the API, under `/local/`: who may sign in, a token for him, the issuer's discovery and keys, and, where time is
 * virtual, a way to move it forward. None of it is in the cloud.
 */
import type { VirtualClock } from '../clock.ts';
import type { Clock } from '../parts.ts';
import type { HttpAnswer } from './event.ts';
import { type Issuer, tokenSeconds } from './issuer.ts';
import type { Member } from './settings.ts';
import { pageScript, signInPage } from './sign-in-page.ts';

export type Local = (method: string, path: string, body: Buffer) => Promise<HttpAnswer>;

export interface LocalOptions {
  readonly issuer: Issuer;
  readonly members: readonly Member[];
  readonly clock: Clock;
  /** The same clock, where it can be moved. */
  readonly movable: VirtualClock | undefined;
}

export function createLocal(options: LocalOptions): Local {
  const { issuer, members, clock, movable } = options;
  const routes: Readonly<Record<string, (body: Buffer) => Promise<HttpAnswer>>> = {
    'GET /local/': async () => page(signInPage(members, clock.now(), movable !== undefined)),
    'GET /local/page.js': async () => ({
      ...page(pageScript),
      headers: { ...pageHeaders, 'content-type': 'text/javascript; charset=utf-8' },
    }),
    'GET /local/.well-known/openid-configuration': async () => json(200, discovery(issuer)),
    'GET /local/keys': async () => json(200, issuer.keys),
    'GET /local/clock': async () => json(200, timeOf(clock, movable)),
    'POST /local/token': (body) => giveToken(options, field(body, 'member')),
    'POST /local/clock': (body) => moveClock(options, field(body, 'to')),
  };
  return async (method, path, body) => {
    const route = routes[`${method} ${path}`];
    return route === undefined ? json(404, { message: 'Not Found' }) : route(body);
  };
}

function discovery({ url }: Issuer) {
  return {
    issuer: url,
    jwks_uri: `${url}/keys`,
    token_endpoint: `${url}/token`,
    id_token_signing_alg_values_supported: ['ES256'],
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
  };
}

/** Anyone may be named: whether he is in a directory is the product's question, not the issuer's. */
async function giveToken({ issuer }: LocalOptions, member: string | undefined): Promise<HttpAnswer> {
  if (member === undefined) return json(400, { message: '请求应为 {"member":"人员编号"}。' });
  return json(200, {
    access_token: await issuer.issue(member),
    token_type: 'Bearer',
    expires_in: tokenSeconds,
  });
}

async function moveClock({ clock, movable }: LocalOptions, to: string | undefined): Promise<HttpAnswer> {
  if (movable === undefined)
    return json(409, { message: '当前使用真实时间，不能拨动。启动时加 --clock 才使用虚拟时间。' });
  const instant = Date.parse(to ?? '');
  if (Number.isNaN(instant)) return json(400, { message: '请求应为 {"to":"2022-07-11T00:00:00+08:00"}。' });
  if (instant < clock.now()) return json(409, { message: '时间只能向前拨动。' });
  await movable.advanceTo(instant);
  return json(200, timeOf(clock, movable));
}

function timeOf(clock: Clock, movable: VirtualClock | undefined) {
  return { now: new Date(clock.now()).toISOString(), virtual: movable !== undefined };
}

function field(body: Buffer, name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    const found =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === name)
        : undefined;
    return typeof found?.[1] === 'string' && found[1] !== '' ? found[1] : undefined;
  } catch {
    return undefined;
  }
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
};

function page(text: string): HttpAnswer {
  return { status: 200, headers: pageHeaders, body: Buffer.from(text) };
}

function json(status: number, value: unknown): HttpAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: Buffer.from(JSON.stringify(value)) };
}
