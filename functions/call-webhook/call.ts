/** One POST to an address that has been judged: no redirect followed, no second look at the name server, no waiting, little of the answer read. */
import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as plain, type RequestOptions } from 'node:http';
import { request as secure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Fault } from '../../shared/fault.ts';
import { hostOf, judge, type Limits } from './guard.ts';

/** All the addresses of a name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export interface Post {
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: Limits;
  /** How long the receiver may take for all of it, in milliseconds. */
  readonly patience?: number;
}

/** Well within what the function itself is given. */
const usualPatience = 10_000;
/** So that an answer without end costs nothing. */
const mostBytes = 4096;

/** Throws unless the receiver has taken it (2xx). */
export async function post(
  { url, body, headers, limits, patience = usualPatience }: Post,
  resolve: Resolve = askDns,
): Promise<void> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  const pinned = judge(url, addresses, limits);
  const signal = AbortSignal.timeout(patience);
  const status = await send(url, body, { headers: { ...headers }, lookup: always(pinned), signal }).catch(
    (error: unknown) => {
      throw new Fault('webhook', error);
    },
  );
  if (status < 200 || status > 299) throw new Fault('webhook', new Error(`the receiver answered ${status}`));
}

async function askDns(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true }).catch((error: unknown) => {
    throw new Fault('webhook', error);
  });
  return found.map(({ address }) => address);
}

/** The name stays in the request, for the certificate and the `Host`; it is not looked up again. */
function always(address: string): LookupFunction {
  const family = isIP(address);
  return (_name, { all }, answer) =>
    all === true ? answer(null, [{ address, family }]) : answer(null, address, family);
}

function send(
  url: URL,
  body: string,
  options: Pick<RequestOptions, 'headers' | 'lookup' | 'signal'>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? secure : plain;
    const sent = request(url, { ...options, method: 'POST', agent: false }, (answer) => {
      readLittle(answer).then(() => resolve(answer.statusCode ?? 0), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Leaving the loop closes the connection. */
async function readLittle(answer: IncomingMessage): Promise<void> {
  let read = 0;
  for await (const chunk of answer) {
    read += Buffer.byteLength(chunk);
    if (read > mostBytes) break;
  }
}
