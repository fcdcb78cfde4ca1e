// Has Lighthouse judge pages of a running server, as on a phone with a slow line, which is its standard. Prints one JSON line
// a figure: {"name": "Overview performance", "values": [points of 100]}. `cargo xtask bench lighthouse` runs it on a server
// with figures and events, and names it in CAULDRON_URL, CAULDRON_EMAIL and CAULDRON_PASSWORD.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { CHROMIUM } from '../support/executable.cjs';

// Fetched when it is needed, and not with every build: it is large.
const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const PAGES = { 'Sign-in': '/sign-in', Overview: '/', Events: '/aegis/events' };

const { CAULDRON_URL: url, CAULDRON_EMAIL: email, CAULDRON_PASSWORD: password } = process.env;
const REPEAT = Number(process.env.CAULDRON_REPEAT ?? 3);
const PORT = Number(process.env.CAULDRON_DEBUGGING_PORT ?? 9333);
if (!url || !email || !password) throw new Error('CAULDRON_URL, CAULDRON_EMAIL and CAULDRON_PASSWORD must be set.');

const folder = await mkdtemp(join(tmpdir(), 'cauldron-lighthouse-'));
// Lighthouse looks with the browser's own profile: who has signed in there is signed in.
const browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
  executablePath: CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${PORT}`],
  locale: 'en-GB',
});

async function signIn() {
  const page = await browser.newPage();
  await page.goto(`${url}/sign-in`);
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((address) => address.pathname === '/');
  await page.close();
}

/** What Lighthouse says of one page. */
async function judged(path) {
  const report = join(folder, 'report.json');
  const options = [`--port=${PORT}`, '--disable-storage-reset', '--output=json', `--output-path=${report}`, '--quiet'];
  await promisify(execFile)('npx', ['--yes', LIGHTHOUSE, `${url}${path}`, ...options, `--only-categories=${CATEGORIES}`]);
  return JSON.parse(await readFile(report, 'utf8'));
}

const figures = new Map();
const keep = (name, value) => figures.set(name, [...(figures.get(name) ?? []), value]);

for (let round = 0; round < REPEAT; round += 1) {
  for (const [page, path] of Object.entries(PAGES)) {
    // The page for visitors is looked at by one.
    if (page === 'Sign-in') await browser.clearCookies();
    if (page === 'Overview') await signIn();
    const report = await judged(path);
    for (const category of CATEGORIES) keep(`${page} ${category}`, Math.round(report.categories[category].score * 100));
    for (const audit of ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time']) {
      keep(`${page} ${audit}`, report.audits[audit].numericValue);
    }
    keep(`${page} cumulative-layout-shift`, report.audits['cumulative-layout-shift'].numericValue);
    const lost = Object.values(report.audits).filter(({ score, scoreDisplayMode }) => score === 0 && scoreDisplayMode === 'binary');
    for (const { id, title } of lost) console.error(`${page}: ${id}: ${title}`);
  }
}
await browser.close();
await rm(folder, { recursive: true });
for (const [name, values] of figures) console.log(JSON.stringify({ name, values }));
