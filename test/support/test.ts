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
