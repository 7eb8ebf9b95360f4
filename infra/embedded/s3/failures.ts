/** Every way in which the S3 server says no, once, with the code and status that S3's clients know. */
import { AwsError, type Json } from '../parts.ts';
import type { RefusalReason, SignatureRefusal } from '../sigv4.ts';

/** A failure that also sets headers of the answer, e.g. `x-amz-delete-marker`. */
export class S3Failure extends AwsError {
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    code: string,
    message: string,
    status: number,
    detail: Json = {},
    headers: Record<string, string> = {},
  ) {
    super(code, message, status, detail);
    this.headers = headers;
  }
}

export const notImplemented = (what: string) =>
  new S3Failure('NotImplemented', `${what} is not implemented by this S3 server.`, 501);

export const accessDenied = (message = 'Access Denied') => new S3Failure('AccessDenied', message, 403);

export const noSuchBucket = (bucket: string) =>
  new S3Failure('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket });

export const noSuchKey = (key: string, headers: Record<string, string> = {}) =>
  new S3Failure('NoSuchKey', 'The specified key does not exist.', 404, { Key: key }, headers);

export const noSuchVersion = (key: string, versionId: string) =>
  new S3Failure('NoSuchVersion', 'The specified version does not exist.', 404, {
    Key: key,
    VersionId: versionId,
  });

export const noSuchUpload = (uploadId: string) =>
  new S3Failure(
    'NoSuchUpload',
    'The specified multipart upload does not exist. It may have been aborted or completed.',
    404,
    { UploadId: uploadId },
  );

export const invalidArgument = (message: string, name: string, value: string) =>
  new S3Failure('InvalidArgument', message, 400, { ArgumentName: name, ArgumentValue: value });

export const invalidRequest = (message: string) => new S3Failure('InvalidRequest', message, 400);

export const malformedXml = () =>
  new S3Failure('MalformedXML', 'The XML you provided was not well-formed or did not match the schema.', 400);

export const badDigest = (what: string) =>
  new S3Failure('BadDigest', `The ${what} you specified did not match the calculated checksum.`, 400);

export const preconditionFailed = (condition: string) =>
  new S3Failure('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition: condition,
  });

export const methodNotAllowed = (headers: Record<string, string>) =>
  new S3Failure(
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    405,
    {},
    headers,
  );

export const entityTooLarge = (size: number, allowed: number) =>
  new S3Failure('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
    ProposedSize: size,
    MaxSizeAllowed: allowed,
  });

export const entityTooSmall = (size: number, allowed: number) =>
  new S3Failure('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    ProposedSize: size,
    MinSizeAllowed: allowed,
  });

export const incompleteBody = () =>
  new S3Failure('IncompleteBody', 'The body is not as long as the request says.', 400);

const REFUSALS: Record<RefusalReason, readonly [code: string, status: number]> = {
  missing: ['AccessDenied', 403],
  malformed: ['AuthorizationHeaderMalformed', 400],
  'unknown-key': ['InvalidAccessKeyId', 403],
  'session-token': ['InvalidToken', 400],
  mismatch: ['SignatureDoesNotMatch', 403],
  skewed: ['RequestTimeTooSkewed', 403],
  'not-yet-valid': ['AccessDenied', 403],
  expired: ['AccessDenied', 403],
  'unsigned-header': ['AccessDenied', 403],
};

export function signatureFailure(refusal: SignatureRefusal): S3Failure {
  const [code, status] = REFUSALS[refusal.reason];
  return new S3Failure(code, refusal.message, status);
}
