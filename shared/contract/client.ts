/** The API's client, typed by the route table. Works wherever there is `fetch`; answers every status as a value. */
import type * as z from 'zod/mini';
import type { problem } from './answer.ts';
import { api, type Route, type RouteName } from './api.ts';

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
    const { method, path }: Route = api[name];
    const headers = new Headers({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
    if (call.version !== undefined) headers.set('if-match', `"${call.version}"`);
    if (call.key !== undefined) headers.set('idempotency-key', call.key);
    const body = method === 'GET' ? {} : { body: JSON.stringify(call.body ?? {}) };
    const response = await fetch(baseUrl + fill(path, textsOf(call.params)) + queryOf(textsOf(call.query)), {
      method,
      headers,
      ...body,
    });
    const { ok, status } = response;
    const answer = await response.json();
    return (ok ? { ok, status, body: answer } : { ok, status, problem: answer }) as Reply<N>;
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
