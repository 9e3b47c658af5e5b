import { defineConfig, devices } from '@playwright/test';

// The stories run against the built program: `make e2e` builds it, and scripts/e2e.mjs finds a Chromium.
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  reporter: process.env['CI'] ? 'line' : 'list',
  // One browser with several people in it is work enough for two cores.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    // People sit where their clinic is.
    timezoneId: 'America/Puerto_Rico',
    trace: 'retain-on-failure',
    actionTimeout: 20_000,
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    },
  },
});
