/** Routes that need no sign-in: fixed answers, made without a word to the ledger. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Routes, routeKeyOf } from '../contract/route.ts';

export function openEndpoints<const R extends Routes>(
  routes: R,
  answers: { readonly [N in keyof R]: () => unknown },
) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().handler(async (event) => {
    const asked = Object.entries(routes).find(([, route]) => routeKeyOf(route) === event.routeKey);
    if (asked === undefined) throw new Error(`no answer for ${event.routeKey}`);
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      body: JSON.stringify(answers[asked[0] as keyof R]()),
    };
  });
}
