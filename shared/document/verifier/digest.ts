/**
 * SHA-256 and base64url by what every browser since 2021 has, on pages from the disk too. The same runs on Node, so that the checks are
 * tested there and only the page in a browser.
 */
import canonicalize from 'canonicalize';

export type Bytes = Uint8Array<ArrayBuffer>;

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

const utf8 = new TextEncoder();

/** As chains and digests of contents are written. */
export async function hashOf(text: string): Promise<string> {
  return base64url(await sha256(utf8.encode(text)));
}

/** Of a JSON value in its canonical form (RFC 8785); null where it has none. */
export async function digestOf(value: unknown): Promise<string | null> {
  const text = canonicalize(value);
  return text === undefined ? null : hashOf(text);
}

export function base64url(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/[=]+$/, '');
}

/** Null where it is no base64url. */
export function fromBase64url(text: string): Bytes | null {
  if (!/^[\w-]*$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (mark) => mark.charCodeAt(0));
  } catch {
    return null;
  }
}

export function hex(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
