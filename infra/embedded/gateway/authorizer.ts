/**
 * The JWT authorizer: a token is good when its issuer signed it for this audience and its time has come and is not over. Algorithms are
 * named, so that a token cannot choose its own. What is wrong with a token is not told to the client.
 */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import type { Clock } from '../parts.ts';
import type { Issuer } from './issuer.ts';
import type { AuthorizerSettings } from './settings.ts';

/** The claims of a good token, or undefined. */
export type Authorize = (
  settings: AuthorizerSettings,
  authorization: string | undefined,
) => Promise<JWTPayload | undefined>;

/** How long a foreign issuer may take to name its keys, in milliseconds of the machine. */
const patience = 5_000;

const Discovery = z.object({ jwks_uri: z.url() });

export function createAuthorizer(own: Issuer, clock: Clock, log: (line: string) => void): Authorize {
  const ownKeys = Promise.resolve(createLocalJWKSet(own.keys));
  const foreign = new Map<string, Promise<JWTVerifyGetKey>>();
  const keysOf = (issuer: string): Promise<JWTVerifyGetKey> => {
    if (issuer === own.url) return ownKeys;
    const known = foreign.get(issuer) ?? discover(issuer);
    foreign.set(issuer, known);
    known.catch((error: unknown) => {
      // An issuer that could not be reached is asked again.
      if (foreign.delete(issuer)) log(`The keys of ${issuer} cannot be had: ${error}`);
    });
    return known;
  };
  return async ({ issuer, audience }, authorization) => {
    const [, token] = /^(?:Bearer )?(\S+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) return undefined;
    try {
      const { payload } = await jwtVerify(token, await keysOf(issuer), {
        algorithms: ['RS256', 'ES256'],
        issuer,
        requiredClaims: ['exp'],
        currentDate: new Date(clock.now()),
      });
      return isFor(audience, payload) && isIssued(payload, clock) ? payload : undefined;
    } catch {
      return undefined;
    }
  };
}

/** An access token may name its client in place of an audience. */
function isFor(audience: readonly string[], { aud, client_id: client }: JWTPayload): boolean {
  return [aud ?? client].flat().some((named) => typeof named === 'string' && audience.includes(named));
}

function isIssued({ iat }: JWTPayload, clock: Clock): boolean {
  return iat === undefined || iat * 1000 <= clock.now();
}

/** Finds the keys of an issuer by OpenID discovery. */
async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(patience),
  });
  const { jwks_uri: address } = Discovery.parse(await response.json());
  return createRemoteJWKSet(new URL(address));
}
