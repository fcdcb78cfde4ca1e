import { CHROMIUM } from './executable.cjs';

/** The browser of every test. */
export const chromium = {
  browserName: 'chromium' as const,
  viewport: { width: 1440, height: 900 },
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  launchOptions: {
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Letters as the browser with windows draws them, so that either compares with the golden pictures.
      '--font-render-hinting=slight',
    ],
  },
};
