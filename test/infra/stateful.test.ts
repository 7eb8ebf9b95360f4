/** What must never be lost: how it is protected, and that no change of the code replaces it unseen. */
import { beforeAll, describe, expect, test } from 'vitest';
import { partitions } from '../../infra/cloud/place.ts';
import { ofType, readTemplates, type Template, theOne } from './templates.ts';

describe.each(partitions)('the stateful stack of %s', (partition) => {
  let stateful: Template;
  let stateless: Template;
  beforeAll(async () => {
    ({ stateful, stateless } = await readTemplates(partition));
  });

  // A renamed resource is a new, empty one: whoever must change this list needs a migration.
  test('has exactly these resources, under these ids', () => {
    expect(Object.keys(stateful.Resources).sort()).toEqual([
      'ArchiveDA4CB258',
      'ArchivePolicyC780D5C8',
      'DataKey5F086070',
      'DataKeyAlias4CDA3754',
      'InboxA8E05DC3',
      'InboxPolicy63A7501F',
      'LedgerB7379752',
      'ReceiptsKey86AC75FD',
      'ReceiptsKeyAlias4408AC25',
    ]);
  });

  test('retains ledger, buckets and key, also when they are replaced', () => {
    for (const id of [
      'ArchiveDA4CB258',
      'DataKey5F086070',
      'InboxA8E05DC3',
      'LedgerB7379752',
      'ReceiptsKey86AC75FD',
    ]) {
      expect(stateful.Resources[id]).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      });
    }
  });

  test('is the only place that holds data', () => {
    for (const type of [
      'AWS::DynamoDB::Table',
      'AWS::DynamoDB::GlobalTable',
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
    ]) {
      expect(ofType(stateless, type).size).toBe(0);
    }
  });

  test('ledger: keys, on demand, backups of 35 days, protected, encrypted by our key, stream of keys, TTL', () => {
    expect(theOne(stateful, 'AWS::DynamoDB::Table')).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      DeletionProtectionEnabled: true,
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: '<DataKey.Arn>' },
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test('ledger: one index, sparse and of keys only', () => {
    const { GlobalSecondaryIndexes: indexes, AttributeDefinitions: attributes } = theOne(
      stateful,
      'AWS::DynamoDB::Table',
    );
    expect(indexes).toEqual([
      {
        IndexName: 'todo',
        KeySchema: [
          { AttributeName: 'desk', KeyType: 'HASH' },
          { AttributeName: 'deskDueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
    expect(attributes).toContainEqual({ AttributeName: 'deskDueAt', AttributeType: 'N' });
  });

  test.each(['Archive', 'Inbox'])('%s: encrypted by our key, never public, TLS 1.2 only', (bucket) => {
    expect(theOne(stateful, 'AWS::S3::Bucket', bucket)).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { KMSMasterKeyID: '<DataKey.Arn>', SSEAlgorithm: 'aws:kms' },
          },
        ],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const everything = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*' };
    const resources = [`<${bucket}.Arn>`, `<${bucket}.Arn>/*`];
    expect(theOne(stateful, 'AWS::S3::BucketPolicy', bucket)['PolicyDocument']).toMatchObject({
      Statement: [
        { ...everything, Resource: resources, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { ...everything, Resource: resources, Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
      ],
    });
  });

  test('archive: versions, locked for ten years, nothing expires', () => {
    const archive = theOne(stateful, 'AWS::S3::Bucket', 'Archive');
    expect(archive).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 3653 } } },
    });
    expect(archive).not.toHaveProperty('LifecycleConfiguration');
  });

  test('inbox: takes forms from any page, forgets uploads and tells of them', () => {
    expect(theOne(stateful, 'AWS::S3::Bucket', 'Inbox')).toMatchObject({
      LifecycleConfiguration: {
        Rules: [
          { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
          { Status: 'Enabled', Prefix: 'attachments/', ExpirationInDays: 7 },
          { Status: 'Enabled', Prefix: 'bundles/', ExpirationInDays: 7 },
          { Status: 'Enabled', Prefix: 'imports/', ExpirationInDays: 7 },
          { Status: 'Enabled', Prefix: 'reports/', ExpirationInDays: 400 },
        ],
      },
      CorsConfiguration: { CorsRules: [{ AllowedMethods: ['POST'], AllowedOrigins: ['*'], MaxAge: 3600 }] },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
  });

  test('keys: the one that encrypts is rotated every year, the one under receipts signs and stays', () => {
    expect(theOne(stateful, 'AWS::KMS::Key', 'DataKey')).toMatchObject({ EnableKeyRotation: true });
    expect(theOne(stateful, 'AWS::KMS::Key', 'Receipts')).toMatchObject({
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
    });
  });
});
