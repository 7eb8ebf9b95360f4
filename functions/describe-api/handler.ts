/** Says that the system is there and what it can do; needs no sign-in and no ledger. */
import { describeApi } from '../../shared/contract/routes/describe-api.ts';
import { openEndpoints } from '../../shared/edge/open-endpoint.ts';
import { openApiDocument } from './open-api.ts';

const document = openApiDocument();

export const handler = openEndpoints(describeApi, {
  health: () => ({ status: 'ok' }),
  openapi: () => document,
});
