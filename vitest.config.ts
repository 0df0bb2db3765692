import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['function/test/**/*.test.ts'],
    globalSetup: ['function/test/process/build.ts'],
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['function/src/**/*.ts'],
      reporter: ['text-summary', 'html', 'cobertura'],
      reportsDirectory: 'coverage',
    },
  },
});
