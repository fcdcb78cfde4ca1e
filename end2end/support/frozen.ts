import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page, Route } from '@playwright/test';
import { expect } from '@playwright/test';
import { series } from './frozen_series';

/** Answers of the server, one file for each path, written down once so that every picture shows the same. */
const ANSWERS = resolve(__dirname, '../golden/answers');
/** Writes down what the server answers instead; look through the files before keeping them. */
const RECORDING = !!process.env.CAULDRON_GOLDEN_RECORD;

async function answer(route: Route): Promise<void> {
  const { pathname } = new URL(route.request().url());
  if (pathname === '/api/synapse/overview') {
    return route.fulfill({ json: series() });
  }
  const file = `${ANSWERS}/${pathname.replace('/api/', '').replaceAll('/', '.')}.json`;
  if (RECORDING) {
    const response = await route.fetch();
    await writeFile(file, `${JSON.stringify(await response.json(), null, 2)}\n`);
    return route.fulfill({ response });
  }
  return route.fulfill({ contentType: 'application/json', body: await readFile(file, 'utf8') });
}

/** From now on everything that the page reads is frozen, and the event stream says that it is open and nothing else. */
export async function freeze(page: Page): Promise<void> {
  await page.addInitScript(() => {
    class Stream extends EventTarget {
      onmessage: ((event: MessageEvent) => void) | null = null;
      onerror: (() => void) | null = null;

      constructor() {
        super();
        // What the document came with is read again, so that it is frozen too.
        setTimeout(() => {
          for (const type of ['ready', 'reset']) this.onmessage?.(new MessageEvent('message', { data: JSON.stringify({ type }) }));
        });
      }

      close() {}
    }
    Object.assign(window, { EventSource: Stream });
  });
  await page.route((url) => url.pathname.startsWith('/api/'), answer);
}

/** Goes to another page of the app as a link does: only then is it drawn from what the browser reads. */
export async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href, textContent: 'on' });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
  await expect(page).toHaveURL(path);
}

/** Puts words that other tests change back to what they were. */
export async function restoreNames(page: Page, organization: string): Promise<void> {
  await page.evaluate((name) => {
    for (const element of document.querySelectorAll('.rail__organization-name')) element.textContent = name;
    for (const element of document.querySelectorAll('.rail__organization-mark')) element.textContent = name.slice(0, 1);
  }, organization);
}
