// Measures a running server with a real browser: how soon the Events list answers, and how soon a chart of many points is
// painted. Prints one JSON line a figure: {"name": ..., "values": [milliseconds]}. `cargo xtask bench browser` runs it on a
// server with 100,000 events and 166,650 points, and names it in CAULDRON_URL, CAULDRON_EMAIL and CAULDRON_PASSWORD.

import { chromium } from 'playwright-core';
import { CHROMIUM } from '../support/executable.cjs';

const { CAULDRON_URL: url, CAULDRON_EMAIL: email, CAULDRON_PASSWORD: password } = process.env;
const REPEAT = Number(process.env.CAULDRON_REPEAT ?? 3);
if (!url || !email || !password) throw new Error('CAULDRON_URL, CAULDRON_EMAIL and CAULDRON_PASSWORD must be set.');

const say = (name, values) => console.log(JSON.stringify({ name, values }));

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu'],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
const page = await context.newPage();

async function open(path) {
  await page.goto(`${url}${path}`);
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/** Collects the durations that the browser gives to events until the next paint, by the interaction they belong to. */
async function watchInteractions() {
  await page.evaluate(() => {
    const longest = new Map();
    window.__interactions = longest;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (entry.interactionId)
          longest.set(entry.interactionId, Math.max(longest.get(entry.interactionId) ?? 0, entry.duration));
    }).observe({ type: 'event', durationThreshold: 16 });
  });
}

/** The durations collected, in milliseconds; the browser rounds them to eight, and leaves out those under sixteen. */
const interactions = () => page.evaluate(() => [...window.__interactions.values()]);

async function signIn() {
  await open('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForURL((address) => address.pathname === '/');
}

/** Keys, clicks, an opened event, typing into the search, on the whole list. */
async function workOnEvents() {
  await open('/aegis/events?from=now-30d&to=now');
  const list = page.getByRole('grid', { name: 'Security events' });
  const rows = list.locator('[data-row]');
  await rows.nth(5).waitFor();
  await page.waitForTimeout(1000);
  await watchInteractions();
  const pause = () => page.waitForTimeout(120);
  let count = 0;
  const press = async (key) => {
    await page.keyboard.press(key);
    count += 1;
    await pause();
  };
  await rows.first().focus();
  for (const key of ['j', 'j', 'ArrowDown', 'k', 'PageDown', 'PageDown', 'PageUp', 'End', 'Home', 'j', 'Enter']) await press(key);
  await page.waitForTimeout(400);
  await press('Escape');
  for (const index of [2, 4, 6]) {
    await rows.nth(index).getByRole('link').first().click();
    count += 1;
    await page.waitForTimeout(400);
  }
  await press('Escape');
  await page.getByRole('search').getByRole('searchbox').or(page.getByRole('search').getByRole('textbox')).first().click();
  for (const letter of 'Person 39') await press(letter);
  await page.waitForTimeout(800);
  return { count, durations: await interactions() };
}

/** From the click on a range to the paint of a chart with its points. */
async function paintChart() {
  await open('/?from=now-15m&to=now');
  await page.waitForTimeout(1500);
  return page.evaluate(async () => {
    const plots = () => [...document.querySelectorAll('.chart-frame__plot svg')];
    const before = plots().map((plot) => plot.innerHTML);
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const link = document.createElement('a');
    link.href = '/?from=now-10d&to=now';
    document.querySelector('main').append(link);
    const start = performance.now();
    link.click();
    for (let waited = 0; waited < 20_000; waited = performance.now() - start) {
      await frame();
      const now = plots();
      if (now.length > 0 && now.some((plot, index) => before[index] !== plot.innerHTML && plot.querySelector('polyline, path'))) {
        // The next frame begins when this one was painted.
        await frame();
        return performance.now() - start;
      }
    }
    throw new Error('no chart was painted within twenty seconds');
  });
}

try {
  await signIn();
  const worst = [];
  const typical = [];
  let watched = 0;
  for (let round = 0; round < REPEAT; round += 1) {
    const { count, durations } = await workOnEvents();
    watched = count;
    const sorted = [...durations, ...Array(Math.max(0, count - durations.length)).fill(8)].sort((a, b) => a - b);
    worst.push(sorted.at(-1));
    typical.push(sorted[Math.floor(sorted.length / 2)]);
  }
  say('events.worst', worst);
  say('events.median', typical);
  say('events.interactions', [watched]);
  const paints = [];
  for (let round = 0; round <= REPEAT; round += 1) paints.push(await paintChart());
  say('chart.paint', paints.slice(1));
} finally {
  await browser.close();
}
