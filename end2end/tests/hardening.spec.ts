import { expect, test } from '../support/fixtures';

test.describe('whoever sends what no form of ours sends', () => {
  test('is told which kind of body is taken, as data and as a page', async ({ as }) => {
    const page = await as('owner');
    const data = await page.request.post('/api/admin/theme', { data: { theme: 'dark' }, headers: { accept: 'application/json' } });
    expect(data.status()).toBe(415);
    expect(await data.json()).toMatchObject({ message: expect.stringContaining('application/x-www-form-urlencoded') });
    const multipart = await page.request.post('/api/admin/theme', { multipart: { theme: 'dark' }, headers: { accept: 'text/html' } });
    expect(multipart.status()).toBe(415);
    expect(await multipart.text()).toContain('This address takes forms (application/x-www-form-urlencoded) and nothing else.');
    const form = await page.request.post('/api/admin/theme', { form: { theme: 'system' }, headers: { accept: 'application/json' } });
    expect(form.status()).toBe(200);
  });

  test('is told when to try again after too many attempts', async ({ newContext, server: _ }) => {
    const stranger = (await newContext()).request;
    const attempt = () =>
      stranger.post('/api/admin/sign_in', {
        form: { email: 'nobody-at-all@northwind.example', password: 'wrong' },
        headers: { accept: 'application/json' },
      });
    let answer = await attempt();
    for (let more = 0; more < 20 && answer.status() === 401; more += 1) answer = await attempt();
    expect(answer.status()).toBe(429);
    const { message, retry_after: seconds } = await answer.json();
    expect(answer.headers()['retry-after']).toBe(String(seconds));
    expect(message).toContain(`Try again in ${seconds} seconds.`);
  });
});
