/**
 * The route table: every path of the API once, under the function that serves it. Handlers, gateway routes, client, OpenAPI document and
 * tests all read it, so that none can disagree with another. A route's key is the name of its use case. A function bundles its own alone.
 */
import type * as z from 'zod/mini';
import type { Route, Routes } from './route.ts';
import { assessDepartments } from './routes/assess-departments.ts';
import { attachFiles } from './routes/attach-files.ts';
import { commandFiling } from './routes/command-filing.ts';
import { commandReport } from './routes/command-report.ts';
import { describeApi } from './routes/describe-api.ts';
import { draftReport } from './routes/draft-report.ts';
import { exchangeDocuments } from './routes/exchange-documents.ts';
import { importData } from './routes/import-data.ts';
import { issueReceipts } from './routes/issue-receipts.ts';
import { keepMessages } from './routes/keep-messages.ts';
import { keepReport } from './routes/keep-report.ts';
import { manageDispositions } from './routes/manage-dispositions.ts';
import { manageRounds } from './routes/manage-rounds.ts';
import { packBundles } from './routes/pack-bundles.ts';
import { queryStanding } from './routes/query-standing.ts';
import { readFilings } from './routes/read-filings.ts';
import { uploadReport } from './routes/upload-report.ts';
import { watchOperations } from './routes/watch-operations.ts';

export const api = {
  ...servedBy('describe-api', describeApi),
  ...servedBy('read-filings', readFilings),
  ...servedBy('keep-messages', keepMessages),
  ...servedBy('watch-operations', watchOperations),
  ...servedBy('manage-rounds', manageRounds),
  ...servedBy('import-data', importData),
  ...servedBy('query-standing', queryStanding),
  ...servedBy('exchange-documents', exchangeDocuments),
  ...servedBy('command-filing', commandFiling),
  ...servedBy('attach-files', attachFiles),
  ...servedBy('issue-receipts', issueReceipts),
  ...servedBy('pack-bundles', packBundles),
  ...servedBy('assess-departments', assessDepartments),
  ...servedBy('manage-dispositions', manageDispositions),
  ...servedBy('command-report', commandReport),
  ...servedBy('draft-report', draftReport),
  ...servedBy('upload-report', uploadReport),
  ...servedBy('keep-report', keepReport),
} as const;

function servedBy<const F extends string, R extends Routes>(name: F, routes: R) {
  const served = Object.entries(routes).map(([key, route]) => [key, { ...route, function: name }]);
  return Object.fromEntries(served) as { readonly [N in keyof R]: R[N] & { readonly function: F } };
}

export type RouteName = keyof typeof api;
/** The deployables that answer people; each is a folder of `functions/`. */
export type ApiFunction = (typeof api)[RouteName]['function'];
/** A route and who serves it. */
export type ServedRoute = Route & { readonly function: ApiFunction };
export type ParamsOf<N extends RouteName> = z.output<(typeof api)[N]['params']>;
export type QueryOf<N extends RouteName> = z.output<(typeof api)[N]['query']>;
export type BodyOf<N extends RouteName> = z.output<(typeof api)[N]['body']>;
export type AnswerOf<N extends RouteName> = z.output<(typeof api)[N]['answer']>;
