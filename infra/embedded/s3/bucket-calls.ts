/** Questions about buckets. What a bucket is comes from the template; nothing here changes it. */

import type { Principal } from '../parts.ts';
import { type Handler, permit, type Store } from './call.ts';
import { S3Failure } from './failures.ts';
import { xmlDocument } from './xml.ts';

const XML = { 'Content-Type': 'application/xml' };

export const headBucket: Handler = async (call, store) => {
  permit(call, store, 's3:ListBucket');
  // A desk has no regions of its own: it is where the caller's signature says.
  const region = call.signature.scope.split('/')[1] ?? '';
  return { status: 200, headers: { 'x-amz-bucket-region': region, 'Content-Length': '0' } };
};

export const getBucketLocation: Handler = async (call, store) => {
  permit(call, store, 's3:GetBucketLocation');
  return { status: 200, headers: XML, body: xmlDocument('LocationConstraint', {}) };
};

export const getBucketVersioning: Handler = async (call, store) => {
  permit(call, store, 's3:GetBucketVersioning');
  const status = call.bucket.versioned ? { Status: 'Enabled' } : {};
  return { status: 200, headers: XML, body: xmlDocument('VersioningConfiguration', status) };
};

export const getObjectLockConfiguration: Handler = async (call, store) => {
  permit(call, store, 's3:GetBucketObjectLockConfiguration');
  if (!call.bucket.objectLock)
    throw new S3Failure(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
      404,
    );
  const retention = call.bucket.defaultRetention;
  const rule = retention && { DefaultRetention: { Mode: retention.mode, Days: retention.days } };
  return {
    status: 200,
    headers: XML,
    body: xmlDocument('ObjectLockConfiguration', { ObjectLockEnabled: 'Enabled', Rule: rule }),
  };
};

/** The one call that is about no bucket. */
export function listBuckets(principal: Principal, store: Store, since: number) {
  store.access(principal, 's3:ListAllMyBuckets', '*');
  const created = new Date(since).toISOString();
  const names = [...store.buckets.keys()].sort();
  return {
    status: 200,
    headers: XML,
    body: xmlDocument('ListAllMyBucketsResult', {
      Owner: { ID: '000000000000' },
      Buckets: { Bucket: names.map((name) => ({ Name: name, CreationDate: created })) },
    }),
  };
}
