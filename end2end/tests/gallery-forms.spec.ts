import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectNoSidewaysScrolling, hydrated, open, test } from '../support/fixtures';
import { inBothThemes } from '../support/looks';

const PATH = '/gallery/forms';

async function gallery(page: Page, query = ''): Promise<void> {
  await open(page, PATH + query);
  await expect(page.getByRole('heading', { level: 1, name: 'Gallery: Forms' })).toBeVisible();
}

/** The rows of the open list; native selects have options too. */
function choices(page: Page, name?: RegExp) {
  return page.getByRole('listbox').getByRole('option', name ? { name } : {});
}

test.describe('axe finds nothing in the gallery of forms', () => {
  for (const width of [1440, 768, 390]) {
    test(`in both themes at ${width} pixels`, async ({ as }) => {
      const page = await as('owner', { viewport: { width, height: 900 } });
      await gallery(page, '?severity=is:high,critical&risk=min:70&long=has:x');
      await expectNoSidewaysScrolling(page);
      await inBothThemes(page, 'closed', expectAccessible);
      await page.getByRole('button', { name: /^Time range/ }).click();
      await expect(page.getByRole('dialog', { name: 'Time range' })).toBeVisible();
      await inBothThemes(page, 'time range', expectAccessible);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Severity is/ }).click();
      await expect(page.getByRole('dialog', { name: 'Edit filter Severity' })).toBeVisible();
      await inBothThemes(page, 'filter editor', expectAccessible);
      await page.keyboard.press('Escape');
      await page.getByRole('combobox', { name: 'Host' }).click();
      await expect(choices(page).first()).toBeVisible();
      await inBothThemes(page, 'combobox', expectAccessible);
    });
  }
});

test.describe('number field', () => {
  test('reads what is pasted and says what is wrong at the field', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const threshold = page.getByLabel(/^Threshold/);
    await threshold.fill('1 200,5 ms');
    await threshold.blur();
    await expect(threshold).toHaveValue('1200.5');
    const days = page.getByLabel('Keep for');
    await days.fill('4,000');
    await days.blur();
    await expect(days).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByText('Write a number from 1 to 3650 days.')).toBeVisible();
    await days.fill('1,200');
    await expect(days).not.toHaveAttribute('aria-invalid', 'true');
    await days.press('ArrowUp');
    await expect(days).toHaveValue('1201');
    await expect(page.locator('#days-value')).toHaveText('1201');
  });
});

test.describe('text, passwords and selects', () => {
  test('are found by their labels and say what is wrong', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('Harbour');
    await expect(name).toHaveAccessibleDescription('As colleagues know it.');
    await page.keyboard.press('Tab');
    const wrong = page.getByRole('textbox', { name: 'Address' });
    await expect(wrong).toBeFocused();
    await expect(wrong).toHaveAttribute('aria-invalid', 'true');
    await expect(wrong).toHaveAccessibleDescription('Write an address such as 10.2.0.7.');
    await expect(page.getByRole('textbox', { name: 'Region' })).toBeDisabled();
    const week = page.getByRole('combobox', { name: 'Weeks begin on' });
    await week.focus();
    await page.keyboard.press('ArrowDown');
    await expect(week).toHaveValue('Sunday');
  });

  test('a password is shown and hidden by keyboard', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const password = page.getByLabel('New password', { exact: true });
    await password.fill('quiet harbour');
    await expect(page.locator('#password-length')).toHaveText('13');
    await expect(password).toHaveAttribute('type', 'password');
    await page.keyboard.press('Tab');
    const show = page.getByRole('button', { name: 'Show new password' });
    await expect(show).toBeFocused();
    await page.keyboard.press('Space');
    await expect(show).toHaveAttribute('aria-pressed', 'true');
    await expect(password).toHaveAttribute('type', 'text');
    await expect(password).toHaveValue('quiet harbour');
    await page.keyboard.press('Space');
    await expect(password).toHaveAttribute('type', 'password');
    await expect(page.getByLabel('Password of the directory', { exact: true })).toHaveAccessibleDescription(
      'The directory did not accept it.',
    );
  });
});

