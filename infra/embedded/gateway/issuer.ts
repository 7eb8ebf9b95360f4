/**
 * The desk's own issuer of tokens, for a machine that has no other: OpenID discovery, its key set, and a token for each member who may
 * sign in here. The key is made at the first boot and never leaves the data folder.
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, type JWK, SignJWT } from 'jose';
import type { Clock } from '../parts.ts';

export interface Issuer {
  readonly url: string;
  readonly keys: JSONWebKeySet;
  /** An access token whose `sub` is the member. */
  issue(member: string): Promise<string>;
}

export interface IssuerOptions {
  readonly url: string;
  readonly audience: string;
  readonly keyFile: string;
  readonly clock: Clock;
}

const algorithm = 'ES256';
/** A working day. */
export const tokenSeconds = 28_800;

export async function openIssuer({ url, audience, keyFile, clock }: IssuerOptions): Promise<Issuer> {
  const secret = existsSync(keyFile) ? readKey(keyFile) : await makeKey(keyFile);
  const key = await importJWK(secret, algorithm);
  const { d: _, ...open } = secret;
  return {
    url,
    keys: { keys: [{ ...open, alg: algorithm, use: 'sig' }] },
    issue: (member) => {
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT({})
        .setProtectedHeader({
          alg: algorithm,
          typ: 'at+jwt',
          ...(secret.kid !== undefined && { kid: secret.kid }),
        })
        .setIssuer(url)
        .setAudience(audience)
        .setSubject(member)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + tokenSeconds)
        .sign(key);
    },
  };
}

function readKey(file: string): JWK {
  const key: JWK = JSON.parse(readFileSync(file, 'utf8'));
  return key;
}

/** Written beside its place and moved there: a boot that is cut short leaves a whole key or none. */
async function makeKey(file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: randomUUID() };
  writeFileSync(`${file}.new`, JSON.stringify(key), { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
  return key;
}
