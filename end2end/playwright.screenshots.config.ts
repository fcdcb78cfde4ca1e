import { defineConfig } from '@playwright/test';
import { chromium } from './support/chromium';

/** `npm run screenshots`: the pictures of the documentation, from a server with some minutes of lively data. */
export default defineConfig({
  testDir: './screenshots',
  outputDir: './test-results',
  workers: 1,
  timeout: 400_000,
  reporter: [['list']],
  use: { ...chromium },
});
