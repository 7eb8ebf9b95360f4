/**
 * Which call a request is: by method, by what it is on, and by the query parameters (or the header) that set it apart. A
 * parameter that its call does not read is refused by name.
 */

import {
  getBucketLocation,
  getBucketVersioning,
  getObjectLockConfiguration,
  headBucket,
} from './bucket-calls.ts';
import type { Handler } from './call.ts';
import { completeMultipart } from './complete-multipart.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-object.ts';
import { notImplemented } from './failures.ts';
import { getObject, headObject } from './get-object.ts';
import { listObjects } from './list-objects.ts';
import { listVersions } from './list-versions.ts';
import { getLegalHold, getRetention, putLegalHold, putRetention } from './lock-calls.ts';
import { abortMultipart, createMultipart, listParts, listUploads, uploadPart } from './multipart.ts';
import { putObject } from './put-object.ts';

interface Route {
  readonly method: string;
  readonly on: 'bucket' | 'object';
  /** Query parameters that must be there … */
  readonly needs?: readonly string[];
  /** … and ones that may. */
  readonly takes?: readonly string[];
  readonly header?: string;
  readonly run: Handler;
}

const LISTING = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];
const OVERRIDES = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];
const READING = ['versionId', ...OVERRIDES.map((name) => `response-${name}`)];

/** The first that fits is taken, so the narrower ones come first. */
const ROUTES: readonly Route[] = [
  { method: 'HEAD', on: 'bucket', run: headBucket },
  { method: 'GET', on: 'bucket', needs: ['location'], run: getBucketLocation },
  { method: 'GET', on: 'bucket', needs: ['versioning'], run: getBucketVersioning },
  { method: 'GET', on: 'bucket', needs: ['object-lock'], run: getObjectLockConfiguration },
  { method: 'GET', on: 'bucket', needs: ['uploads'], takes: ['prefix', 'encoding-type'], run: listUploads },
  {
    method: 'GET',
    on: 'bucket',
    needs: ['versions'],
    takes: [...LISTING, 'key-marker', 'version-id-marker'],
    run: listVersions,
  },
  {
    method: 'GET',
    on: 'bucket',
    needs: ['list-type'],
    takes: [...LISTING, 'continuation-token', 'start-after', 'fetch-owner'],
    run: listObjects,
  },
  { method: 'POST', on: 'bucket', needs: ['delete'], run: deleteObjects },

  {
    method: 'GET',
    on: 'object',
    needs: ['uploadId'],
    takes: ['max-parts', 'part-number-marker'],
    run: listParts,
  },
  { method: 'GET', on: 'object', needs: ['retention'], takes: ['versionId'], run: getRetention },
  { method: 'GET', on: 'object', needs: ['legal-hold'], takes: ['versionId'], run: getLegalHold },
  { method: 'GET', on: 'object', takes: READING, run: getObject },
  { method: 'HEAD', on: 'object', takes: READING, run: headObject },
  { method: 'PUT', on: 'object', needs: ['retention'], takes: ['versionId'], run: putRetention },
  { method: 'PUT', on: 'object', needs: ['legal-hold'], takes: ['versionId'], run: putLegalHold },
  { method: 'PUT', on: 'object', needs: ['partNumber', 'uploadId'], run: uploadPart },
  { method: 'PUT', on: 'object', header: 'x-amz-copy-source', run: copyObject },
  { method: 'PUT', on: 'object', run: putObject },
  { method: 'POST', on: 'object', needs: ['uploads'], run: createMultipart },
  { method: 'POST', on: 'object', needs: ['uploadId'], run: completeMultipart },
  { method: 'DELETE', on: 'object', needs: ['uploadId'], run: abortMultipart },
  { method: 'DELETE', on: 'object', takes: ['versionId'], run: deleteObject },
];

export interface Question {
  readonly method: string;
  readonly key: string;
  /** Without the parameters of a signature. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
}

export function routeOf({ method, key, query, headers }: Question): Handler {
  const on = key === '' ? 'bucket' : 'object';
  const route = ROUTES.find(
    (candidate) =>
      candidate.method === method &&
      candidate.on === on &&
      (candidate.needs ?? []).every((name) => query.has(name)) &&
      (candidate.header === undefined || headers.has(candidate.header)),
  );
  const name = [...query.keys()].join('&');
  if (route === undefined) throw notImplemented(`${method} on a ${on}${name === '' ? '' : ` with ?${name}`}`);
  const known = [...(route.needs ?? []), ...(route.takes ?? []), 'x-id'];
  const stranger = [...query.keys()].find((parameter) => !known.includes(parameter));
  if (stranger !== undefined) throw notImplemented(`The parameter ${stranger} of ${method} on a ${on}`);
  if (query.has('list-type') && query.get('list-type') !== '2')
    throw notImplemented(`A list-type of ${query.get('list-type')}`);
  // A part can also be copied in S3; the route of a plain part would take the copy's empty body for its bytes.
  if (route.run === uploadPart && headers.has('x-amz-copy-source')) throw notImplemented('UploadPartCopy');
  return route.run;
}
