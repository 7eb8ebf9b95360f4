import { describe, expect, test } from 'vitest';
import { judgePdf } from '../../shared/pdf/judge.ts';
import { oddPdfs } from './odd-pdfs.ts';
import { said } from './verdict.ts';

describe('S6 · V38 · an uploaded PDF gets the verdict that it deserves', () => {
  test.each(oddPdfs)('$name: $verdict', ({ verdict, bytes }) => {
    expect(said(judgePdf(bytes()))).toBe(verdict);
  });

  test('there are many of them, each with its own name', () => {
    expect(new Set(oddPdfs.map(({ name }) => name)).size).toBe(oddPdfs.length);
    expect(oddPdfs.length).toBeGreaterThanOrEqual(110);
  });
});
