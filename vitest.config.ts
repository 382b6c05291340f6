import { defineConfig } from 'vitest/config'

const browser = 'tests/journeys/**/*.test.ts'

/** Rules and the API run beside each other on databases of their own; journeys in the browser one after the other. */
export default defineConfig({
  test: {
    globalSetup: 'tests/support/global-setup.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Servers are killed and browsers driven here, and a busy machine stumbles; what fails twice is a fault. A second try is told in the report.
    retry: 1,
    projects: [
      {
        extends: true,
        test: { name: 'rules', include: ['src/**/*.test.{ts,tsx}', 'stand-ins/**/*.test.ts', 'tests/*.test.ts'], maxWorkers: 2 },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: [browser],
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 180_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
})
