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

/** Days that an upload lies on its way. What counts is copied into the archive at once, so a week is time enough to look into a failure; a report waits for its checker, and a budget year is over in the longest case. */
const inboxDays = { 'attachments/': 7, 'bundles/': 7, 'imports/': 7, 'reports/': 400 };

/** Uploads on their way. */
export class InboxBucket extends Bucket {
  constructor(scope: Construct, id: string, keyed: Keyed) {
    super(scope, id, {
      ...guarded(keyed),
      // A page may send a form there and read how it ended. That the form is signed is what counts, not where the page came from.
      cors: [{ allowedMethods: [HttpMethods.POST], allowedOrigins: ['*'], maxAge: 3600 }],
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        ...Object.entries(inboxDays).map(([prefix, days]) => ({ prefix, expiration: Duration.days(days) })),
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

/** Ten years for filings (会计档案管理办法), of which at most three are leap years; an object may be locked for longer, never for less. */
const retentionDays = 10 * 365 + 3;

/** Governance can be lifted by who holds a right that nobody here has; compliance by nobody at all, the account's owner included. */
export type LockMode = 'governance' | 'compliance';

/** As the deployment asks for it; what is neither word would else be taken for the weaker lock. */
export function lockModeOf(asked: unknown = 'governance'): LockMode {
  if (asked === 'governance' || asked === 'compliance') return asked;
  throw new Error(`archiveLock is governance or compliance, not "${String(asked)}"`);
}

export class ArchiveBucket extends Bucket {
  constructor(scope: Construct, id: string, keyed: Keyed & { readonly lock: LockMode }) {
    super(scope, id, {
      ...guarded(keyed),
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention[keyed.lock](Duration.days(retentionDays)),
    });
  }
}
