/** The twin of `endpoints` for what machines call: a state machine's task, a schedule, an operator. Input is checked, errors keep their name. */
import middy from '@middy/core';
import * as z from 'zod/mini';
import { errorFields, log } from './log.ts';

export function task<S extends z.ZodMiniType, Output>(
  input: S,
  run: (input: z.output<S>) => Promise<Output>,
) {
  return middy<unknown, Output>()
    .use({
      onError: (request) =>
        log('fault', { request: request.context.awsRequestId, ...errorFields(request.error) }),
    })
    .handler((event) => run(z.parse(input, event)));
}
