/**
 * The bureau's signature under receipts: an asymmetric key of KMS, whose private half nobody has ever seen. KMS answers in DER; what goes
 * out is the form of JOSE, and the key is called by its thumbprint, so that no name of the cloud leaves the house.
 */
import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, type KMSClientConfig, SignCommand } from '@aws-sdk/client-kms';
import * as z from 'zod/mini';
import { Fault } from '../fault.ts';
import type { Signer, VerifyingKey } from '../ports-proof.ts';
import { canonical, digestOf } from './seal.ts';

export function openSigner(keyId: string, config: KMSClientConfig = {}): Signer {
  const client = new KMSClient(config);
  let known: Promise<VerifyingKey> | undefined;
  const key = async () => {
    known ??= fetchKey(client, keyId);
    return known.catch((error: unknown) => {
      known = undefined;
      throw error;
    });
  };
  return {
    key,
    async sign(value) {
      const Message = Buffer.from(canonical(value), 'utf8');
      const command = new SignCommand({ KeyId: keyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' });
      const [{ kid }, { Signature: der }] = await Promise.all([key(), guard(() => client.send(command))]);
      if (der === undefined) throw new Error('KMS has signed without a signature');
      return { algorithm: 'ES256', key: kid, value: joseForm(der).toString('base64url') };
    },
  };
}

const curvePoint = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });

async function fetchKey(client: KMSClient, KeyId: string): Promise<VerifyingKey> {
  const { PublicKey: spki } = await guard(() => client.send(new GetPublicKeyCommand({ KeyId })));
  if (spki === undefined) throw new Error('KMS has answered without a public key');
  const exported = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const point = z.parse(curvePoint, exported.export({ format: 'jwk' }));
  return { ...point, kid: digestOf(point), alg: 'ES256', use: 'sig' };
}

/** DER wraps r and s as two signed integers, `30 len 02 len r 02 len s`; JOSE sets them side by side, 32 bytes each. */
function joseForm(der: Uint8Array): Buffer {
  const lengthOfR = der[3] ?? 0;
  const r = der.subarray(4, 4 + lengthOfR);
  const s = der.subarray(4 + lengthOfR + 2);
  return Buffer.concat([r, s].map(in32Bytes));
}

function in32Bytes(integer: Uint8Array): Buffer {
  const digits = Buffer.from(integer).subarray(-32);
  return Buffer.concat([Buffer.alloc(32 - digits.length), digits]);
}

async function guard<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Error && error.name === 'AccessDeniedException' ? error : new Fault('kms', error);
  }
}
