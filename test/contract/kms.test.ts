/** KMS as an SDK client sees it: keys of the template that sign, kept over restarts, behind IAM, and everything else refused by name. */
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EncryptCommand, GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAccess } from '../../infra/embedded/access.ts';
import { type Endpoint, serveAws } from '../../infra/embedded/endpoint.ts';
import { createKms } from '../../infra/embedded/kms/service.ts';
import type { HttpService, Principal } from '../../infra/embedded/parts.ts';
import { manualClock } from '../support/manual-clock.ts';

const arn = (id: string) => `arn:aws-cn:kms:cn-north-1:000000000000:key/${id}`;
const keys = ['first', 'second'].map((id) => ({ id, arn: arn(id) }));
const [KeyId, other] = [arn('first'), arn('second')];
const nowhere: HttpService = { serve: () => Promise.reject(new Error('nobody asks for this')) };
const role = (name: string): Principal => ({
  name,
  accessKeyId: name.toUpperCase(),
  secretAccessKey: 'secret',
});
const principals = new Map([role('signer'), role('stranger')].map((each) => [each.accessKeyId, each]));
const access = createAccess({
  signer: [{ Effect: 'Allow', Action: ['kms:Sign', 'kms:GetPublicKey'], Resource: [KeyId] }],
  stranger: [{ Effect: 'Allow', Action: ['kms:GetPublicKey'], Resource: [KeyId] }],
});

let folder: string;
let endpoint: Endpoint;
const clients: KMSClient[] = [];
const clientOf = (name: string) => {
  const credentials = { accessKeyId: name.toUpperCase(), secretAccessKey: 'secret' };
  const client = new KMSClient({ endpoint: endpoint.url, region: 'cn-north-1', credentials });
  clients.push(client);
  return client;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kms-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  const clock = manualClock(new Date().toISOString());
  const kms = createKms({ folder: join(folder, 'signing'), keys, access });
  const json = [kms];
  const find = (id: string) => principals.get(id);
  endpoint = await serveAws({ port: 0, json, lambda: nowhere, s3: nowhere, principals: find, clock });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await endpoint.stop();
});

const message = Buffer.from('一份回执');
const signing = { KeyId, Message: message, SigningAlgorithm: 'ECDSA_SHA_256' } as const;

async function publicKey(client: KMSClient) {
  const { PublicKey: spki } = await client.send(new GetPublicKeyCommand({ KeyId }));
  return createPublicKey({ key: Buffer.from(spki ?? []), format: 'der', type: 'spki' });
}

describe('a key that signs', () => {
  test('signs what its public half verifies, and nothing else', async () => {
    const client = clientOf('signer');
    const { Signature = new Uint8Array(), KeyId: by } = await client.send(new SignCommand(signing));
    const key = await publicKey(client);
    expect(by).toBe(KeyId);
    expect(key.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(verify('sha256', message, key, Signature)).toBe(true);
    expect(verify('sha256', Buffer.from('另一份回执'), key, Signature)).toBe(false);
  });

  test('says what it is', async () => {
    const { KeySpec, KeyUsage, SigningAlgorithms } = await clientOf('signer').send(
      new GetPublicKeyCommand({ KeyId: 'first' }),
    );
    expect({ KeySpec, KeyUsage, SigningAlgorithms }).toEqual({
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      SigningAlgorithms: ['ECDSA_SHA_256'],
    });
  });

  test('is the same after a restart, one file for its owner alone, no two alike', async () => {
    const files = readdirSync(join(folder, 'signing')).sort();
    expect(files).toEqual(['first.pem', 'second.pem']);
    const texts = files.map((file) => readFileSync(join(folder, 'signing', file), 'utf8'));
    expect(new Set(texts).size).toBe(2);
    for (const file of files) expect(statSync(join(folder, 'signing', file)).mode & 0o777).toBe(0o600);
    const { Signature = new Uint8Array() } = await clientOf('signer').send(new SignCommand(signing));
    const again = createKms({ folder: join(folder, 'signing'), keys, access });
    const { PublicKey: spki } = await again.call('GetPublicKey', { KeyId }, role('signer'));
    const key = createPublicKey({ key: Buffer.from(String(spki), 'base64'), format: 'der', type: 'spki' });
    expect(verify('sha256', message, key, Signature)).toBe(true);
  });
});

describe('what is refused', () => {
  const refused = (act: Promise<unknown>) =>
    act.then(
      () => 'carried out',
      (error: Error) => error.name,
    );

  test('a key that the role was not granted, and an act that it was not', async () => {
    expect(await refused(clientOf('signer').send(new SignCommand({ ...signing, KeyId: other })))).toBe(
      'AccessDeniedException',
    );
    expect(await refused(clientOf('stranger').send(new SignCommand(signing)))).toBe('AccessDeniedException');
    expect(await refused(clientOf('stranger').send(new GetPublicKeyCommand({ KeyId })))).toBe('carried out');
  });

  test.each([
    ['a key that is not there', { KeyId: arn('third') }, 'NotFoundException'],
    ['a digest in place of a message', { MessageType: 'DIGEST' }, 'ValidationException'],
    ['another algorithm', { SigningAlgorithm: 'ECDSA_SHA_384' }, 'ValidationException'],
    ['a trial', { DryRun: true }, 'ValidationException'],
    ['an empty message', { Message: new Uint8Array() }, 'ValidationException'],
    ['a message that KMS would not take', { Message: new Uint8Array(4097) }, 'ValidationException'],
  ] as const)('%s', async (_, bent, name) => {
    expect(await refused(clientOf('signer').send(new SignCommand({ ...signing, ...bent })))).toBe(name);
  });

  test('encryption', async () => {
    expect(await refused(clientOf('signer').send(new EncryptCommand({ KeyId, Plaintext: message })))).toBe(
      'UnknownOperationException',
    );
  });
});
