import AxeBuilder from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  type Request,
  test as base,
  expect,
} from '@playwright/test';
import { PEOPLE, type Person, type Role, Server } from './server';
import { Watch } from './watch';

export { expect };
export * from './server';

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

interface Installation {
  server: Server;
  states: Map<Role, State>;
}

interface WorkerFixtures {
  installation: Installation;
}

interface TestFixtures {
  /** This worker's server, set up, with a person of every role. */
  server: Server;
  /** A server of this test alone, not yet set up. */
  fresh: Server;
  watch: Watch;
  /** Another browser, as it were: cookies and storage of its own. */
  newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** A page of somebody who has signed in; do not sign out with it, the session is shared by this worker's tests. */
  as: (role: Role, options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  installation: [
    async ({}, use) => {
      const server = await Server.start();
      try {
        await server.setUp();
        await server.createPeople();
        await use({ server, states: new Map() });
      } finally {
        await server.stop();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  server: async ({ installation, watch }, use) => {
    watch.server(installation.server);
    await use(installation.server);
  },

  fresh: [
    async ({ watch }, use) => {
      const server = await Server.start();
      try {
        watch.server(server);
        await use(server);
      } finally {
        await server.stop();
      }
    },
    { timeout: 60_000 },
  ],

  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(watch.verdict(), 'no policy violation, page error, console error or server error').toEqual([]);
  },

  baseURL: async ({ installation }, use) => use(installation.server.url),

  context: async ({ newContext }, use) => use(await newContext()),

  newContext: async ({ browser, watch, contextOptions, baseURL, viewport, locale, timezoneId }, use) => {
    const made: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL,
        viewport,
        locale,
        timezoneId,
        ...options,
      });
      made.push(context);
      await watch.context(context);
      return context;
    });
    await Promise.all(made.map((context) => context.close()));
  },

  as: async ({ browser, installation, newContext, server: _watched }, use) => {
    await use(async (role, options = {}) => {
      let state = installation.states.get(role);
      if (!state) {
        state = await signedInState(browser, installation.server, PEOPLE[role]);
        installation.states.set(role, state);
      }
      const context = await newContext({ ...options, storageState: state });
      return context.newPage();
    });
  },
});

async function signedInState(browser: Browser, server: Server, person: Person): Promise<State> {
  const context = await browser.newContext({ baseURL: server.url });
  try {
    const page = await context.newPage();
    await signIn(page, person);
    return await context.storageState();
  } finally {
    await context.close();
  }
}

/** Waits until the browser half has taken over the page. */
export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator('html[data-hydrated]')).toBeAttached({ timeout: 20_000 });
}

/** Goes to a page of the worker's server and waits until it can be used. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Fills the form on the present page. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

/** Signs in through the form, and waits for the Overview. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await open(page, '/sign-in');
  await fillSignIn(page, person.email, person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 20_000 });
}

export async function openPersonMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await expect(page.getByRole('group', { name: 'Account' })).toBeVisible();
}

/** The button in the top bar that names the time range and opens its choices. */
export function rangeButton(page: Page) {
  return page.getByRole('button', { name: /^Time range/ });
}

/** What that button opens. */
export function rangeDialog(page: Page) {
  return page.getByRole('dialog', { name: 'Time range' });
}

/** Chooses a time range by its words, as `Last 7 days`. */
export async function chooseRange(page: Page, words: string): Promise<void> {
  await rangeButton(page).click();
  await rangeDialog(page).getByRole('link', { name: words, exact: true }).click();
}

export async function signOut(page: Page): Promise<void> {
  await openPersonMenu(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
}

/** Counts the event streams that a browser asks for. */
export function streams(context: BrowserContext): Request[] {
  const requests: Request[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/stream') requests.push(request);
  });
  return requests;
}

export function bigNumber(page: Page, label: string) {
  return page.locator('.big-number').filter({ has: page.getByText(label, { exact: true }) });
}

/** The drawing of a chart that is shown at the present width. */
export function drawing(page: Page, title: string) {
  return page.getByRole('figure', { name: title }).locator('.chart-frame__plot:visible').first();
}

export async function markup(page: Page, title: string): Promise<string> {
  return drawing(page, title).innerHTML();
}

/** Fails when the page is wider than the window. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const [content, visible] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, 'the page is as wide as the window').toBeLessThanOrEqual(visible);
}

/** Waits until whatever opens or closes has done so: a fading text has the contrast of neither end. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ends = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
      // What is folded away does not move, so that it never comes to its end.
      .filter((animation) => animation.effect instanceof KeyframeEffect && animation.effect.target?.checkVisibility())
      .map((animation) => animation.finished.catch(() => undefined));
    await Promise.all(ends);
  });
}

/** Fails when axe finds anything. */
export async function expectAccessible(page: Page): Promise<void> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page })
    // Only what is wrong is described: of what is right there is a hundred times as much.
    .options({ resultTypes: ['violations'] })
    // In one go, without a page of its own for the result; what that leaves out are frames of other sites, and there are none.
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
  }));
  expect(found, 'axe finds nothing').toEqual([]);
  expect(page.frames().length, 'frames, which would not have been looked at').toBe(1);
}
