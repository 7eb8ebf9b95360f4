/**
 * KMS keys. One that encrypts has no meaning at the desk, whose data folder lies on its own disk; one that signs is made there and works.
 * Who may use a key is said by the policies of roles: its own policy may name services, and may forbid nothing.
 */
import { z } from 'zod';
import { idle, type Reader, reader, tags } from './resource.ts';

const common = {
  KeyPolicy: z.object({ Statement: z.array(z.object({ Effect: z.literal('Allow') })) }).optional(),
  Description: idle('words for people'),
  PendingWindowInDays: idle('no key can be deleted over the wire here'),
  ...tags,
};

const Key = z.union([
  z.strictObject({
    ...common,
    KeySpec: z.literal('SYMMETRIC_DEFAULT').optional(),
    KeyUsage: z.literal('ENCRYPT_DECRYPT').optional(),
    EnableKeyRotation: idle('nothing is encrypted at rest at the desk'),
  }),
  z.strictObject({ ...common, KeySpec: z.literal('ECC_NIST_P256'), KeyUsage: z.literal('SIGN_VERIFY') }),
]);

const key = reader(Key, ({ KeyUsage }, { identity }, { draft }) => {
  const { Arn: arn = '', KeyId: id = '' } = identity.attributes;
  if (KeyUsage === 'SIGN_VERIFY') draft.keys.push({ id, arn });
});

export const keyReaders: Readonly<Record<string, Reader>> = { 'AWS::KMS::Key': key };
