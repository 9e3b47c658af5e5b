import type { Page } from '@playwright/test';
import { accessible, expect, type People, test } from './people';

/** Somebody writes, and asks for a person, so that the conversation waits for an agent. */
async function waiting(people: People, name: string): Promise<Page> {
  const customer = await people.customer('sonrisas-web');
  await customer.getByLabel('Your name (optional)').fill(name);
  await say(customer, `This is ${name}, I want to talk to a person`);
  return customer;
}

async function say(customer: Page, text: string): Promise<void> {
  await customer.getByLabel('Your message').fill(text);
  await customer.keyboard.press('Enter');
  await expect(customer.getByRole('log').getByRole('listitem').filter({ hasText: text }).locator('time')).toBeVisible();
}

const inList = (page: Page, list: string, name: string) =>
  page.getByRole('list', { name: list }).getByRole('link', { name: new RegExp(name) });

test('the server goes and comes back: nobody reloads, nothing is lost, what was written meanwhile is sent once', async ({ people, program }) => {
  const customer = await waiting(people, 'Rosa');
  const maria = await people.enter('maria@agents.example');
  const ana = await people.enter('ana@sonrisas.example');
  await maria.getByRole('button', { name: 'Next conversation' }).click();
  await inList(ana, 'Assigned to agents', 'Rosa').click();
  await expect(ana.getByRole('log', { name: 'Messages with Rosa' })).toBeVisible();

  await program.kill();
  await expect(maria.getByRole('status', { name: 'Connection' })).toContainText(/offline|reconnecting/i);
  await maria.getByRole('textbox', { name: 'Reply to Rosa' }).fill('Written while nothing was there');
  await maria.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(maria.getByRole('log', { name: 'Messages with Rosa' })).toContainText('Written while nothing was there');

  await program.start();
  await expect(maria.getByRole('status', { name: 'Connection' })).toBeEmpty();
  await expect(customer.getByRole('log').getByText('Written while nothing was there')).toHaveCount(1);
  await expect(ana.getByRole('log', { name: 'Messages with Rosa' }).getByText('Written while nothing was there')).toHaveCount(1);
  await say(customer, 'There you are');
  await expect(ana.getByRole('log', { name: 'Messages with Rosa' })).toContainText('There you are');
});

test('a reply that crossed with a colleague is held, and sent only when its author says so', async ({ people }) => {
  const customer = await waiting(people, 'Pedro');
  const ana = await people.enter('ana@sonrisas.example');
  const luis = await people.enter('luis@sonrisas.example');
  for (const page of [ana, luis]) {
    await inList(page, 'Assigned to agents', 'Pedro').click();
    await page.getByRole('textbox', { name: 'Reply to Pedro' }).fill(page === ana ? 'Ana answers' : 'Luis answers');
  }
  await luis.context().setOffline(true);
  await ana.getByRole('button', { name: 'Take over & send' }).click();
  await expect(customer.getByRole('log').getByText('Ana answers')).toBeVisible();
  await luis.getByRole('button', { name: 'Take over & send' }).click();
  await luis.context().setOffline(false);
  const held = luis.getByRole('group', { name: 'Your reply is on hold' });
  await expect(held).toBeVisible();
  await expect(customer.getByRole('log').getByText('Luis answers')).toHaveCount(0);
  await held.getByRole('button', { name: 'Send anyway' }).click();
  await expect(customer.getByRole('log').getByText('Luis answers')).toHaveCount(1);
});

