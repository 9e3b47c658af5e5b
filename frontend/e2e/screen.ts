// How a story finds its way on the desk: by the names that people read and hear, never by the page's inner life.
import type { Locator, Page } from '@playwright/test';
import { expect } from './people';

export const rows = (page: Page, group: string): Locator => page.getByRole('list', { name: group, exact: true }).getByRole('link');
export const row = (page: Page, name: string): Locator => page.getByRole('link', { name: new RegExp(name) }).first();
export const heading = (page: Page, name: string): Locator => page.getByRole('button', { name: new RegExp(`^${name},`) });
export const log = (page: Page, name: string): Locator => page.getByRole('log', { name: new RegExp(`^(Messages with|Mensajes con) ${name}$`) });
export const reply = (page: Page, name: string): Locator => page.getByRole('textbox', { name: new RegExp(`^(Reply to|Responder a) ${name}$`) });
export const note = (page: Page, name: string): Locator => page.getByRole('textbox', { name: new RegExp(`^(Internal note about|Nota interna sobre) ${name}$`) });
/** The button that sends, whatever sending means here. */
export const send = (page: Page): Locator => page.getByRole('button', { name: /^(Send|Take over & send|Claim & send|Reopen & send)$/ });
export const connection = (page: Page): Locator => page.getByRole('status', { name: 'Connection' });

export async function open(page: Page, name: string): Promise<void> {
  await row(page, name).click();
  await expect(log(page, name)).toBeVisible();
}

export async function answer(page: Page, name: string, text: string): Promise<void> {
  await reply(page, name).fill(text);
  await send(page).click();
  await expect(log(page, name).getByText(text)).toBeVisible();
}
