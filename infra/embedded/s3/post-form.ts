/**
 * Uploads by an HTML form, where the signature is over a policy in the form. Fields come first and are judged before the
 * first byte of the file is taken; the file then streams to disk under the policy's bound on its length.
 */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { encode, instantOf, nearestNow, type Verifier, verifyPolicy } from '../sigv4.ts';
import { type Answer, type Call, permit, type Store } from './call.ts';
import { claimsOf } from './claims.ts';
import { describe, receiptHeaders } from './description.ts';
import { invalidArgument, notImplemented, S3Failure } from './failures.ts';
import { commitObject } from './objects.ts';
import { enforce, lengthGuard, type Policy, readPolicy } from './policy.ts';
import { receiveDraft, refuseCareless } from './put-object.ts';
import type { BucketSettings } from './settings.ts';
import { refuseStrangers } from './understood.ts';
import { xmlDocument } from './xml.ts';

/** What S3 puts the uploaded file's own name for. */
const FILENAME = /\$\{filename\}/g;

export interface FormPost {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly bucket: BucketSettings;
}

export async function postForm(post: FormPost, store: Store, verifier: Verifier): Promise<Answer> {
  const form = await openForm(post.request);
  try {
    const { call, policy } = judge(post, form, store, verifier);
    return await keep(call, policy, form.file, store);
  } finally {
    form.leave();
  }
}

interface Form {
  /** By lower-case name. */
  readonly fields: ReadonlyMap<string, string>;
  readonly filename: string;
  readonly file: Readable;
  /** Lets go of what is left of the request, so that the client can read the answer. */
  leave(): void;
}

async function openForm(request: IncomingMessage): Promise<Form> {
  const parser = parserFor(request);
  const fields = new Map<string, string>();
  const leave = () => {
    request.unpipe(parser);
    request.resume();
    parser.destroy();
  };
  try {
    return await new Promise<Form>((resolve, reject) => {
      parser.on('field', (name, value, { valueTruncated }) => {
        if (valueTruncated) reject(malformed('A field of the form is too long.'));
        fields.set(name.toLowerCase(), value);
      });
      parser.once('file', (_name, file, { filename = '' }) => resolve({ fields, filename, file, leave }));
      parser.once('close', () => reject(oneFile()));
      parser.on('error', () => reject(malformed('The form is not well-formed multipart/form-data.')));
      // A client that goes away ends the form too, or its file would be waited for without end.
      request.once('error', () => parser.destroy());
      request.pipe(parser);
    });
  } catch (error) {
    leave();
    throw error;
  }
}

function parserFor(request: IncomingMessage) {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 100, fieldNameSize: 256, fieldSize: 64 * 1024 },
    });
  } catch {
    throw malformed('The body is not multipart/form-data.');
  }
}

/** Signature, policy and permission; answers the call that the form amounts to. */
function judge(post: FormPost, form: Form, store: Store, verifier: Verifier): { call: Call; policy: Policy } {
  const signature = verifyPolicy((name) => form.fields.get(name), verifier);
  const policy = readPolicy(form.fields.get('policy') ?? '');
  const judged = new Map(form.fields).set('bucket', post.bucket.name);
  enforce(policy, judged, nearestNow(instantOf(signature.date), store.clock));
  const key = (form.fields.get('key') ?? '').replaceAll(FILENAME, () => form.filename);
  if (key === '') throw invalidArgument("Bucket POST must contain a field named 'key'.", 'key', '');
  refuseStrangers(form.fields);
  if (form.fields.has('success_action_redirect') || form.fields.has('redirect'))
    throw notImplemented('The form field success_action_redirect');
  const call = {
    ...post,
    key,
    signature,
    headers: form.fields,
    query: new Map<string, string>(),
    payload: 'UNSIGNED-PAYLOAD',
  };
  permit(call, store, 's3:PutObject');
  return { call, policy };
}

async function keep(call: Call, policy: Policy, file: Readable, store: Store): Promise<Answer> {
  const description = describe(call, store);
  const claims = claimsOf(call.headers);
  refuseCareless(description, claims);
  const payload = { bytes: file, trailers: new Map<string, string>(), guard: lengthGuard(policy) };
  const draft = await receiveDraft(store, payload, claims, description);
  const version = await commitObject(call, store, draft, { reason: 'POST Object' });
  const location = `http://${call.request.headers.host}/${call.bucket.name}/${encode(call.key).replaceAll('%2F', '/')}`;
  const headers = { ...receiptHeaders(call, version), Location: location };
  const status = call.headers.get('success_action_status');
  if (status !== '201') return { status: status === '200' ? 200 : 204, headers };
  const { name } = call.bucket;
  const fields = { Location: location, Bucket: name, Key: call.key, ETag: `"${version.etag}"` };
  return {
    status: 201,
    headers: { ...headers, 'Content-Type': 'application/xml' },
    body: xmlDocument('PostResponse', fields),
  };
}

const oneFile = () => invalidArgument('POST requires exactly one file upload per request.', 'file', '0');

const malformed = (message: string) => new S3Failure('MalformedPOSTRequest', message, 400);
