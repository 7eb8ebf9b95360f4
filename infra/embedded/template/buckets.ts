/**
 * S3 buckets and their policies. What concerns cost, encryption and the public internet has no meaning at the desk;
 * versions, locks, events and CORS are carried out. A bucket policy may only insist on TLS or let AWS write logs.
 */
import { z } from 'zod';
import type { BucketSettings } from '../s3/settings.ts';
import { count, flag, idle, name, type Reader, reader, tags } from './resource.ts';

const enabled = z.literal('Enabled');

const Bucket = z.strictObject({
  BucketName: name,
  VersioningConfiguration: z.strictObject({ Status: enabled }).optional(),
  ObjectLockEnabled: flag.optional(),
  ObjectLockConfiguration: z
    .strictObject({
      ObjectLockEnabled: enabled,
      Rule: z
        .strictObject({
          DefaultRetention: z.union([
            z.strictObject({ Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), Days: count }),
            z.strictObject({ Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), Years: count }),
          ]),
        })
        .optional(),
    })
    .optional(),
  CorsConfiguration: z
    .strictObject({
      CorsRules: z.array(
        z.strictObject({
          Id: z.string().optional(),
          AllowedMethods: z.array(z.string()),
          AllowedOrigins: z.array(z.string()),
          AllowedHeaders: z.array(z.string()).default([]),
          ExposedHeaders: z.array(z.string()).default([]),
          MaxAge: count.optional(),
        }),
      ),
    })
    .optional(),
  NotificationConfiguration: z
    .strictObject({
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: flag.default(true) }),
    })
    .optional(),
  BucketEncryption: idle('the data folder lies on the disk of the desk'),
  PublicAccessBlockConfiguration: idle('the endpoint stands on 127.0.0.1 and refuses anonymous requests'),
  OwnershipControls: idle('one account owns all'),
  LifecycleConfiguration: idle('saves storage cost: the desk keeps everything'),
  LoggingConfiguration: idle('access logs of the cloud'),
  IntelligentTieringConfigurations: idle('a price class'),
  ...tags,
});

function defaultRetention(properties: z.output<typeof Bucket>): BucketSettings['defaultRetention'] {
  const retention = properties.ObjectLockConfiguration?.Rule?.DefaultRetention;
  if (retention === undefined) return undefined;
  // S3 counts a year of retention as 365 days.
  const days = 'Days' in retention ? retention.Days : retention.Years * 365;
  return { mode: retention.Mode, days };
}

const bucket = reader(Bucket, (properties, { identity }, { draft }) => {
  const retention = defaultRetention(properties);
  draft.buckets.push({
    name: identity.name,
    versioned: properties.VersioningConfiguration !== undefined || properties.ObjectLockEnabled === true,
    objectLock: properties.ObjectLockEnabled === true,
    ...(retention === undefined ? {} : { defaultRetention: retention }),
    notify: properties.NotificationConfiguration?.EventBridgeConfiguration.EventBridgeEnabled === true,
    cors: (properties.CorsConfiguration?.CorsRules ?? []).map((rule) => ({
      allowedMethods: rule.AllowedMethods,
      allowedOrigins: rule.AllowedOrigins,
      allowedHeaders: rule.AllowedHeaders,
      exposedHeaders: rule.ExposedHeaders,
      ...(rule.MaxAge === undefined ? {} : { maxAge: rule.MaxAge }),
    })),
  });
});

/** How the CDK switches on a bucket's events: a custom resource, whose provider function need not run here. */
const notifications = reader(
  z.strictObject({
    ServiceToken: z.string(),
    BucketName: z.string(),
    NotificationConfiguration: z.strictObject({ EventBridgeConfiguration: z.strictObject({}) }),
    Managed: flag,
    SkipDestinationValidation: flag,
  }),
  (properties, _resource, { draft }) => {
    draft.notifyingBuckets.add(properties.BucketName);
  },
);

const BucketPolicy = z.strictObject({
  Bucket: z.string(),
  PolicyDocument: z.strictObject({
    Version: z.string().optional(),
    Statement: z.array(z.record(z.string(), z.unknown())),
  }),
});

const TransportDeny = z.object({
  Effect: z.literal('Deny'),
  Condition: z.union([
    z.strictObject({ Bool: z.strictObject({ 'aws:SecureTransport': z.literal(['false', false]) }) }),
    z.strictObject({ NumericLessThan: z.strictObject({ 's3:TlsVersion': z.unknown() }) }),
  ]),
});

const ServiceAllow = z.object({
  Effect: z.literal('Allow'),
  Principal: z.strictObject({ Service: z.unknown() }),
});

const bucketPolicy = reader(BucketPolicy, ({ PolicyDocument }, _resource, { refuse }) => {
  for (const [index, statement] of PolicyDocument.Statement.entries()) {
    if (TransportDeny.safeParse(statement).success || ServiceAllow.safeParse(statement).success) continue;
    refuse(
      `PolicyDocument.Statement.${index}`,
      'only a denial of requests without TLS or a permission of an AWS service may stand here; grant by roles',
    );
  }
});

export const bucketReaders: Readonly<Record<string, Reader>> = {
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': bucketPolicy,
  'Custom::S3BucketNotifications': notifications,
};