test.describe('text area', () => {
  test('counts and grows', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const note = page.getByLabel('Note');
    const before = (await note.boundingBox())!.height;
    await note.fill('line\n'.repeat(12));
    await expect(page.getByText('60 of 120')).toBeVisible();
    expect((await note.boundingBox())!.height).toBeGreaterThan(before);
  });
});

test.describe('boxes, radios, switches, segments', () => {
  test('follow the keyboard', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const all = page.getByRole('checkbox', { name: 'All teams' });
    expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
    await all.focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('checkbox', { name: 'Identity' })).toBeChecked();
    await page.getByRole('checkbox', { name: 'Network' }).uncheck();
    expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);

    await page.getByRole('radio', { name: 'High and critical' }).focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('#level-value')).toHaveText('all');

    const shortcuts = page.getByRole('switch', { name: 'Keyboard shortcuts' });
    await shortcuts.focus();
    await page.keyboard.press('Space');
    await expect(page.locator('#switch-value')).toHaveText('off');

    const bucket = page.getByRole('radiogroup', { name: 'Bucket', exact: true });
    await bucket.getByRole('radio', { name: 'day' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('#bucket-value')).toHaveText('week');
    await expect(page.getByRole('navigation', { name: 'Look' }).getByRole('link', { name: 'light' })).toHaveAttribute(
      'href',
      '?look=light',
    );
  });
});

test.describe('combobox', () => {
  test('finds, moves and takes by keyboard', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const zone = page.getByRole('combobox', { name: 'Time zone' });
    await expect(zone).toHaveValue('Europe/Berlin');
    await zone.focus();
    await zone.fill('new y');
    await expect(zone).toHaveAttribute('aria-expanded', 'true');
    await expect(choices(page)).toHaveCount(1);
    await zone.press('Enter');
    await expect(zone).toHaveValue('America/New York');
    await expect(zone).toHaveAttribute('aria-expanded', 'false');
    await expect(page.locator('#zone-value')).toHaveText('America/New_York');
    await zone.fill('nowhere');
    await expect(page.getByText('Nothing found. Try fewer letters.').filter({ visible: true })).toBeVisible();
    await zone.press('Escape');
    await expect(zone).toHaveValue('America/New York');
  });

  test('draws few of ten thousand and reaches the last', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const host = page.getByRole('combobox', { name: 'Host' });
    await host.click();
    await expect(choices(page).first()).toBeVisible();
    expect(await choices(page).count()).toBeLessThan(40);
    await host.press('ArrowUp');
    await expect(choices(page, /host-10000/)).toBeVisible();
    await expect(choices(page, /host-10000/)).toHaveAttribute('aria-posinset', '10000');
    await host.pressSequentially('host-0777');
    await expect(choices(page)).toHaveCount(10);
    await host.press('ArrowDown');
    await host.press('Enter');
    await expect(page.locator('#host-value')).toHaveText('h7771');
  });

  test('takes several, written ones too, and gives them back', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const people = page.getByRole('combobox', { name: 'People' });
    await people.fill('ada');
    await people.press('Enter');
    await expect(page.locator('#people-value')).toHaveText('Mira Sol, Ada Brook');
    await page.getByRole('button', { name: 'Remove Mira Sol' }).click();
    await expect(page.locator('#people-value')).toHaveText('Ada Brook');
    await expect(people).toBeFocused();
    const tags = page.getByRole('combobox', { name: 'Tags' });
    await tags.fill('beaconing');
    await tags.press('Enter');
    await expect(page.locator('#tags-value')).toHaveText('lateral movement, beaconing');
    await tags.press('Backspace');
    await expect(page.locator('#tags-value')).toHaveText('lateral movement');
  });

  test('asks a source elsewhere and says when it fails', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const elsewhere = page.getByRole('combobox', { name: 'Found elsewhere' });
    await elsewhere.click();
    await elsewhere.pressSequentially('00042');
    await expect(choices(page, /host-00042/)).toBeVisible();
    await elsewhere.press('ArrowDown');
    await elsewhere.press('Enter');
    await expect(elsewhere).toHaveValue('host-00042');
    await page.getByRole('combobox', { name: 'Source that fails' }).click();
    await expect(page.getByText('The directory does not answer.')).toBeVisible();
  });
});

