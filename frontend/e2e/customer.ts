// A customer at the web chat's own page.
import type { Page } from '@playwright/test';
import { expect, type People } from './people';

/** A customer who asks for a person, so that somebody has to answer. */
export async function customerAsks(people: People, name: string, text = `This is ${name}`): Promise<Page> {
  const page = await people.customer('sonrisas-web');
  await page.getByLabel('Your name (optional)').fill(name);
  await says(page, `${text}, I want to talk to a person`);
  return page;
}

export async function says(customer: Page, text: string): Promise<void> {
  await customer.getByLabel('Your message').fill(text);
  await customer.keyboard.press('Enter');
  await expect(customer.getByRole('log').getByRole('listitem').filter({ hasText: text }).locator('time')).toBeVisible();
}