test('a note of the office lets an agent reply again, until the office writes itself', async ({ people }) => {
  const customer = await waiting(people, 'Elena');
  const maria = await people.enter('maria@agents.example');
  const ana = await people.enter('ana@sonrisas.example');
  await maria.getByRole('button', { name: 'Next conversation' }).click();
  await inList(ana, 'Assigned to agents', 'Elena').click();
  await ana.getByRole('textbox', { name: 'Reply to Elena' }).fill('The office is here');
  await ana.getByRole('button', { name: 'Take over & send' }).click();
  // The field may stay, so that nothing typed is lost, but nothing can be written or sent.
  await expect(maria.getByRole('status').filter({ hasText: 'Ana Ruiz took over' })).toBeVisible();
  await expect(maria.getByRole('button', { name: 'Send', exact: true })).toHaveCount(0);

  await ana.getByRole('tab', { name: 'Internal note' }).click();
  await ana.getByRole('textbox', { name: 'Internal note about Elena' }).fill('@maria please tell her the price');
  await ana.getByRole('checkbox', { name: /let agents reply/i }).check();
  await ana.getByRole('button', { name: 'Add note' }).click();
  await maria.getByRole('textbox', { name: 'Reply to Elena' }).fill('It is 80 dollars');
  await maria.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(customer.getByRole('log').getByText('It is 80 dollars')).toBeVisible();
  await expect(customer.getByRole('log').getByText(/tell her the price/)).toHaveCount(0);
});

test('an agent escalates with a reason and a note, and the office acknowledges', async ({ people }) => {
  await waiting(people, 'Tomás');
  const maria = await people.enter('maria@agents.example');
  const ana = await people.enter('ana@sonrisas.example');
  await maria.getByRole('button', { name: 'Next conversation' }).click();
  await maria.getByRole('button', { name: 'Escalate…' }).click();
  const form = maria.getByRole('group', { name: 'Escalate' });
  await form.getByRole('combobox', { name: 'Reason' }).selectOption({ label: 'Billing' }).catch(async () => {
    await form.getByRole('combobox', { name: 'Reason' }).click();
    await maria.getByRole('option', { name: 'Billing' }).click();
  });
  await form.getByRole('textbox', { name: 'Note' }).fill('He was charged twice');
  await form.getByRole('button', { name: 'Escalate' }).click();
  await inList(ana, 'Assigned to staff', 'Tomás').click();
  await expect(ana.getByRole('log', { name: 'Messages with Tomás' })).toContainText('He was charged twice');
  await ana.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(ana.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
});

test('a draft is there again after a reload, and in nobody else’s composer', async ({ people }) => {
  await waiting(people, 'Nora');
  const ana = await people.enter('ana@sonrisas.example');
  await inList(ana, 'Assigned to agents', 'Nora').click();
  await ana.getByRole('textbox', { name: 'Reply to Nora' }).fill('Half a thought');
  await ana.waitForResponse((r) => r.url().includes('/drafts/reply') && r.ok());
  await ana.reload();
  await expect(ana.getByRole('textbox', { name: 'Reply to Nora' })).toHaveValue('Half a thought');
  const luis = await people.enter('luis@sonrisas.example');
  await inList(luis, 'Assigned to agents', 'Nora').click();
  await expect(luis.getByRole('textbox', { name: 'Reply to Nora' })).toHaveValue('');
});

test('signed out in one tab is signed out in all', async ({ people }) => {
  const ana = await people.enter('ana@sonrisas.example');
  const other = await ana.context().newPage();
  await other.goto('/');
  await expect(other.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await ana.getByRole('button', { name: 'Settings' }).click();
  await ana.getByRole('menuitem', { name: 'Sign out' }).click();
  for (const page of [ana, other]) await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const locale of ['en-US', 'es-PR']) {
    test(`every screen is accessible in ${colorScheme} and ${locale}`, async ({ people, program }) => {
      await waiting(people, 'Inés');
      const ana = await people.enter('ana@sonrisas.example', { colorScheme, locale });
      await ana.getByRole('link', { name: /Inés/ }).first().click();
      await expect(ana.getByRole('log').getByText(/This is Inés/).first()).toBeVisible();
      await accessible(ana);
      const maria = await people.enter('maria@agents.example', { colorScheme, locale });
      await maria.goto(`${program.url}/queue`);
      await expect(maria.getByRole('link', { name: /Inés/ }).first()).toBeVisible();
      await accessible(maria);
      const sam = await people.enter('sam@relevo.example', { colorScheme, locale });
      await sam.goto(`${program.url}/wall`);
      await expect(sam.getByRole('table')).toBeVisible();
      await accessible(sam);
    });
  }
}
