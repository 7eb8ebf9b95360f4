/** Names that people give to files: whatever they hold, they stay names and become no header, path or key. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { fileName } from '../../shared/contract/field.ts';
import { dispositionOf } from '../../shared/contract/file.ts';
import { attachmentKey } from '../../shared/contract/object-key.ts';

const takes = (name: unknown) => z.safeParse(fileName, name).success;

describe('a file name', () => {
  test.each([
    ['empty', ''],
    ['blank', ' \t '],
    ['no text', 7],
    ['201 characters', '长'.repeat(201)],
    ['an end of line', 'a\r\nb.pdf'],
    ['a line separator', 'a\u2028b.pdf'],
    ['a null byte', 'a.pdf\0.exe'],
    ['a turn of the writing direction', '发票\u202efdp.exe'],
    ['half a character', 'a\ud800.pdf'],
  ])('%s is refused', (_, name) => {
    const parsed = z.safeParse(fileName, name);
    expect(parsed.success).toBe(false);
    for (const { message } of parsed.error?.issues ?? []) expect(message).toMatch(/\p{Script=Han}/u);
  });

  test('200 characters count as characters, blanks around them do not', () => {
    expect(takes('𠮷'.repeat(200))).toBe(true);
    expect(z.parse(fileName, '  合同（终稿）.pdf ')).toBe('合同（终稿）.pdf');
  });
});

/** Traversal, reserved names, marks of headers and shells, and characters of every width. */
const pieces = [
  '../',
  '..\\',
  '/',
  'C:',
  'CON',
  '%2e%2e',
  '"',
  ';',
  "'",
  '*',
  '=',
  '<',
  '>',
  '合同',
  '𠮷',
  '🙂',
  ' ',
  '.',
  '-',
];
const anyName = fc
  .oneof(
    fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 20 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  )
  .filter(takes)
  .map((name) => z.parse(fileName, name));

test('in a download it is one name and nothing else (RFC 6266), whatever it holds', () =>
  fc.assert(
    fc.property(anyName, (name) => {
      const header = dispositionOf('attachment', name);
      const [, plain = '', encoded = ''] =
        /^attachment; filename="([\w.-]+)"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)$/.exec(header) ??
        [];
      expect(plain).not.toBe('');
      expect(decodeURIComponent(encoded)).toBe(name.replace(/[/\\]/g, '_'));
    }),
    { numRuns: 1000 },
  ));

test('a key is made of ids alone', () => {
  const ref = { region: '360733', round: '2022-H1', department: '101', subject: '101P01' };
  expect(attachmentKey(ref, 'ab'.repeat(32))).toBe(
    `attachments/360733/360733-2022-H1-101-101P01/${'ab'.repeat(32)}`,
  );
});
