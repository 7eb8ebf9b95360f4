/**
 * Why a JPEG is not read: a closed list. Inside this folder a fault travels as `JpegRefused`; outside it is a value, so broken data
 * never throws at a caller.
 */

export type JpegFault =
  | 'broken'
  /** Arithmetic coding, lossless, hierarchical, more than eight bits: rare in scans and not worth their code. */
  | 'unsupported'
  /** More pixels or more work than a page of a report can need. */
  | 'too-large';

/** Thrown inside this folder only. */
export class JpegRefused extends Error {
  override readonly name = 'JpegRefused';
  readonly fault: JpegFault;
  constructor(fault: JpegFault) {
    super(fault);
    this.fault = fault;
  }
}

export type JpegResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: JpegFault };

/** Runs a reading; a fault becomes a value, a defect of ours stays an exception. */
export function reading<T>(read: () => T): JpegResult<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof JpegRefused) return { ok: false, fault: error.fault };
    throw error;
  }
}
