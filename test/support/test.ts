/** `test` with a bureau of the file's own: booted before its first test, stopped and wiped after its last. */
import { test as plain } from 'vitest';
import { Bureau } from './bureau.ts';

export const test = plain.extend<{ bureau: Bureau }>({
  bureau: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from its pattern, and this one needs nothing
    async ({}, use) => {
      const bureau = await Bureau.open();
      await use(bureau);
      await bureau.close();
    },
    { scope: 'file' },
  ],
});

/** The same with the half-year round opened before the file's first test. */
export const testInOpenRound = test.extend<{ open: string }>({
  open: [
    async ({ bureau }, use) => {
      await bureau.opens('2022-H1');
      await use('2022-H1');
    },
    { scope: 'file', auto: true },
  ],
});
