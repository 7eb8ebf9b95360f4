/** Telling JSON objects from the rest, in one place for all who read definitions and arguments. */
import type { Json } from '../parts.ts';

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
