/** What a chain is held against (quality R19): itself, and the head that stands for it. */
import { expect, test } from 'vitest';
import { chainVerdicts, type ReadChain, verdictOn, verdictWords } from '../../shared/domain/audit.ts';

const whole: ReadChain = { intact: true, hashes: ['a', 'b', 'c'] };

test.each<[string, ReadChain, { seq: number; hash: string }, string]>([
  ['whole', whole, { seq: 3, hash: 'c' }, 'holds'],
  ['an event that came after the head was read', whole, { seq: 2, hash: 'b' }, 'holds'],
  ['a link that does not fit', { ...whole, intact: false }, { seq: 3, hash: 'c' }, 'broken'],
  ['the end cut off', { intact: true, hashes: ['a', 'b'] }, { seq: 3, hash: 'c' }, 'cut'],
  ['all of it gone', { intact: true, hashes: [] }, { seq: 3, hash: 'c' }, 'cut'],
  ['all of it written anew', whole, { seq: 3, hash: 'x' }, 'rewritten'],
  ['the head changed', whole, { seq: 2, hash: 'c' }, 'rewritten'],
])('%s', (_, chain, head, verdict) => {
  expect(verdictOn(chain, head)).toBe(verdict);
});

test('each verdict has words of its own, and those that accuse say what to do', () => {
  const words = chainVerdicts.map((verdict) => verdictWords(verdict, 2, 3));
  expect(new Set(words).size).toBe(chainVerdicts.length);
  for (const said of words.slice(1)) expect(said).toContain('请');
});
