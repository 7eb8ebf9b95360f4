/** The contract of S3: Object Lock. What is locked can neither be removed nor made less locked than it is. */
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  type ObjectLockRetentionMode,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLERK, clientOf, onEmbedded, openDesk, type S3Desk } from './s3-desk.ts';

let desk: S3Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stop());

const DAY = 24 * 3600 * 1000;
const denied = { name: 'AccessDenied' };

const now = () => (onEmbedded ? desk.embedded().clock.now() : Date.now());
const until = (days: number) => new Date(now() + days * DAY);

let count = 0;

/** A fresh version in the bucket with Object Lock. */
async function keep(more: Partial<PutObjectCommandInput> = {}) {
  count += 1;
  const target = { Bucket: desk.locked, Key: `${desk.prefix}lock/${count}` };
  const { VersionId } = await desk.client.send(new PutObjectCommand({ ...target, Body: 'kept', ...more }));
  return { ...target, VersionId: VersionId ?? '' };
}

type Kept = Awaited<ReturnType<typeof keep>>;

const remove = (version: Kept, bypass = false, client: S3Client = desk.client) =>
  client.send(
    new DeleteObjectCommand({ ...version, ...(bypass ? { BypassGovernanceRetention: true } : {}) }),
  );
const retain = (version: Kept, Mode: ObjectLockRetentionMode, days: number, bypass = false) =>
  desk.client.send(
    new PutObjectRetentionCommand({
      ...version,
      Retention: { Mode, RetainUntilDate: until(days) },
      ...(bypass ? { BypassGovernanceRetention: true } : {}),
    }),
  );

describe('governance', () => {
  test('blocks removal of the version, but not a delete marker or a newer version', async () => {
    const version = await keep({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until(1) });
    await expect(remove(version)).rejects.toMatchObject(denied);
    const { VersionId, ...target } = version;
    await desk.client.send(new DeleteObjectCommand(target));
    const found = await desk.client.send(new GetObjectCommand({ ...target, VersionId }));
    expect(await found.Body?.transformToString()).toBe('kept');
    await remove(version, true);
  });

  test('may be made longer by anyone, shorter only by a bypass', async () => {
    const version = await keep();
    await retain(version, 'GOVERNANCE', 2);
    await retain(version, 'GOVERNANCE', 3);
    await expect(retain(version, 'GOVERNANCE', 1)).rejects.toMatchObject(denied);
    await retain(version, 'GOVERNANCE', 1, true);
    const { Retention } = await desk.client.send(new GetObjectRetentionCommand(version));
    expect(Retention).toEqual({ Mode: 'GOVERNANCE', RetainUntilDate: expect.any(Date) });
    await remove(version, true);
  });

  test('is not lifted by DeleteObjects either', async () => {
    const version = await keep({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until(1) });
    const { Bucket, Key, VersionId } = version;
    const answer = await desk.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key, VersionId }] } }),
    );
    expect(answer.Errors).toMatchObject([{ Key, VersionId, Code: 'AccessDenied' }]);
    await remove(version, true);
  });

  test.runIf(onEmbedded)('its bypass needs the permission, not the header alone', async () => {
    const { url, forbidden } = desk.embedded();
    const clerk = clientOf(url, CLERK);
    const version = await keep({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until(1) });
    forbidden.add('s3:BypassGovernanceRetention');
    await expect(remove(version, true, clerk)).rejects.toMatchObject(denied);
    forbidden.clear();
    await remove(version, true, clerk);
  });
});

test.runIf(onEmbedded)('compliance is never shortened, weakened or lifted before its day', async () => {
  const version = await keep({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until(10) });
  await expect(remove(version, true)).rejects.toMatchObject(denied);
  await expect(retain(version, 'COMPLIANCE', 9, true)).rejects.toMatchObject(denied);
  await expect(retain(version, 'GOVERNANCE', 20, true)).rejects.toMatchObject(denied);
  const none = new PutObjectRetentionCommand({ ...version, Retention: {}, BypassGovernanceRetention: true });
  await expect(desk.client.send(none)).rejects.toMatchObject(denied);
  await retain(version, 'COMPLIANCE', 11);
  const found = await desk.client.send(new HeadObjectCommand(version));
  expect(found).toMatchObject({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until(11) });
  desk.embedded().clock.advance(11 * DAY + 1);
  await remove(version);
});

describe('legal hold', () => {
  test('blocks removal for as long as it is on, whatever the bypass', async () => {
    const version = await keep({ ObjectLockLegalHoldStatus: 'ON' });
    await expect(remove(version, true)).rejects.toMatchObject(denied);
    expect((await desk.client.send(new GetObjectLegalHoldCommand(version))).LegalHold).toEqual({
      Status: 'ON',
    });
    await desk.client.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: 'OFF' } }));
    expect((await desk.client.send(new HeadObjectCommand(version))).ObjectLockLegalHoldStatus).toBe('OFF');
    await remove(version);
  });

  test('can be put on what is there already', async () => {
    const version = await keep();
    await desk.client.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: 'ON' } }));
    await expect(remove(version)).rejects.toMatchObject(denied);
    await desk.client.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: 'OFF' } }));
    await remove(version);
  });
});

describe('what makes no sense is refused', () => {
  test('a past date, a lock in a bucket without locks, half a lock', async () => {
    const version = await keep();
    await expect(retain(version, 'GOVERNANCE', -1)).rejects.toMatchObject({ name: 'InvalidArgument' });
    const elsewhere = new PutObjectCommand({
      Bucket: desk.versioned,
      Key: `${desk.prefix}lock/unlocked`,
      Body: 'x',
      ObjectLockLegalHoldStatus: 'ON',
    });
    await expect(desk.client.send(elsewhere)).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(keep({ ObjectLockMode: 'GOVERNANCE' })).rejects.toMatchObject({
      name: expect.stringContaining('Invalid'),
    });
    await remove(version);
  });

  test('a version without a lock has none to tell of', async () => {
    const version = await keep();
    await expect(desk.client.send(new GetObjectRetentionCommand(version))).rejects.toMatchObject({
      name: 'NoSuchObjectLockConfiguration',
    });
    await remove(version);
  });
});

describe('a bucket with a default retention', () => {
  const target = () => ({ Bucket: 'archive', Key: `${desk.prefix}report.pdf` });

  test.runIf(onEmbedded)('locks every upload from the day of its coming', async () => {
    const { VersionId } = await desk.client.send(new PutObjectCommand({ ...target(), Body: 'final' }));
    const version = { ...target(), VersionId: VersionId ?? '' };
    expect(await desk.client.send(new HeadObjectCommand(version))).toMatchObject({
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: until(30),
    });
    await expect(remove(version, true)).rejects.toMatchObject(denied);
    desk.embedded().clock.advance(30 * DAY + 1);
    await remove(version);
  });

  test.runIf(onEmbedded)('takes no upload that could have been damaged on the way', async () => {
    const url = await getSignedUrl(desk.client, new PutObjectCommand(target()), {
      signingDate: new Date(now()),
    });
    const response = await fetch(url, { method: 'PUT', body: 'final' });
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringContaining('InvalidRequest'),
    ]);
  });

  test.runIf(onEmbedded)('tells its rule', async () => {
    const { ObjectLockConfiguration } = await desk.client.send(
      new GetObjectLockConfigurationCommand({ Bucket: 'archive' }),
    );
    expect(ObjectLockConfiguration).toEqual({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } },
    });
  });
});
