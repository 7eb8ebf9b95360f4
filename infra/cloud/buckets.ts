/**
 * The two buckets: the inbox takes uploads and forgets them, the archive keeps what was approved and lets nobody change it. Neither is
 * ever public, both speak TLS only.
 */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  HttpMethods,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

interface Keyed {
  readonly key: IKey;
}

function guarded({ key }: Keyed): BucketProps {
  return {
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    // One data key serves many objects: KMS is asked, and billed, a hundred times less.
    bucketKeyEnabled: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: RemovalPolicy.RETAIN,
  };
}

/** Uploads on their way: what counts is copied into the archive at once, so a week is time enough to look into a failure. */
export class InboxBucket extends Bucket {
  constructor(scope: Construct, id: string, keyed: Keyed) {
    super(scope, id, {
      ...guarded(keyed),
      // A page may send a form there and read how it ended. That the form is signed is what counts, not where the page came from.
      cors: [{ allowedMethods: [HttpMethods.POST], allowedOrigins: ['*'], maxAge: 3600 }],
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1), expiration: Duration.days(7) },
      ],
    });
    // The construct's own switch deploys a function of the CDK's for what is one property.
    const { defaultChild } = this.node;
    if (!(defaultChild instanceof CfnBucket)) throw new Error('the inbox has no bucket resource');
    defaultChild.addPropertyOverride(
      'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
      true,
    );
  }
}

/** Ten years for filings (会计档案管理办法); an object may be locked for longer, never for less. */
const retentionDays = 3650;

export class ArchiveBucket extends Bucket {
  constructor(scope: Construct, id: string, keyed: Keyed) {
    super(scope, id, {
      ...guarded(keyed),
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(retentionDays)),
    });
  }
}
