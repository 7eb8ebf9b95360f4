/** Retention and legal hold of single versions, set and asked for. */
import { readXmlBody } from './body.ts';
import { type Call, type Handler, permit, type Store } from './call.ts';
import { changesOfLock, type Retention, type StoredObject } from './catalog.ts';
import { versionHeader } from './description.ts';
import { malformedXml } from './failures.ts';
import { findObject } from './find-object.ts';
import {
  bypasses,
  noLockConfiguration,
  readRetention,
  refuseWeaker,
  refuseWithoutLock,
} from './retention.ts';
import { readXml, xmlDocument } from './xml.ts';

const XML = { 'Content-Type': 'application/xml' };

export const putRetention: Handler = async (call, store) => {
  permit(call, store, 's3:PutObjectRetention');
  refuseWithoutLock(call.bucket);
  const root = readXml(await readXmlBody(call), 'Retention').onlyHas('Mode', 'RetainUntilDate');
  const now = store.clock.now();
  const [mode, until] = [root.text('Mode'), root.text('RetainUntilDate')];
  if ((mode === undefined) !== (until === undefined)) throw malformedXml();
  // An empty retention takes the present one away.
  const next = mode === undefined || until === undefined ? undefined : readRetention(mode, until, now);
  return changeLock(call, store, (version) => {
    refuseWeaker(version.retention, next, now, () => bypasses(call, store));
    return withRetention(version, next);
  });
};

export const getRetention: Handler = async (call, store) => {
  permit(call, store, 's3:GetObjectRetention');
  refuseWithoutLock(call.bucket);
  const { retention } = await findObject(call, store);
  if (retention === undefined) throw noLockConfiguration();
  const until = new Date(retention.until).toISOString();
  return {
    status: 200,
    headers: XML,
    body: xmlDocument('Retention', { Mode: retention.mode, RetainUntilDate: until }),
  };
};

export const putLegalHold: Handler = async (call, store) => {
  permit(call, store, 's3:PutObjectLegalHold');
  refuseWithoutLock(call.bucket);
  const status = readXml(await readXmlBody(call), 'LegalHold')
    .onlyHas('Status')
    .required('Status');
  if (status !== 'ON' && status !== 'OFF') throw malformedXml();
  return changeLock(call, store, (version) => ({ ...version, legalHold: status === 'ON' }));
};

export const getLegalHold: Handler = async (call, store) => {
  permit(call, store, 's3:GetObjectLegalHold');
  refuseWithoutLock(call.bucket);
  const { legalHold } = await findObject(call, store);
  if (legalHold === undefined) throw noLockConfiguration();
  return { status: 200, headers: XML, body: xmlDocument('LegalHold', { Status: legalHold ? 'ON' : 'OFF' }) };
};

/** In the key's queue, so that it cannot cross a removal of the same version. */
function changeLock(call: Call, store: Store, alter: (version: StoredObject) => StoredObject) {
  return store.queue(`${call.bucket.name}/${call.key}`, async () => {
    const version = alter(await findObject(call, store));
    await store.catalog.write(changesOfLock(call.bucket.name, version));
    return { status: 200, headers: { ...versionHeader(call, version.versionId), 'Content-Length': '0' } };
  });
}

function withRetention(version: StoredObject, next: Retention | undefined): StoredObject {
  const { retention: _, ...rest } = version;
  return next ? { ...rest, retention: next } : rest;
}
