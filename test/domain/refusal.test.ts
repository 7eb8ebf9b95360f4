import { describe, expect, test } from 'vitest';
import { refusal, refusalCodes, refusalWith } from '../../shared/domain/refusal.ts';
import { statusOf } from '../../shared/edge/problem.ts';

describe('the catalogue of refusals', () => {
  test('every code is unique, kebab-case and has an HTTP status', () => {
    expect(new Set(refusalCodes).size).toBe(refusalCodes.length);
    for (const code of refusalCodes) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(statusOf(code)).toBeGreaterThanOrEqual(400);
    }
  });

  test('a sentence names what it speaks of', () => {
    expect(refusal('stale-version', { current: 7 }).detail).toContain('第7版');
    expect(refusal('too-busy').issues).toEqual([]);
    expect(refusal('not-found', { what: '这份填报' }).detail).toContain('这份填报');
    const issues = [{ pointer: '/money', rule: 'V04', message: '…' }];
    expect(refusalWith('checks-failed', issues)).toMatchObject({
      detail: expect.stringContaining('1处'),
      issues,
    });
  });
});
