import { defineConfig } from '@playwright/test';
import stories from '../playwright.config';

// As the stories, but nothing is recorded beside what is measured, and nothing hurries it.
export default defineConfig({
  ...stories,
  testDir: '.',
  testMatch: '*.bench.ts',
  outputDir: '../../test-results/bench',
  reporter: 'line',
  timeout: (Number(process.env['BENCH_MINUTES'] ?? 10) + 15) * 60_000,
  use: { ...stories.use, trace: 'off' },
});
