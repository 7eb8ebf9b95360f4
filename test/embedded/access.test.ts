/** The IAM decision over plain policies, and the keys of principals. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccess, type Policies } from '../../infra/embedded/access.ts';
import { loadCredentials } from '../../infra/embedded/principals.ts';

const as = (name: string) => ({ name, accessKeyId: '', secretAccessKey: '' });
const allow = (Action: string, Resource: string): Policies => ({
  role: [{ Effect: 'Allow', Action: [Action], Resource: [Resource] }],
});

describe('a decision', () => {
  const cases: [string, string, string, string, boolean][] = [
    ['dynamodb:GetItem', 'arn:table/a', 'dynamodb:GetItem', 'arn:table/a', true],
    ['dynamodb:GetItem', 'arn:table/a', 'dynamodb:GetItem', 'arn:table/ab', false],
    ['dynamodb:GetItem', 'arn:table/a', 'dynamodb:GetItems', 'arn:table/a', false],
    ['dynamodb:Get*', 'arn:table/*', 'dynamodb:GetItem', 'arn:table/a/index/b', true],
    ['dynamodb:*Item', '*', 'dynamodb:PutItem', 'arn:anything', true],
    ['dynamodb:*Item', '*', 'dynamodb:Query', 'arn:anything', false],
    [
      's3:PutObject',
      'arn:aws:s3:::bucket/inbox/*.pdf',
      's3:PutObject',
      'arn:aws:s3:::bucket/inbox/a/b.pdf',
      true,
    ],
    [
      's3:PutObject',
      'arn:aws:s3:::bucket/inbox/*.pdf',
      's3:PutObject',
      'arn:aws:s3:::bucket/inbox/axpdf',
      false,
    ],
    ['s3:PutObject', 'arn:aws:s3:::b?cket', 's3:PutObject', 'arn:aws:s3:::bucket', true],
    ['DYNAMODB:getitem', 'arn:A', 'dynamodb:GetItem', 'arn:A', true],
    ['dynamodb:GetItem', 'arn:A', 'dynamodb:GetItem', 'arn:a', false],
    ['dynamodb:GetItem', 'arn:(a|b)', 'dynamodb:GetItem', 'arn:a', false],
  ];

  test.each(cases)('%s on %s, asked for %s on %s: %s', (action, resource, asked, on, allowed) => {
    const decide = () => createAccess(allow(action, resource))(as('role'), asked, on);
    if (allowed) expect(decide).not.toThrow();
    else expect(decide).toThrow(expect.objectContaining({ code: 'AccessDeniedException' }));
  });

  test('a deny wins over every allow, a stranger may nothing, the operator everything', () => {
    const access = createAccess({
      role: [
        { Effect: 'Allow', Action: ['*'], Resource: ['*'] },
        { Effect: 'Deny', Action: ['s3:Bypass*'], Resource: ['*'] },
      ],
    });
    expect(() => access(as('role'), 's3:GetObject', 'x')).not.toThrow();
    expect(() => access(as('role'), 's3:BypassGovernanceRetention', 'x')).toThrow(/explicit deny/);
    expect(() => access(as('other'), 's3:GetObject', 'x')).toThrow(/no identity-based policy/);
    expect(() => access(as('operator'), 's3:BypassGovernanceRetention', 'x')).not.toThrow();
  });

  test('what cannot be evaluated stops the boot', () => {
    const statement = { Effect: 'Allow', Action: ['*'], Resource: ['*'] } as const;
    expect(() => createAccess({ role: [{ ...statement, Condition: { Bool: {} } }] })).toThrow(
      /role.*Condition/,
    );
    const inverted = { ...statement, NotAction: ['s3:*'] };
    expect(() => createAccess({ role: [inverted] })).toThrow(/NotAction/);
    expect(() => createAccess(allow('*', `arn:$${'{aws:username}'}`))).toThrow(/variable/);
  });
});

describe('keys', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('are made once, kept for their owner alone, and found by their id', () => {
    const file = join(folder, 'keys');
    const first = loadCredentials(file, ['a', 'b']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = loadCredentials(file, ['b', 'c']);
    expect(second.operator).toEqual(first.operator);
    expect(second.byName('b')).toEqual(first.byName('b'));
    expect(second.byAccessKeyId(second.byName('c').accessKeyId)?.name).toBe('c');
    const ids = [first.operator, first.byName('a'), second.byName('c')].map(({ accessKeyId }) => accessKeyId);
    expect(new Set(ids).size).toBe(3);
    // A role that has left the template can no longer sign, but gets its key back when it returns.
    expect(second.byAccessKeyId(first.byName('a').accessKeyId)).toBeUndefined();
    expect(() => second.byName('a')).toThrow(/no principal/);
    expect(loadCredentials(file, ['a']).byName('a')).toEqual(first.byName('a'));
  });

  test('a role named like the operator and a damaged file stop the boot', () => {
    expect(() => loadCredentials(join(folder, 'none'), ['operator'])).toThrow(/operator/);
    const file = join(folder, 'bad');
    writeFileSync(file, 'half a line\nrole\n');
    expect(() => loadCredentials(file, [])).toThrow(/damaged/);
  });
});
