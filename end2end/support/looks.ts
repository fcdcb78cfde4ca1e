import { type Page, test } from '@playwright/test';

export const VIEWPORTS = {
  desk: { width: 1440, height: 900 },
  tablet: { width: 768, height: 1024 },
  phone: { width: 390, height: 844 },
};

/** Looks at a page, or fails. */
type Check = (page: Page) => Promise<void>;

/** Makes the page as wide as a device, and waits until what is measured has been drawn for that width. */
export async function resize(page: Page, viewport: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(viewport);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/** Runs `check` in both themes at the present width. */
export async function inBothThemes(page: Page, where: string, check: Check): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await test.step(`${where}, ${colorScheme}`, () => check(page));
  }
}

/** Runs `check` in both themes at three widths, on one and the same page: loading it anew would take longer than looking. */
export async function inEveryLook(page: Page, check: Check): Promise<void> {
  for (const [device, viewport] of Object.entries(VIEWPORTS)) {
    await resize(page, viewport);
    await inBothThemes(page, device, check);
  }
}