test.describe('dates', () => {
  test('out of bounds and out of order are said at the field', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const due = page.getByLabel('Due');
    await due.fill('2026-10-31');
    await due.blur();
    await expect(page.getByText('Choose 1 Nov 2026 or later.')).toBeVisible();
    const period = page.getByRole('group', { name: 'Period', exact: true });
    await period.getByLabel('To').fill('2026-10-01');
    await expect(period.getByText('The end is before the beginning. Choose a later end.')).toBeVisible();
  });
});

test.describe('time range', () => {
  test('takes presets, lengths and two ends, and can be paused', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const button = page.getByRole('button', { name: /^Time range/ });
    const value = page.locator('#range-value');
    await expect(button).toContainText('Last hour');
    await button.press('Enter');
    await page.getByRole('link', { name: 'Last 7 days' }).click();
    await expect(page).toHaveURL(/from=now-7d&to=now/);
    await expect(value).toHaveText('now-7d to now, live');

    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Time range' });
    await dialog.getByLabel('Type a range').fill('soon');
    await dialog.getByLabel('Type a range').press('Enter');
    await expect(dialog.getByLabel('Type a range')).toHaveAccessibleDescription(/^Write a length such as 45m, 3h or 2d/);
    await dialog.getByLabel('Type a range').fill('3h');
    await dialog.getByLabel('Type a range').press('Enter');
    await expect(dialog).toBeHidden();
    await expect(button).toBeFocused();
    await expect(value).toHaveText('now-3h to now, live');

    await button.click();
    await dialog.getByRole('link', { name: 'Pause live updates' }).click();
    await expect(value).toHaveText('now-3h to now, paused');
    await expect(page).toHaveURL(/live=off/);

    await button.click();
    await dialog.getByLabel('From').fill('2026-11-20T14:05');
    await dialog.getByLabel('To', { exact: true }).fill('2026-11-20T13:00');
    await dialog.getByRole('button', { name: 'Show this range' }).click();
    await expect(dialog.getByLabel('To', { exact: true })).toHaveAccessibleDescription(/after the beginning/);
    await dialog.getByLabel('To', { exact: true }).fill('2026-11-20T16:00');
    await dialog.getByRole('button', { name: 'Show this range' }).click();
    await expect(button).toContainText('20 Nov 2026, 14:05 to 16:00');
  });

  test('works without a script', async ({ as }) => {
    const page = await as('owner', { javaScriptEnabled: false });
    await page.goto(`${PATH}?q=lsass`);
    await page.getByRole('button', { name: /^Time range/ }).click();
    await page.getByRole('link', { name: 'Last 24 hours' }).click();
    await expect(page.locator('#range-value')).toHaveText('now-24h to now, live');
    await page.getByRole('button', { name: /^Time range/ }).click();
    await page.getByLabel('Type a range').fill('45m');
    await page.getByLabel('Type a range').press('Enter');
    await expect(page.locator('#range-value')).toHaveText('now-45m to now, live');
    expect(new URL(page.url()).searchParams.get('q')).toBe('lsass');
  });
});

