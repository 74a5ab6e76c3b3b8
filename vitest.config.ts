import { defineConfig } from 'vitest/config';

/** One project for each suite of `npm test`, but for test/types, whose tests do not run: they compile. */
export default defineConfig({
  test: {
    // Descriptors, worker threads and native modules belong to a process: each file has its own.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 10_000,
    hookTimeout: 30_000,
    teardownTimeout: 30_000,
    allowOnly: false,
    projects: [
      // These share a process: importing the library takes longer than most of them do.
      { extends: true, test: { name: 'unit', include: ['test/{unit,protocol}/**/*.test.ts'], isolate: false } },
      { extends: true, test: { name: 'transport', include: ['test/transport/**/*.test.ts'], testTimeout: 20_000 } },
      { extends: true, test: { name: 'session', include: ['test/session/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          // Guests without KVM boot slowly, and more so beside another.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'agreement', include: ['test/agreement/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'packaging',
          include: ['test/packaging/**/*.test.ts'],
          globalSetup: 'test/packaging/install.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      { extends: true, test: { name: 'examples', include: ['test/examples/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
});
