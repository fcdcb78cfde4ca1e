import { defineConfig } from '@playwright/test';
import { chromium } from './support/chromium';

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  // Every worker has a server with a database of its own. Two cores carry three: some tests wait for clocks.
  workers: Number(process.env.CAULDRON_E2E_WORKERS ?? 3),
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  retries: 0,
  timeout: 60_000,
  // One set of pictures for every machine: what another machine draws differently are the edges of letters.
  snapshotPathTemplate: './golden/{arg}{ext}',
  expect: {
    timeout: 10_000,
    toHaveScreenshot: { animations: 'disabled', caret: 'hide', scale: 'css', threshold: 0.1, maxDiffPixelRatio: 0.0005 },
  },
  reporter: [['list']],
  use: { ...chromium, screenshot: 'only-on-failure' },
});
