/** The tests of the rules alone: what mutation testing runs again for every change that it makes to a rule. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/domain/**/*.test.ts'], pool: 'threads', env: { TZ: 'America/New_York' } },
});
