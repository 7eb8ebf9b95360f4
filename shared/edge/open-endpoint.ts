/** Routes that need no sign-in: fixed answers, made without a word to the ledger. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Routes } from '../contract/route.ts';

export function openEndpoints<const R extends Routes>(
  routes: R,
  answers: { readonly [N in keyof R]: () => unknown },
) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().handler(async (event) => {
    const names = Object.keys(routes) as (keyof R)[];
    const name = names.find((each) => `${routes[each]?.method} ${routes[each]?.path}` === event.routeKey);
    if (name === undefined) throw new Error(`no answer for ${event.routeKey}`);
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      body: JSON.stringify(answers[name]()),
    };
  });
}
