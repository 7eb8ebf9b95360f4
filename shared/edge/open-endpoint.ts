/** Routes that need no sign-in: fixed answers, made without a word to the ledger. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { api, type RouteName } from '../contract/api.ts';

export function openEndpoints(answers: { readonly [N in RouteName]?: () => unknown }) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().handler(async (event) => {
    const names = Object.keys(api) as RouteName[];
    const name = names.find((each) => `${api[each].method} ${api[each].path}` === event.routeKey);
    const make = name && answers[name];
    if (make === undefined) throw new Error(`no answer for ${event.routeKey}`);
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      body: JSON.stringify(make()),
    };
  });
}