test.describe('filter bar', () => {
  test('adds, edits and removes by keyboard, all of it in the address', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const value = page.locator('#filter-value');
    await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter');
    const adding = page.getByRole('dialog', { name: 'Add filter' });
    await expect(adding.getByRole('button', { name: 'Severity' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(adding.getByRole('checkbox', { name: 'Critical' })).toBeFocused();
    await page.keyboard.press('Space');
    await adding.getByRole('checkbox', { name: 'High' }).check();
    await page.keyboard.press('Enter');
    await expect(adding).toBeHidden();
    await expect(value).toHaveText('?severity=is:critical,high');
    const chip = page.getByRole('button', { name: 'Severity is Critical, High' });
    await expect(chip).toBeFocused();

    await chip.press('Enter');
    const editing = page.getByRole('dialog', { name: 'Edit filter Severity' });
    await editing.getByLabel('Severity').first().selectOption('not');
    await editing.getByRole('button', { name: 'Apply' }).click();
    await expect(value).toHaveText('?severity=not:critical,high');

    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await adding.getByRole('button', { name: 'Risk' }).click();
    await adding.getByLabel('Risk, value').fill('lots');
    await page.keyboard.press('Enter');
    await expect(adding.getByText('Write a number, such as 1200 or 1200.5.')).toBeVisible();
    await adding.getByLabel('Risk, value').fill('1 200');
    await page.keyboard.press('Enter');
    await expect(value).toHaveText('?severity=not:critical,high&risk=min:1200');

    const text = page.getByRole('searchbox', { name: 'Search alerts' });
    await text.fill('lsass');
    await expect(page).toHaveURL(/q=lsass/);
    await text.fill('');
    await expect(value).toHaveText('?severity=not:critical,high&risk=min:1200');
    await text.press('Backspace');
    await expect(value).toHaveText('?severity=not:critical,high');
    await page.getByRole('link', { name: /^Remove filter: Severity/ }).press('Enter');
    await expect(value).toHaveText('?');
    await expect(text).toBeFocused();
    await page.goBack();
    await expect(value).toHaveText('?severity=not:critical,high');
  });

  test('works without a script', async ({ as }) => {
    const page = await as('owner', { javaScriptEnabled: false });
    await page.goto(`${PATH}?severity=is:high&from=now-6h&to=now`);
    await page.getByRole('searchbox', { name: 'Search alerts' }).fill('lsass');
    await page.getByRole('searchbox', { name: 'Search alerts' }).press('Enter');
    await expect(page.locator('#filter-value')).toHaveText('?severity=is:high&q=lsass');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Filter by').selectOption('risk');
    await page.getByLabel('How to compare').selectOption('min');
    await page.getByLabel('Value', { exact: true }).fill('70');
    await page.getByRole('dialog', { name: 'Add filter' }).getByRole('button', { name: 'Apply' }).click();
    await expect(page.locator('#filter-value')).toHaveText('?severity=is:high&risk=min:70&q=lsass');
    await expect(page.locator('#range-value')).toHaveText('now-6h to now, live');
    await page.getByRole('link', { name: /^Remove filter: Severity/ }).click();
    await expect(page.locator('#filter-value')).toHaveText('?risk=min:70&q=lsass');
  });
});

test.describe('saved views', () => {
  test('open, change, keep, rename and delete', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const button = page.locator('.saved-views__button');
    const dialog = page.getByRole('dialog', { name: 'Saved views' });
    await button.click();
    await dialog.getByRole('link', { name: /^My queue/ }).click();
    await expect(page.locator('#filter-value')).toHaveText('?severity=is:critical,high');
    await expect(button).toContainText('My queue');
    await page.getByRole('searchbox', { name: 'Search alerts' }).fill('lsass');
    await expect(button).toContainText('changed');
    await button.click();
    await dialog.getByRole('textbox', { name: 'Name of a new view' }).fill('Memory readers');
    await page.keyboard.press('Enter');
    await expect(button).toContainText('Memory readers');
    await button.click();
    await dialog.getByRole('button', { name: 'Rename Memory readers' }).click();
    await expect(dialog.getByRole('textbox', { name: 'New name' })).toBeFocused();
    await page.keyboard.type('Readers of memory');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: /^Delete / }).last().click();
    await expect(dialog.getByRole('link', { name: /memory/i })).toHaveCount(0);
  });
});

test('what was typed and ticked before the page is alive is kept', async ({ as }) => {
  const page = await as('owner');
  // The page's programs are held back until the form has been used.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\.wasm/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(PATH, { waitUntil: 'commit' });
  await page.getByLabel('Keep for').fill('45');
  await page.getByRole('checkbox', { name: 'Identity' }).check();
  await page.getByRole('radio', { name: 'Everything' }).check();
  await page.locator('select[name=zone]').selectOption('Asia/Tokyo');
  release();
  await hydrated(page);
  await expect(page.locator('#days-value')).toHaveText('45');
  await expect(page.getByRole('checkbox', { name: 'Identity' })).toBeChecked();
  await expect(page.locator('#level-value')).toHaveText('all');
  await expect(page.locator('#zone-value')).toHaveText('Asia/Tokyo');
});
