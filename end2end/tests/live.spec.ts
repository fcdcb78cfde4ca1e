import type { Page } from '@playwright/test';
import { expect, markup, open, signIn, streams, test } from '../support/fixtures';
import { Wire } from '../support/wire';

const lost = 'No connection to Cauldron. Reconnecting; what you see may be out of date.';

async function expectLive(page: Page): Promise<void> {
  await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
}

/** Waits until a chart is drawn anew; samples come every five seconds. */
async function expectUpdate(page: Page): Promise<void> {
  const before = await markup(page, 'Host load');
  await expect.poll(() => markup(page, 'Host load'), { timeout: 12_000, intervals: [500] }).not.toBe(before);
}

/** Seconds between the rows of a chart's table, newest first. */
async function pauses(page: Page): Promise<number[]> {
  const times = await page
    .getByRole('figure', { name: 'Host load' })
    .getByRole('rowheader')
    .allInnerTexts();
  const seconds = times.map((time) => {
    const [hours, minutes, rest] = (/(\d+):(\d+):(\d+)/.exec(time) ?? []).slice(1).map(Number);
    return hours * 3600 + minutes * 60 + rest;
  });
  return seconds.slice(1).map((second, index) => (seconds[index] - second + 86_400) % 86_400);
}

test.describe('live', () => {
  test('figures change without a reload, over one stream', async ({ as }) => {
    const page = await as('owner');
    const opened = streams(page.context());
    await open(page, '/');
    await expectLive(page);
    await expectUpdate(page);
    expect(opened).toHaveLength(1);
  });

  test('somebody else signing in appears among the security events', async ({ as, newContext, server }) => {
    const page = await as('owner');
    await open(page, '/');
    await expectLive(page);
    const events = page.getByRole('table', { name: 'Latest security events' });
    const newest = events.getByRole('row').nth(1);
    // Nobody else has this name: whoever signed in for an earlier test may still be the newest.
    const somebody = await server.createPerson('auditor', 'Nora Vale');
    const sentence = `${somebody.name} signed in`;
    await expect(newest).not.toContainText(sentence);
    const other = await (await newContext()).newPage();
    await signIn(other, somebody);
    await expect(newest).toContainText(sentence, { timeout: 5_000 });
    await expect(newest.getByRole('cell').last()).toContainText(/now|second|s ago/i);
  });

  test('two tabs share one stream, and when the one that holds it closes the other takes over', async ({ as }) => {
    const one = await as('owner');
    const context = one.context();
    const opened = streams(context);
    await open(one, '/');
    await expectLive(one);
    const other = await context.newPage();
    await open(other, '/');
    await expectLive(other);
    expect(opened).toHaveLength(1);
    await Promise.all([expectUpdate(one), expectUpdate(other)]);
    await one.close();
    await expectUpdate(other);
    expect(opened).toHaveLength(2);
    await expect(other.getByText(lost)).toBeHidden();
  });

  test('where no figures arrive a second tab knows at once that it is live, and times move on', async ({ server, newContext }) => {
    test.slow();
    const person = await server.createPerson('owner');
    await server.createOrganization(person);
    await server.sql(`
      delete from core.memberships using core.users, core.organizations
      where users.id = user_id and organizations.id = organization_id and is_operating and email = '${person.email}'`);
    const context = await newContext();
    const one = await context.newPage();
    await signIn(one, person);
    await expectLive(one);
    const opened = streams(context);
    const other = await context.newPage();
    await open(other, '/');
    // The stream itself says nothing for fifteen seconds.
    await expect(other.getByText('Live', { exact: true })).toBeVisible({ timeout: 5_000 });
    expect(opened).toHaveLength(0);
    await open(other, '/account');
    const signedIn = other.getByText('signed in', { exact: false }).getByRole('time').first();
    await expect(signedIn).toHaveText(/just now|s ago/);
    const before = await signedIn.innerText();
    await expect(signedIn).not.toHaveText(before, { timeout: 40_000 });
  });

  test('eight tabs are all live over one stream', async ({ as }) => {
    test.slow();
    const first = await as('owner');
    const context = first.context();
    const opened = streams(context);
    const pages = [first];
    while (pages.length < 8) pages.push(await context.newPage());
    for (const page of pages) await open(page, '/');
    for (const page of pages) await expectLive(page);
    await Promise.all(pages.map(expectUpdate));
    expect(opened).toHaveLength(1);
  });

  test('leaving the Overview and coming back keeps the one stream', async ({ as }) => {
    const page = await as('owner');
    const opened = streams(page.context());
    await open(page, '/');
    await expectLive(page);
    const rail = page.getByRole('navigation', { name: 'Main' });
    await rail.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    await rail.getByRole('link', { name: 'Overview' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
    await expectUpdate(page);
    expect(opened).toHaveLength(1);
  });

  test('a cut connection is said so in every tab; once mended it goes on without a gap', async ({ as, server, watch }) => {
    watch.allow(/Failed to load resource|net::ERR/);
    const wire = await Wire.to(server.url);
    try {
      const page = await as('owner');
      await page.goto(`${wire.url}/?range=15m`);
      await expectLive(page);
      const follower = await page.context().newPage();
      await follower.goto(`${wire.url}/?range=15m`);
      await expectLive(follower);
      for (const tab of [page, follower]) {
        await tab.getByRole('figure', { name: 'Host load' }).getByText('View as table').click();
      }
      wire.cut();
      for (const tab of [page, follower]) await expect(tab.getByText(lost)).toBeVisible({ timeout: 5_000 });
      // Long enough for at least two samples to be missed.
      await page.waitForTimeout(11_000);
      wire.mend();
      for (const tab of [page, follower]) {
        await expect(tab.getByText(lost)).toBeHidden({ timeout: 15_000 });
        await expectLive(tab);
        await expectUpdate(tab);
        const found = await pauses(tab);
        expect(found.length).toBeGreaterThan(2);
        // A sample every five seconds; on a busy machine one may be late.
        expect(Math.max(...found), 'longest pause between samples').toBeLessThan(10);
      }
    } finally {
      await wire.remove();
    }
  });

  test('a browser that was offline goes on by itself', async ({ as, watch }) => {
    // The code that draws may be asked for while there is no way to it, and is again.
    watch.allow(/Failed to load resource|net::ERR|Failed to fetch/);
    const page = await as('owner');
    await open(page, '/');
    await expectLive(page);
    await page.context().setOffline(true);
    await page.waitForTimeout(6_000);
    await page.context().setOffline(false);
    await expect(page.getByText(lost)).toBeHidden({ timeout: 15_000 });
    await expectLive(page);
    await expectUpdate(page);
  });
});
