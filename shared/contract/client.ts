/** The API's client, typed by the route table. Works wherever there is `fetch`; answers every status as a value. */
import type * as z from 'zod/mini';
import type { problem } from './answer.ts';
import { api, type RouteName } from './api.ts';
import type { Route } from './route.ts';

type Wire<N extends RouteName, Part extends 'params' | 'query' | 'body' | 'answer'> = z.input<
  (typeof api)[N][Part]
>;

export interface Call<N extends RouteName> {
  readonly params?: Wire<N, 'params'>;
  readonly query?: Wire<N, 'query'>;
  readonly body?: Wire<N, 'body'>;
  /** Version that was read; sent as `If-Match`. */
  readonly version?: number;
  readonly key?: string;
}

export type Problem = z.input<typeof problem>;

export type Reply<N extends RouteName> =
  | { readonly ok: true; readonly status: number; readonly body: Wire<N, 'answer'> }
  | { readonly ok: false; readonly status: number; readonly problem: Problem };

export type Client = <N extends RouteName>(name: N, call?: Call<N>) => Promise<Reply<N>>;

export function createClient(baseUrl: string, token: string): Client {
  return async <N extends RouteName>(name: N, call: Call<N> = {}): Promise<Reply<N>> => {
    const route: Route = api[name];
    const url = baseUrl + fill(route.path, textsOf(call.params)) + queryOf(textsOf(call.query));
    const response = await fetch(url, requestOf(route, token, call));
    const { ok, status } = response;
    const answer = ok && route.gives === 'file' ? await fileOf(response) : await response.json();
    return (ok ? { ok, status, body: answer } : { ok, status, problem: answer }) as Reply<N>;
  };
}

function requestOf({ method, takes }: Route, token: string, call: Call<RouteName>): RequestInit {
  const type = takes === 'file' ? 'application/octet-stream' : 'application/json';
  const headers = new Headers({ authorization: `Bearer ${token}`, 'content-type': type });
  if (call.version !== undefined) headers.set('if-match', `"${call.version}"`);
  if (call.key !== undefined) headers.set('idempotency-key', call.key);
  if (method === 'GET') return { method, headers };
  return { method, headers, body: takes === 'file' ? bytesOf(call.body) : JSON.stringify(call.body ?? {}) };
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array ? new Uint8Array(body) : new Uint8Array();
}

async function fileOf(response: Response) {
  const { headers } = response;
  const [, name = ''] = /filename\*=UTF-8''([^;]+)/.exec(headers.get('content-disposition') ?? '') ?? [];
  return {
    name: decodeURIComponent(name),
    type: headers.get('content-type') ?? '',
    bytes: new Uint8Array(await response.arrayBuffer()),
    cursor: headers.get('x-next-cursor'),
  };
}

function textsOf(values: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]));
}

function fill(path: string, params: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

function queryOf(query: Record<string, string>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? '' : `?${text}`;
}
