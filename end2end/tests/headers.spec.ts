import type { APIResponse } from '@playwright/test';
import { PEOPLE, expect, test } from '../support/fixtures';

function policy(response: APIResponse): Map<string, string[]> {
  const text = response.headers()['content-security-policy'] ?? '';
  return new Map(
    text.split(';').map((directive) => {
      const [name, ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
}

test.describe('answers', () => {
  test('come to their end, on every page and every time', async ({ as }) => {
    const page = await as('owner');
    for (let time = 0; time < 5; time += 1) {
      for (const path of ['/', '/admin/settings', '/admin/audit', '/sign-in', '/set-up', '/no/such/page']) {
        await test.step(path, () => page.request.get(path, { timeout: 5_000 }));
      }
    }
  });

  test('carry the security headers, whatever they are', async ({ as }) => {
    const page = await as('owner');
    const html = await (await page.request.get('/')).text();
    const asset = /href="(\/assets\/[^"]+\.css)"/.exec(html)?.[1] ?? '';
    expect(asset).not.toBe('');
    const paths = ['/', '/sign-in', '/no/such/page', '/api/admin/organization', '/api/admin/audit', '/healthz', '/favicon.svg', asset];
    for (const path of paths) {
      const response = await page.request.get(path, { maxRedirects: 0 });
      const headers = response.headers();
      await test.step(path, () => {
        expect.soft(headers['x-content-type-options'], path).toBe('nosniff');
        expect.soft(headers['x-frame-options'], path).toBe('DENY');
        expect.soft(headers['referrer-policy'], path).toMatch(/^(no-referrer|same-origin|strict-origin)/);
        expect.soft(headers['cross-origin-opener-policy'], path).toBe('same-origin');
        expect.soft(headers['cross-origin-resource-policy'], path).toBe('same-origin');
        expect.soft(headers['strict-transport-security'], `${path} over http`).toBeUndefined();
        expect.soft(headers['server'], path).toBeUndefined();
        expect.soft(headers['x-powered-by'], path).toBeUndefined();
        expect.soft(headers['x-trace-id'], path).toMatch(/^[0-9a-f]{32}$/);
        const directives = policy(response);
        const all = [...directives.values()].flat();
        expect.soft(all, path).not.toContain("'unsafe-inline'");
        expect.soft(all, path).not.toContain("'unsafe-eval'");
        expect.soft(all.filter((source) => /^\*|^https?:/.test(source)), path).toEqual([]);
        expect.soft(directives.get('default-src'), path).toEqual(["'none'"]);
        expect.soft(directives.get('frame-ancestors'), path).toEqual(["'none'"]);
        expect.soft(directives.get('base-uri'), path).toEqual(["'none'"]);
        expect.soft(directives.get('form-action'), path).toEqual(["'self'"]);
        const scripts = directives.get('script-src') ?? [];
        expect.soft(scripts, path).toContain("'strict-dynamic'");
        expect.soft(scripts.filter((source) => source.startsWith("'nonce-")), path).toHaveLength(1);
      });
    }
  });

  test('name another nonce every time, which every script of the page carries', async ({ request, server: _ }) => {
    const nonces = new Set<string>();
    for (let time = 0; time < 3; time += 1) {
      const response = await request.get('/sign-in');
      const nonce = policy(response).get('script-src')?.find((source) => source.startsWith("'nonce-"))?.slice(7, -1) ?? '';
      expect(nonce.length).toBeGreaterThanOrEqual(22);
      nonces.add(nonce);
      const scripts = (await response.text()).match(/<script[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    }
    expect(nonces.size).toBe(3);
  });

  test('with files are kept for good and compressed; pages and data are not kept', async ({ as }) => {
    const page = await as('owner');
    const html = await (await page.request.get('/')).text();
    const assets = [...new Set(html.match(/\/assets\/[^"'\s)]+\.(?:css|js|wasm|woff2)/g) ?? [])];
    expect(assets.length).toBeGreaterThan(4);
    for (const path of assets) {
      const response = await page.request.get(path, { headers: { 'accept-encoding': 'gzip, deflate, br' } });
      expect.soft(response.status(), path).toBe(200);
      expect.soft(response.headers()['cache-control'], path).toBe('public, max-age=31536000, immutable');
      if (!path.endsWith('.woff2')) expect.soft(response.headers()['content-encoding'], path).toBe('br');
      if (path.endsWith('.wasm')) expect.soft(response.headers()['content-type'], path).toBe('application/wasm');
    }
    for (const path of ['/', '/sign-in', '/api/admin/organization']) {
      expect.soft((await page.request.get(path)).headers()['cache-control'], path).toBe('no-store');
    }
  });

  // Known: the compression layer packs fonts, which are packed already, anew for every request (server/src/router.rs).
  test('with fonts are sent as they are', async ({ request, server: _ }) => {
    const html = await (await request.get('/sign-in')).text();
    const font = /\/assets\/[^"']+\.woff2/.exec(html)?.[0] ?? '';
    const headers = (await request.get(font, { headers: { 'accept-encoding': 'br' } })).headers();
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['content-length']).toMatch(/^\d+$/);
  });

  test('set a session cookie that scripts cannot read and other sites cannot send along', async ({ request, server: _ }) => {
    const { email, password } = PEOPLE.analyst;
    const response = await request.post('/api/admin/sign_in', { form: { email, password }, maxRedirects: 0 });
    const cookie = response.headersArray().find(({ name, value }) => /^set-cookie$/i.test(name) && value.includes('cauldron'))?.value;
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=(Lax|Strict)/);
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).not.toMatch(/; Domain=/);
  });
});

test.describe('requests that another site made', () => {
  test('cannot write, and cannot read data', async ({ as, server }) => {
    const page = await as('owner');
    const evil = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }];
    for (const headers of evil as Record<string, string>[]) {
      const written = await page.request.post('/api/admin/theme', { form: { theme: 'dark' }, headers });
      expect(written.status(), JSON.stringify(headers)).toBe(403);
      const out = await page.request.post('/api/admin/sign_out', { headers });
      expect(out.status(), JSON.stringify(headers)).toBe(403);
    }
    const read = await page.request.get('/api/admin/audit', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(read.status()).toBe(403);
    const own = await page.request.post('/api/admin/theme', { form: { theme: 'system' }, headers: { origin: server.url } });
    expect(own.status()).toBeLessThan(400);
  });

  test('a write by GET is not possible', async ({ as }) => {
    const page = await as('owner');
    for (const path of ['sign_out', 'theme?theme=dark', 'organization/save', 'sign_in', 'set_up']) {
      const response = await page.request.get(`/api/admin/${path}`, { maxRedirects: 0 });
      expect(response.status(), path).toBeGreaterThanOrEqual(400);
      expect(response.status(), path).toBeLessThan(500);
    }
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  });
});
