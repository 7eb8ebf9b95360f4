/**
 * What the desk adds to the API, under `/local/`: who may sign in, a token for him, the issuer's discovery and keys, and, where time is
 * virtual, a way to move it forward. None of it is in the cloud.
 */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import type { Clock } from '../parts.ts';
import { type HttpAnswer, json } from './answer.ts';
import { type Issuer, tokenSeconds } from './issuer.ts';
import type { Member } from './settings.ts';
import { pageScript, pageStyle, signInPage } from './sign-in-page.ts';

export type Local = (request: IncomingMessage, path: string, body: Buffer) => Promise<HttpAnswer>;

export interface LocalOptions {
  readonly issuer: Issuer;
  readonly members: readonly Member[];
  readonly clock: Clock;
  /** The same clock, where it can be moved. */
  readonly movable: VirtualClock | undefined;
}

export function createLocal(options: LocalOptions): Local {
  const { issuer, members, clock, movable } = options;
  const routes: ReadonlyMap<string, (body: Buffer) => Promise<HttpAnswer>> = new Map([
    ['GET /local/', async () => page('html', signInPage(members, clock.now(), movable !== undefined))],
    ['GET /local/page.js', async () => page('javascript', pageScript)],
    ['GET /local/page.css', async () => page('css', pageStyle)],
    ['GET /local/.well-known/openid-configuration', async () => fresh(200, discovery(issuer))],
    ['GET /local/keys', async () => fresh(200, issuer.keys)],
    ['GET /local/clock', async () => fresh(200, timeOf(clock, movable))],
    ['POST /local/token', (body: Buffer) => giveToken(options, body)],
    ['POST /local/clock', (body: Buffer) => moveClock(options, body)],
  ]);
  return async (request, path, body) => {
    const refusal = refuseStrangers(request);
    if (refusal !== undefined) return refusal;
    const route = routes.get(`${request.method} ${path}`);
    return route === undefined ? fresh(404, { message: 'Not Found' }) : route(body);
  };
}

/**
 * Tokens are given to anyone at this machine, and so must not be within reach of a page from elsewhere that a browser at this machine
 * shows: neither under a name of its own for this address, nor by a form, which cannot send JSON.
 */
function refuseStrangers({ method, headers }: IncomingMessage): HttpAnswer | undefined {
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(headers.host ?? ''))
    return fresh(403, { message: '只能通过本机地址访问。' });
  if (method === 'POST' && !/^application\/json\b/i.test(headers['content-type'] ?? ''))
    return fresh(415, { message: '请求的 Content-Type 应为 application/json。' });
  return undefined;
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

const TokenRequest = z.object({ member: z.string().min(1).max(200) });
const ClockRequest = z.object({ to: z.iso.datetime({ offset: true }) });

/** Anyone may be named: whether he is in a directory is the product's question, not the issuer's. */
async function giveToken({ issuer }: LocalOptions, body: Buffer): Promise<HttpAnswer> {
  const asked = TokenRequest.safeParse(parsed(body));
  if (!asked.success) return fresh(400, { message: '请求应为 {"member":"人员编号"}。' });
  const token = await issuer.issue(asked.data.member);
  return fresh(200, { access_token: token, token_type: 'Bearer', expires_in: tokenSeconds });
}

async function moveClock({ clock, movable }: LocalOptions, body: Buffer): Promise<HttpAnswer> {
  if (movable === undefined)
    return fresh(409, { message: '当前使用真实时间，不能拨动。启动时加 --clock 才使用虚拟时间。' });
  const asked = ClockRequest.safeParse(parsed(body));
  if (!asked.success) return fresh(400, { message: '请求应为 {"to":"2022-07-11T00:00:00+08:00"}。' });
  const instant = Date.parse(asked.data.to);
  if (instant < clock.now()) return fresh(409, { message: '时间只能向前拨动。' });
  await movable.advanceTo(instant);
  return fresh(200, timeOf(clock, movable));
}

function timeOf(clock: Clock, movable: VirtualClock | undefined) {
  return { now: new Date(clock.now()).toISOString(), virtual: movable !== undefined };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const pageHeaders = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

function page(kind: 'css' | 'html' | 'javascript', text: string): HttpAnswer {
  const headers = { ...pageHeaders, 'content-type': `text/${kind}; charset=utf-8` };
  return { status: 200, headers, body: Buffer.from(text) };
}

/** Nothing here may be kept by a browser. */
function fresh(status: number, value: unknown): HttpAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return json(status, value, headers);
}
