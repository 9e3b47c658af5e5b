import { defineConfig } from '@playwright/test';
import stories from '../playwright.config';

// The pictures of docs/screens.md, renewed by `npm run screens`. They prove nothing and are no part of `make test`.
export default defineConfig({
  ...stories,
  testDir: '.',
  testMatch: '*.pictures.ts',
  outputDir: '../../test-results',
  reporter: 'list',
  timeout: 600_000,
  use: { ...stories.use, viewport: { width: 1280, height: 760 }, trace: 'off' },
});
