/** Every `x-amz-` header or form field that some call reads. Any other is refused: it would be silently without effect. */
import { notImplemented } from './failures.ts';

const NAMES = new Set([
  'x-amz-acl',
  'x-amz-algorithm',
  'x-amz-bypass-governance-retention',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-modified-since',
  'x-amz-copy-source-if-none-match',
  'x-amz-copy-source-if-unmodified-since',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expires',
  'x-amz-metadata-directive',
  'x-amz-mp-object-size',
  'x-amz-object-lock-legal-hold',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-storage-class',
  'x-amz-trailer',
  'x-amz-user-agent',
]);

const PREFIXES = ['x-amz-meta-', 'x-amz-checksum-'];

/** There are no tags here, so taking them along with a copy is nothing to do. */
const HARMLESS: ReadonlyMap<string, string> = new Map([['x-amz-tagging-directive', 'COPY']]);

export function refuseStrangers(headers: ReadonlyMap<string, string>): void {
  for (const [name, value] of headers) {
    const known =
      !name.startsWith('x-amz-') ||
      NAMES.has(name) ||
      PREFIXES.some((prefix) => name.startsWith(prefix)) ||
      HARMLESS.get(name) === value;
    if (!known) throw notImplemented(`The header ${name}`);
  }
}
