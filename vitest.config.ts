import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Every file boots engines of its own, so that as many run as there are processors; left to itself vitest keeps one back.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // How long something may take is for the machine to say, not for a test.
    expect: { poll: { timeout: 30_000 } },
    env: { TZ: 'America/New_York', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
