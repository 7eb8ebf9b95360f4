/**
 * Reads the input of an operation field by field. A field that nobody has read is not known here and is refused, so that
 * nothing a caller asks for is passed over.
 */
import { AwsError, type Json } from '../parts.ts';

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export class Request {
  readonly #input: Json;
  readonly #unread: Set<string>;

  constructor(input: Json) {
    this.#input = input;
    this.#unread = new Set(
      Object.keys(input).filter((field) => input[field] !== undefined && input[field] !== null),
    );
  }

  text(field: string): string {
    const value = this.optionalText(field);
    if (value !== undefined && value !== '') return value;
    throw validationError(
      `Value at '${field}' failed to satisfy constraint: Member must not be null or empty`,
    );
  }

  optionalText(field: string, longest = Number.POSITIVE_INFINITY): string | undefined {
    const value = this.#read(field);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw validationError(`Value at '${field}' must be a string`);
    if (Buffer.byteLength(value, 'utf8') <= longest) return value;
    throw validationError(
      `Value at '${field}' failed to satisfy constraint: Member must have length less than or equal to ${longest}`,
    );
  }

  flag(field: string, fallback: boolean): boolean {
    const value = this.#read(field) ?? fallback;
    if (typeof value !== 'boolean') throw validationError(`Value at '${field}' must be true or false`);
    return value;
  }

  /** The size of a page: 100 unless told, 1,000 at most; 0 means the default. */
  pageSize(): number {
    const value = this.#read('maxResults') ?? 0;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 1000) {
      throw validationError("Value at 'maxResults' must be a whole number from 0 to 1000");
    }
    return value || 100;
  }

  done(): void {
    const [field] = this.#unread;
    if (field !== undefined) throw validationError(`The parameter '${field}' is not supported here`);
  }

  #read(field: string): unknown {
    this.#unread.delete(field);
    return this.#input[field] ?? undefined;
  }
}
