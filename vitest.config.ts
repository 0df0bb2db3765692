import { defineConfig } from 'vitest/config';

const testTimeout = 20_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'function',
          include: ['function/test/**/*.test.ts'],
          globalSetup: ['function/test/process/build.ts'],
          testTimeout,
        },
      },
      {
        test: {
          name: 'knative',
          include: ['knative/test/**/*.test.ts'],
          exclude: ['knative/test/image/**'],
          testTimeout,
        },
      },
      {
        test: {
          name: 'observability',
          include: ['observability/**/*.test.ts'],
          testTimeout,
        },
      },
      {
        test: {
          name: 'image',
          include: ['knative/test/image/*.test.ts'],
          globalSetup: ['knative/test/image/setup.ts'],
          // One container at a time: each has a whole CPU and its own memory limit.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['function/src/**/*.ts'],
      reporter: ['text-summary', 'html', 'cobertura'],
      reportsDirectory: 'coverage',
    },
  },
});
