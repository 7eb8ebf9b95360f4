/**
 * KMS as far as signing goes: `Sign` and `GetPublicKey` of asymmetric keys on the curve P-256. Encryption has no part here, because the
 * data folder lies on the disk of the desk; whatever else is asked is refused by name, and IAM decides before a key is touched.
 */
import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { z } from 'zod';
import type { Access } from '../access.ts';
import { AwsError, type Json, type JsonService, type Principal } from '../parts.ts';
import { openKey } from './key-store.ts';
import type { KeySettings } from './settings.ts';

export interface KmsOptions {
  readonly folder: string;
  readonly keys: readonly KeySettings[];
  readonly access: Access;
}

interface SigningKey extends KeySettings {
  readonly key: KeyObject;
}

const algorithm = 'ECDSA_SHA_256';
/** KMS hashes a raw message itself, up to this many bytes. */
const longestMessage = 4096;

const signInput = z.strictObject({
  KeyId: z.string(),
  Message: z.base64(),
  MessageType: z.literal('RAW', 'The desk signs only messages of the type RAW.').default('RAW'),
  SigningAlgorithm: z.literal(algorithm, `The keys of the desk sign with ${algorithm} only.`),
});
const publicKeyInput = z.strictObject({ KeyId: z.string() });

export function createKms({ folder, keys, access }: KmsOptions): JsonService {
  const known = keys.map((each): SigningKey => ({ ...each, key: openKey(folder, each.id) }));

  function find(KeyId: string, action: string, principal: Principal): SigningKey {
    const found = known.find(({ id, arn }) => KeyId === id || KeyId === arn);
    if (found === undefined)
      throw new AwsError('NotFoundException', `Key '${KeyId}' is no signing key of the template.`);
    access(principal, action, found.arn);
    return found;
  }

  return {
    target: 'TrentService',
    async call(operation, input, principal) {
      if (operation === 'Sign') {
        const asked = read(signInput, input);
        return signed(find(asked.KeyId, 'kms:Sign', principal), asked.Message);
      }
      if (operation === 'GetPublicKey') {
        const { KeyId } = read(publicKeyInput, input);
        return published(find(KeyId, 'kms:GetPublicKey', principal));
      }
      throw new AwsError('UnknownOperationException', `The desk's KMS does not carry out ${operation}.`);
    },
  };
}

function signed({ arn, key }: SigningKey, base64: string): Json {
  const message = Buffer.from(base64, 'base64');
  if (message.length < 1 || message.length > longestMessage)
    throw new AwsError('ValidationException', `A message has 1 to ${longestMessage} bytes.`);
  const signature = sign('sha256', message, key);
  return { KeyId: arn, Signature: signature.toString('base64'), SigningAlgorithm: algorithm };
}

function published({ arn, key }: SigningKey): Json {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    KeyId: arn,
    PublicKey: spki.toString('base64'),
    CustomerMasterKeySpec: 'ECC_NIST_P256',
    KeySpec: 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
    SigningAlgorithms: [algorithm],
  };
}

/** A member that is not known here would change what is signed, or how: it is refused, not passed over. */
function read<S extends z.ZodType>(schema: S, input: Json): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AwsError('ValidationException', parsed.error.issues.map(({ message }) => message).join(' '));
}
