/** Sealed chains, signed receipts and what a forger does to them: for tests of what verifies them. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { canonical, digestOf, sealOnto } from '../../shared/aws/seal.ts';
import type { Link } from '../../shared/document/verifier/chain.ts';

type Fact = Readonly<Record<string, unknown>> & { readonly type: string };

export const filing = '360733-2022-H1-101-101P01';
const by = { id: '101001-filler', name: '刘晓梅', post: '单位经办' };
const start = Date.parse('2022-07-05T01:00:00Z');

/** Seals facts into a chain, an hour apart. */
export function chainOf(facts: readonly Fact[], from = start): readonly Link[] {
  let head = { seq: 0, hash: '' };
  return facts.map((fact, index) => {
    const seal = sealOnto(head, { at: from + index * 3_600_000, by: index === 0 ? null : by, fact });
    head = seal;
    return { body: seal.body, hash: seal.hash };
  });
}

/** A filing's way into the archive; `mark` makes each one another. */
export function factsOf(mark: string, saves = 3): readonly Fact[] {
  const digest = digestOf({ mark, save: saves });
  return [
    { type: 'issued', kind: 'project', unit: '101001', section: 'S01', dueAt: start },
    ...Array.from({ length: saves }, (_, save) => ({
      type: 'saved',
      digest: digestOf({ mark, save: save + 1 }),
    })),
    { type: 'submitted', digest, daysLate: 0, evaluation: digestOf({ lights: mark }) },
    { type: 'approved', at: 'section-review', digest, opinion: '同意' },
    { type: 'archived', digest },
  ];
}

export const report = '360733-2022-HY-101';

/** A report's way into the archive, as far as a verifier looks at it; its file is known by its bytes. */
export function reportFactsOf(sha256: string): readonly Fact[] {
  const upload = '0f8c2c4e-6f3c-4a0e-9d53-3b7f6f1f0a01';
  return [
    { type: 'expected', round: '2022-H1', dueAt: start },
    { type: 'received', upload: { id: upload, sha256, receivedAt: start } },
    { type: 'verified', upload },
    { type: 'confirmed', upload },
    { type: 'archived', upload, sha256, retainUntil: '2052-07-18' },
  ];
}

export const archivedContent = (mark: string, saves = 3) => ({ mark, save: saves });
export const archivedEvaluation = (mark: string) => ({ lights: mark });

export function newKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({
    format: 'jwk',
  });
  const point = { kty, crv, x, y };
  return { privateKey, jwk: { ...point, kid: digestOf(point), alg: 'ES256', use: 'sig' } };
}
export type NewKey = ReturnType<typeof newKey>;

/** The receipt of a chain's last event, signed. */
export function receiptOfLast(chain: readonly Link[], { privateKey, jwk }: NewKey, document = filing) {
  const seq = chain.length;
  const { hash = '', body = '{}' } = chain[seq - 1] ?? {};
  const { at, fact } = JSON.parse(body);
  const receipt = {
    number: `${document}-${seq.toString().padStart(6, '0')}`,
    document,
    act: 'archived',
    actName: '归档',
    at: new Date(at).toISOString(),
    by: null,
    digest: fact.digest ?? fact.sha256,
    daysLate: null,
    seq,
    hash,
  };
  return {
    receipt,
    signature: { algorithm: 'ES256', key: jwk.kid, value: signatureOf(receipt, privateKey) },
  };
}

function signatureOf(value: unknown, key: KeyObject): string {
  const bytes = Buffer.from(canonical(value), 'utf8');
  return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}
