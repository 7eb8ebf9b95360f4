/** Cross-origin headers, as the template's API allows them; whatever a function says of them itself does not count then. */
import type { IncomingMessage } from 'node:http';
import type { CorsSettings } from './settings.ts';

export function corsHeaders(
  cors: CorsSettings | undefined,
  request: IncomingMessage,
): Record<string, string> {
  const { origin } = request.headers;
  if (cors === undefined || origin === undefined) return {};
  const anyone = cors.allowOrigins.includes('*');
  if (!anyone && !cors.allowOrigins.some((allowed) => covers(allowed, origin))) return {};
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    ...(!anyone && { vary: 'origin' }),
    ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...(cors.exposeHeaders.length > 0 && { 'access-control-expose-headers': cors.exposeHeaders.join(',') }),
    ...(request.method === 'OPTIONS' && {
      'access-control-allow-methods': cors.allowMethods.join(','),
      'access-control-allow-headers': cors.allowHeaders.join(','),
      ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
    }),
  };
}

/** `https://*` stands for all origins of that scheme. */
function covers(allowed: string, origin: string): boolean {
  return allowed === origin || (allowed.endsWith('://*') && origin.startsWith(allowed.slice(0, -1)));
}
