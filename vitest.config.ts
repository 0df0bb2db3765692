import { defineConfig } from 'vitest/config';

const testTimeout = 20_000;

/** One report for each npm script that runs tests, where somebody keeps them. */
const { JUNIT_FOLDER, npm_lifecycle_event: script = 'vitest' } = process.env;
const outputFile = `${JUNIT_FOLDER}/${script.replace(':', '-')}.xml`;

export default defineConfig({
  test: {
    // Tests of processes mostly wait: one worker fewer than cores, as is standard, would leave a core idle.
    maxWorkers: '100%',
    reporters: JUNIT_FOLDER ? ['default', ['junit', { outputFile }]] : ['default'],
    projects: [
      {
        test: {
          name: 'function',
          include: ['function/test/**/*.test.ts', 'clients/**/*.test.ts'],
          globalSetup: ['function/test/process/build.ts'],
          testTimeout,
        },
      },
      {
        test: {
          name: 'tools',
          include: ['tools/test/**/*.test.ts', 'cli/test/**/*.test.ts'],
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
          include: ['observability/test/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'ci',
          include: ['ci/test/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // On a cluster: npx . e2e monitoring.
        test: {
          name: 'observability-e2e',
          include: process.env.E2E_SHORT
            ? ['observability/e2e/counting.test.ts', 'observability/e2e/panels.test.ts']
            : ['observability/e2e/*.test.ts'],
          globalSetup: ['observability/e2e/setup.ts'],
          // They deploy to the same namespace.
          fileParallelism: false,
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
      {
        test: {
          name: 'e2e',
          include: process.env.E2E_SHORT
            ? ['knative/e2e/{life,manifests,role}.test.ts']
            : ['knative/e2e/**/*.test.ts'],
          globalSetup: ['knative/e2e/setup.ts'],
          // They share one cluster, and one Service in it.
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
    coverage: {
      // The pipeline's test stage sets it, for the tests that run anyway.
      enabled: process.env.COVERAGE === 'true' && script === 'test:function',
      thresholds: {
        statements: 84,
        branches: 82,
        functions: 82,
        lines: 85,
        // Vitest writes the percentages above; whole ones, so that the order of tests does not decide.
        autoUpdate: process.env.COVERAGE_RAISE === 'true' && Math.floor,
      },
      provider: 'v8',
      include: ['function/src/**/*.ts'],
      // V8 counts the main thread alone; these run in the thread that decodes HEIC (function/test/image/heic.test.ts).
      exclude: ['libheif', 'picture', 'reduce', 'tiff', 'worker'].map(
        (file) => `function/src/image/heic/${file}.ts`,
      ),
      reporter: ['text-summary', 'html', 'cobertura'],
      reportsDirectory: 'coverage',
    },
  },
});
