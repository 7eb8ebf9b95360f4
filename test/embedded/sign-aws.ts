/** Signs a request as AWS clients do (Signature Version 4), for services that the project has no client of. */
import { createHash, createHmac } from 'node:crypto';
import type { Principal } from '../../infra/embedded/parts.ts';

export interface Signing {
  readonly service: string;
  readonly region: string;
  readonly principal: Principal;
  readonly now: number;
}

/** The headers to send along with `body` and `headers`. */
export function signed(
  method: string,
  url: string,
  { body = '', headers = {} }: { body?: string; headers?: Readonly<Record<string, string>> },
  { service, region, principal, now }: Signing,
): Record<string, string> {
  const { host, pathname, search } = new URL(url);
  const date = `${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const all: Record<string, string> = { ...headers, host, 'x-amz-date': date };
  const names = Object.keys(all).sort();
  const path = pathname.split('/').map(encodeURIComponent).join('/');
  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  const canonical = [
    method,
    path,
    search.slice(1),
    ...names.map((name) => `${name}:${all[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${principal.secretAccessKey}`));
  const credential = `${principal.accessKeyId}/${scope.join('/')}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${hmac(key, toSign).toString('hex')}`;
  return { ...headers, 'x-amz-date': date, authorization };
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
