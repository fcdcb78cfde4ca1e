import { expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';
import { inEveryLook } from '../support/looks';

const PATH = '/gallery/basics';

test.describe('basics', () => {
  test('axe finds nothing in both themes at three widths', async ({ as }) => {
    test.slow();
    const page = await as('owner');
    await open(page, PATH);
    await inEveryLook(page, expectAccessible);
    await page.getByRole('tab', { name: 'Split' }).click();
    await inEveryLook(page, expectAccessible);
    await expectNoSidewaysScrolling(page);
  });

  test('buttons that wait say so, and those that toggle too', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    await expect(page.getByRole('button', { name: 'Saving' })).toHaveAttribute('aria-busy', 'true');
    await expect(page.getByRole('button', { name: 'Cannot be pressed' })).toBeDisabled();
    const follow = page.getByRole('button', { name: 'Follow' });
    await expect(follow).toHaveAttribute('aria-pressed', 'false');
    await follow.press('Enter');
    await expect(follow).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('link', { name: /authoring practices.*new tab/ })).toHaveAttribute('rel', /noopener/);
  });

  test('marks have words', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const severities = page.getByRole('region', { name: 'Severities' });
    await expect(severities.getByText('Critical')).toHaveCount(2);
    await expect(page.getByText('Watched by Mira Sol, Ada Brook', { exact: false })).toBeAttached();
    await page.getByRole('button', { name: 'Remove critical infrastructure' }).click();
    await expect(page.getByText('critical infrastructure')).toHaveCount(0);
  });

  test('copying says that it did or that it could not', async ({ as }) => {
    const page = await as('owner', { permissions: ['clipboard-read', 'clipboard-write'] });
    await open(page, PATH);
    const copy = page.getByRole('region', { name: 'Keys and copying' }).getByRole('button', { name: 'Copy link' });
    await copy.click();
    await expect(copy).toHaveAttribute('data-outcome', 'copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('https://cauldron.example/alerts/42');
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));
    });
    await page.getByRole('region', { name: 'Keys and copying' }).getByRole('button', { name: 'Copy trace id' }).click();
    await expect(page.getByText('Could not copy. Select the text', { exact: false })).toBeAttached();
  });

  test('progress and meters have names and figures', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const known = page.getByRole('progressbar', { name: 'Reading documents' });
    await expect(known).toHaveJSProperty('value', 7);
    await expect(known).toHaveAccessibleDescription('7 of 12');
    await expect(page.getByRole('progressbar', { name: /Looking for/ })).not.toHaveAttribute('value');
    await expect(page.getByRole('meter', { name: 'Licences' })).toHaveJSProperty('value', 50);
  });

  test('waiting, nothing and age have words and what to do next', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const loading = page.getByRole('region', { name: 'Loading' });
    await expect(loading.getByRole('status').filter({ hasText: 'Loading the figure' })).toBeAttached();
    const nothing = page.getByRole('region', { name: 'Nothing here' });
    await expect(nothing.getByText('A dashboard answers one question, for everybody.')).toBeVisible();
    await nothing.getByRole('button', { name: 'Create dashboard' }).focus();
    await page.keyboard.press('Tab');
    await expect(nothing.getByRole('button', { name: 'Clear filters' })).toBeFocused();
    const old = page.getByRole('region', { name: 'Old and incomplete' });
    await expect(old.getByRole('status').filter({ hasText: '12 min old' })).toBeVisible();
    const refresh = old.getByRole('button', { name: 'Refresh' });
    await refresh.press('Enter');
    await expect(refresh).toHaveAttribute('aria-busy', 'true');
    await expect(refresh).not.toHaveAttribute('aria-busy');
  });

  test('links lead on by keyboard, and code scrolls and is copied by it', async ({ as }) => {
    const page = await as('owner', { permissions: ['clipboard-read', 'clipboard-write'] });
    await open(page, PATH);
    const code = page.getByRole('region', { name: 'Code' });
    const long = code.getByRole('group', { name: 'One long line' });
    await long.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => long.evaluate((text) => text.scrollLeft)).toBeGreaterThan(0);
    await code.getByRole('button', { name: 'Copy: Rule' }).press('Enter');
    await expect(code.getByRole('button', { name: 'Copy: Rule' })).toHaveAttribute('data-outcome', 'copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^title: LSASS memory read\nstatus: test\n/);
    await page.getByRole('region', { name: 'Links' }).getByRole('link', { name: 'list of tables' }).press('Enter');
    await expect(page).toHaveURL(/gallery\/data/);
  });

  test('keys are read as words', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const keys = page.getByRole('region', { name: 'Keys and copying' });
    const heard = await keys.locator('.key-hint').evaluateAll((hints) =>
      hints.map((hint) => {
        const copy = hint.cloneNode(true) as HTMLElement;
        copy.querySelectorAll('[aria-hidden]').forEach((drawn) => drawn.remove());
        return copy.textContent?.replace(/\s+/g, ' ').trim();
      }),
    );
    expect(heard).toEqual(['Control K', 'G then D', 'Shift Enter']);
  });

  test('a panel that failed can be tried again', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const again = page.getByRole('region', { name: 'Failed' }).getByRole('button', { name: 'Try again' }).first();
    await again.click();
    await expect(again).toHaveAttribute('aria-busy', 'true');
    await expect(again).not.toHaveAttribute('aria-busy');
    await page.getByText('2 of 4 sources answered').click();
    await expect(page.getByText('db-2 is being moved.')).toBeVisible();
  });

  test('a difference says what was added and removed', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const unified = page.getByRole('figure', { name: /version 3 and 4/ }).first();
    await expect(unified.getByRole('cell', { name: 'Removed: status: test' })).toBeVisible();
    await expect(unified.getByRole('cell', { name: 'Added: status: stable' })).toBeVisible();
    await page.getByRole('tab', { name: 'Equal' }).click();
    await expect(page.getByText('Both texts are the same.')).toBeVisible();
  });

  test('the tree opens, moves, fetches and fails by keyboard', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const row = (name: string | RegExp) => page.getByRole('treeitem', { name });
    await row(/^Europe/).focus();
    await page.keyboard.press('ArrowRight');
    await expect(row(/^Germany/)).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(row(/^Germany/)).toHaveAttribute('aria-expanded', 'true');
    await expect(row(/^Germany/)).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(row('Berlin')).toBeFocused();
    await expect(row('Berlin')).toHaveAttribute('aria-level', '3');
    await page.keyboard.type('fr');
    await expect(row(/^France/)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Chosen: fr')).toBeVisible();
    await expect(row(/^First/)).toBeVisible();
    await page.keyboard.type('it');
    await page.keyboard.press('ArrowRight');
    await expect(row(/^Italy/)).toContainText('Could not be read. Close and open it to try again.');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await expect(row(/^First/)).toHaveCount(2);
    await page.keyboard.press('Home');
    await expect(row(/^Europe/)).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(row(/^Germany/)).toHaveCount(0);
  });
});
