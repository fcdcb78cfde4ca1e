import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PEOPLE, ROLES, expect, hydrated, open, test } from '../support/fixtures';

const FOLDER = resolve(process.env.CAULDRON_SCREENSHOTS ?? resolve(__dirname, '../../docs/screenshots'));
const MINUTES = Number(process.env.CAULDRON_SCREENSHOT_MINUTES ?? 2.5);

test('the pictures of the documentation', async ({ as, newContext, server, watch }) => {
  watch.allowStatus(403);
  await mkdir(FOLDER, { recursive: true });
  const owner = await as('owner');
  const visitor = await (await newContext({ colorScheme: 'dark' })).newPage();
  await open(visitor, '/sign-in');
  await visitor.screenshot({ path: `${FOLDER}/sign-in.png` });

  await test.step('some minutes of use that comes in waves', async () => {
    const paths = ['/', '/admin/settings', '/admin/audit', '/api/synapse/overview?from=now-1h&to=now', '/api/admin/system/routes'];
    const until = Date.now() + MINUTES * 60_000;
    for (let round = 0; Date.now() < until; round += 1) {
      const crowd = Math.round(1 + 4 * (1 + Math.sin(round / 9)));
      await Promise.all(
        Array.from({ length: crowd }, (_, index) => owner.request.get(paths[(round + index) % paths.length])),
      );
      if (round % 40 === 20) {
        const { email, password } = PEOPLE[ROLES[1 + (Math.floor(round / 40) % 4)]];
        await visitor.request.post('/api/admin/sign_in', { form: { email, password }, maxRedirects: 0 });
      }
      if (round === 70) {
        const form = { email: PEOPLE.analyst.email, password: 'a word misremembered' };
        await visitor.request.post('/api/admin/sign_in', { form, maxRedirects: 0, headers: { accept: 'application/json' } });
      }
      await new Promise((wait) => setTimeout(wait, 350));
    }
  });

  for (const [name, options] of [
    ['overview-dark', { colorScheme: 'dark' as const }],
    ['overview-light', { colorScheme: 'light' as const }],
    ['overview-phone', { colorScheme: 'dark' as const, viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }],
  ] as const) {
    const page = await as('owner', options);
    await page.goto(`${server.url}/?from=now-3m&to=now`);
    await hydrated(page);
    await expect(page.getByText('Live', { exact: true })).toBeAttached({ timeout: 15_000 });
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await page.screenshot({ path: `${FOLDER}/${name}.png` });
    await page.close();
  }
});
