/**
 * Reading JSON that came over a wire, whose shape nobody has checked: a field that is not what it should be reads as
 * absent. The engine behind the front refuses wrong shapes in DynamoDB's own words, so the front need not.
 */
import type { Json } from '../parts.ts';

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectIn(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
