/** A file as an answer of the gateway. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { dispositionOf, type File, htmlType } from '../contract/file.ts';

/** A page is shown and a document kept; neither may run or fetch anything, whatever text was typed into a form. */
export function fileAnswer({ name, type, bytes, cursor }: File): APIGatewayProxyStructuredResultV2 {
  const kept = type === htmlType ? 'inline' : 'attachment';
  return {
    statusCode: 200,
    headers: {
      'content-type': type,
      'content-disposition': dispositionOf(kept, name),
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      ...(cursor !== null && { 'x-next-cursor': cursor }),
    },
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
  };
}
