import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';

const PAGES = ['basics', 'forms', 'overlays', 'data', 'charts'];

/** Walks on by Tab; answers with what took the focus and showed no ring, on itself or around itself. */
async function withoutRing(page: Page, steps: number): Promise<string[]> {
  const found: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    const bare = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return null;
      const ringed = (element: Element | null, levels: number): boolean => {
        if (!element || levels === 0) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || ringed(element.parentElement, levels - 1);
      };
      return ringed(focused, 3) ? null : `${focused.tagName} ${focused.className} ${focused.textContent?.trim().slice(0, 40)}`;
    });
    if (bare) found.push(bare);
  }
  return found;
}

for (const name of PAGES) {
  test.describe(`the gallery of ${name}`, () => {
    test('fits the window at 200 % zoom', async ({ as }) => {
      const page = await as('owner', { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 });
      await open(page, `/gallery/${name}`);
      await expectNoSidewaysScrolling(page);
    });

    test('shows the focus in forced colours', async ({ as }) => {
      const page = await as('owner', { forcedColors: 'active' });
      await open(page, `/gallery/${name}`);
      expect(await withoutRing(page, 60)).toEqual([]);
    });

    test('stands still where motion is not wanted', async ({ as }) => {
      const page = await as('owner', { reducedMotion: 'reduce' });
      await open(page, `/gallery/${name}`);
      const moving = () =>
        page.evaluate(() =>
          document
            .getAnimations()
            .filter((animation) => animation.playState === 'running')
            .map((animation) => ((animation.effect as KeyframeEffect).target as Element).className),
        );
      await expect.poll(moving).toEqual([]);
    });

    test('fits the window from right to left', async ({ as }) => {
      test.slow();
      for (const width of [1440, 390]) {
        const page = await as('owner', { viewport: { width, height: 900 } });
        await open(page, `/gallery/${name}`);
        await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
        await expectNoSidewaysScrolling(page);
        await expectAccessible(page);
      }
    });

    test('fits the window and has no fault before any script', async ({ as }) => {
      const page = await as('owner', { javaScriptEnabled: false });
      await page.goto(`/gallery/${name}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoSidewaysScrolling(page);
    });
  });
}
