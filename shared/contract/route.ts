/** What a path of the API takes, demands and answers. */
import * as z from 'zod/mini';

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST';
  /** Path template of the gateway, e.g. `/api/filings/{filing}`. */
  readonly path: `/${string}`;
  /** Needs no sign-in. */
  readonly open?: true;
  /** A command: needs `If-Match` and honours `Idempotency-Key`. */
  readonly command?: true;
  /** A POST whose body is a question: nothing is written, so that it needs no version. */
  readonly question?: true;
  /** A POST that adds a thing of its own by its own id, and changes nothing that has a version: once or often is the same. */
  readonly idempotent?: true;
  /** A command on several things at once: their versions stand in its rows, and each row has an answer of its own. */
  readonly batch?: true;
  /** The body is a file, sent as it is. */
  readonly takes?: 'file';
  /** The answer is a file. */
  readonly gives?: 'file';
  readonly summary: string;
  readonly params: z.ZodMiniType;
  readonly query: z.ZodMiniType;
  readonly body: z.ZodMiniType;
  readonly answer: z.ZodMiniType;
}

/** Routes by the names of their use cases. */
export type Routes = Readonly<Record<string, Route>>;

/** As the gateway names it, e.g. `GET /api/me`. */
export function routeKeyOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

export const nothing = z.strictObject({});
export const read = { method: 'GET', query: nothing, body: nothing } as const;
export const command = { method: 'POST', command: true, query: nothing } as const;
