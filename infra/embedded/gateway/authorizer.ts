/**
 * The JWT authorizer: a token is good when its issuer signed it for this audience and its time has come and is not over. Algorithms are
 * named, so that a token cannot choose its own. What is wrong with a token is nobody's business but the log's.
 */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { Clock } from '../parts.ts';
import type { Issuer } from './issuer.ts';
import type { AuthorizerSettings } from './settings.ts';

/** The claims of a good token, or undefined. */
export type Authorize = (
  settings: AuthorizerSettings,
  authorization: string | undefined,
) => Promise<JWTPayload | undefined>;

/** Longer tokens than this are not read. */
const longest = 16_384;

export function createAuthorizer(own: Issuer, clock: Clock): Authorize {
  const foreign = new Map<string, Promise<JWTVerifyGetKey>>();
  const keysOf = (issuer: string): Promise<JWTVerifyGetKey> => {
    if (issuer === own.url) return Promise.resolve(createLocalJWKSet(own.keys));
    const known = foreign.get(issuer) ?? discover(issuer);
    foreign.set(issuer, known);
    // An issuer that could not be reached is asked again.
    known.catch(() => foreign.delete(issuer));
    return known;
  };
  return async (settings, authorization) => {
    const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined || token.length > longest) return undefined;
    try {
      const { payload } = await jwtVerify(token, await keysOf(settings.issuer), {
        algorithms: ['RS256', 'ES256'],
        issuer: settings.issuer,
        audience: [...settings.audience],
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(clock.now()),
      });
      return payload;
    } catch {
      return undefined;
    }
  };
}

/** Finds the keys of an issuer by OpenID discovery. */
async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { jwks_uri: address } = (await response.json()) as { jwks_uri?: unknown };
  if (typeof address !== 'string') throw new Error(`${issuer} names no keys`);
  return createRemoteJWKSet(new URL(address));
}
