import { type Page, expect } from '@playwright/test';
import { hydrated, open } from './fixtures';
import type { Server } from './server';

/** Takes away what a test made: the organization is shared by the tests of a worker. */
export async function forgetAccess(server: Server): Promise<void> {
  await server.sql(`
    delete from core.role_bindings; delete from core.team_members; delete from core.teams;
    delete from core.role_parents; delete from core.role_permissions; delete from core.roles`);
}

/** Types into a combobox and takes the choice that has these words. */
export async function choose(page: Page, label: string, words: string): Promise<void> {
  const field = page.getByRole('combobox', { name: new RegExp(`^${label} ?(optional)?$`) }).and(page.locator('input'));
  await field.fill(words);
  await page.getByRole('option', { name: words }).first().click();
}

/** Makes a team through the form and returns its page's path. */
export async function makeTeam(page: Page, name: string): Promise<string> {
  await open(page, '/admin/teams/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Make team' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await hydrated(page);
  return new URL(page.url()).pathname;
}

/** Makes a role that gives the permissions with these words, and returns its page's path. */
export async function makeRole(page: Page, name: string, permissions: string[]): Promise<string> {
  await open(page, '/admin/roles/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  for (const words of permissions) await page.getByRole('checkbox', { name: words }).check();
  await page.getByRole('button', { name: 'Make role' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await hydrated(page);
  return new URL(page.url()).pathname;
}

/** Takes somebody into the team whose page is open. */
export async function addMember(page: Page, name: string): Promise<void> {
  await choose(page, 'Add a person', name);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('table', { name: 'Members of the team' })).toContainText(name);
}
