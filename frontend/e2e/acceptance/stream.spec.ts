// Statements about the stream and the action panel. Each test begins with the number of its statement in
// docs/acceptance.md.
import type { Page } from '@playwright/test';
import { Caller } from '../caller';
import { customerAsks, says } from '../customer';
import { accessible, expect, type People, test } from '../people';
import { Program } from '../program';
import { heading, log, rows } from '../screen';
import { world } from '../world';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';
const maria = 'maria@agents.example';

/** A customer whom Lara has answered. */
async function answered(people: People, name: string): Promise<Page> {
  const customer = await people.customer('sonrisas-web');
  await customer.getByLabel('Your name (optional)').fill(name);
  await says(customer, 'What are your hours?');
  await expect(customer.getByRole('log').getByText('We are open Monday to Friday, 8 am to 5 pm.')).toBeVisible();
  return customer;
}

const row = (page: Page, name: string) => page.getByRole('link', { name: new RegExp(name) });
const chip = (page: Page, name: string) => page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: new RegExp(`^${name}( \\d+)?$`) });

/** Whoever hovers or has the focus in the list holds it still: this lets go. */
async function letGo(page: Page): Promise<void> {
  await page.mouse.move(1_000, 300);
  await page.getByRole('searchbox', { name: 'Search conversations' }).focus();
}

test('4: five groups show unanswered of total, as the server counts them, and a change elsewhere shows within a second', async ({ people }) => {
  await customerAsks(people, 'Rosa');
  await answered(people, 'Pedro');
  const a = await people.enter(ana);
  for (const [name, figures] of [
    ['Assigned to me', '0 of 0'],
    ['Assigned to staff', '0 of 0'],
    ['Assigned to agents', '1 of 1'],
    ['Assigned to Lara', '0 of 1'],
    ['Closed', '0 of 0'],
  ] as const) {
    await expect(heading(a, name)).toHaveAccessibleName(`${name}, ${figures} unanswered`);
  }
  const b = await people.enter(maria);
  await b.getByRole('button', { name: 'Next conversation' }).click();
  await b.getByRole('textbox', { name: 'Reply to Rosa' }).fill('Hello Rosa');
  await b.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(log(b, 'Rosa').getByText('Hello Rosa')).toBeVisible();
  await expect(heading(a, 'Assigned to agents')).toHaveAccessibleName('Assigned to agents, 0 of 1 unanswered', { timeout: 1_000 });
});

test('6: under the pointer no row changes place; a pill counts, and leaving or a click on it applies', async ({ people, program }) => {
  const rosa = await customerAsks(people, 'Rosa');
  await customerAsks(people, 'Pedro');
  const a = await people.enter(ana);
  const first = rows(a, 'Assigned to agents').first();
  await expect(first).toContainText('Pedro');
  await first.hover();
  await says(rosa, 'Are you there?');
  const pill = a.getByRole('button', { name: /1 update/ });
  await expect(pill).toBeVisible();
  await expect(first).toContainText('Pedro');
  await letGo(a);
  await expect(first).toContainText('Rosa');
  await expect(pill).toHaveCount(0);

  // What a colleague takes meanwhile tells so at once, and stands where it stood alone until the list is let go.
  await first.hover();
  const colleague = await Caller.member(program, luis);
  const id = await first.getAttribute('data-row');
  expect((await colleague.post(`/conversations/${id}/messages`, { text: 'Here I am' })).status).toBe(200);
  await expect(first).toContainText('Luis');
  await expect(pill).toBeVisible();
  await expect(row(a, 'Rosa')).toHaveCount(1);
  await expect(heading(a, 'Assigned to staff')).toHaveAccessibleName('Assigned to staff, 0 of 1 unanswered');
  await pill.click();
  await expect(rows(a, 'Assigned to staff')).toHaveText([/Rosa/]);
  await expect(rows(a, 'Assigned to agents')).toHaveText([/Pedro/]);
});

test('7: J, K and Enter open conversations, and one that was fetched ahead paints at once', async ({ people }) => {
  for (const name of ['Rosa', 'Pedro', 'Elena']) await customerAsks(people, name);
  const a = await people.enter(ana);
  await expect(rows(a, 'Assigned to agents')).toHaveCount(3);
  const id = (await row(a, 'Pedro').first().getAttribute('href'))?.split('/').pop();
  await row(a, 'Elena').first().focus();
  await expect.poll(() => a.evaluate(() => performance.getEntriesByType('resource').map((r) => r.name).join(' '))).toContain(`/conversations/${id}`);
  await a.keyboard.press('j');
  await expect(row(a, 'Pedro').first()).toBeFocused();
  await a.keyboard.press('k');
  await a.keyboard.press('j');
  // Nothing more comes from the server: what is painted was here. How soon, the bench measures.
  await a.route(/\/api\/v1\/conversations\//, (r) => r.abort());
  await a.keyboard.press('Enter');
  await expect(log(a, 'Pedro')).toContainText('This is Pedro');
  await a.unroute(/\/api\/v1\/conversations\//);
  await row(a, 'Rosa').first().focus();
  await a.keyboard.press('Enter');
  await expect(log(a, 'Rosa')).toBeVisible();
});

test('8: Unanswered lists exactly those who wait for an answer; a filter survives a reload, goes along in the address, and saved to another browser', async ({ people, program }) => {
  await customerAsks(people, 'Rosa');
  await answered(people, 'Pedro');
  const back = await answered(people, 'Elena');
  await says(back, 'Can a person call me? I want to talk to a person');
  const a = await people.enter(ana);
  await expect(row(a, 'Pedro')).toHaveCount(1);
  await chip(a, 'Unanswered').click();
  await expect(row(a, 'Pedro')).toHaveCount(0);
  await expect(row(a, 'Rosa')).toHaveCount(1);
  await expect(row(a, 'Elena')).toHaveCount(1);
  await expect(a).toHaveURL(/\?filter=unanswered$/);
  await row(a, 'Rosa').click();
  await expect(log(a, 'Rosa')).toBeVisible();
  await expect(a).toHaveURL(/\?filter=unanswered$/);
  await a.reload();
  await expect(chip(a, 'Unanswered')).toHaveAttribute('aria-pressed', 'true');
  await expect(row(a, 'Pedro')).toHaveCount(0);

  // A combination that was saved is there in her other browser too.
  await chip(a, 'English').click();
  await a.getByRole('button', { name: 'Save this filter' }).click();
  await expect(chip(a, 'Unanswered · English')).toHaveAttribute('aria-pressed', 'true');
  await expect(chip(a, 'Unanswered · English')).toBeFocused();
  await a.getByRole('button', { name: 'Remove this saved filter' }).click();
  await expect(a.getByRole('button', { name: 'Save this filter' })).toBeFocused();
  await a.keyboard.press('Enter');
  await expect(chip(a, 'Unanswered · English')).toBeFocused();
  const again = await people.enter(ana);
  await chip(again, 'Unanswered · English').click();
  await expect(row(again, 'Rosa')).toHaveCount(1);
  await expect(row(again, 'Pedro')).toHaveCount(0);

  const b = await people.enter(luis);
  await expect(row(b, 'Pedro')).toHaveCount(1);
  await b.goto(`${program.url}/w/sonrisas?filter=unanswered`);
  await expect(row(b, 'Elena')).toHaveCount(1);
  await expect(row(b, 'Pedro')).toHaveCount(0);
  await chip(b, 'Spanish').click();
  await b.getByRole('button', { name: 'Show all' }).click();
  await expect(row(b, 'Pedro')).toHaveCount(1);
});

test('8: longest waiting first is remembered', async ({ people }) => {
  await customerAsks(people, 'Rosa');
  await customerAsks(people, 'Pedro');
  const a = await people.enter(ana);
  await expect(rows(a, 'Assigned to agents').first()).toContainText('Pedro');
  await a.getByRole('button', { name: 'Newest first' }).click();
  await expect(rows(a, 'Assigned to agents').first()).toContainText('Rosa');
  await a.reload();
  await expect(rows(a, 'Assigned to agents').first()).toContainText('Rosa');
});

/** The server's own answer with its one conversation two thousand times: this is about the list. */
async function crowd(a: Page): Promise<void> {
  await a.route('**/workplaces/sonrisas/stream', async (route) => {
    const response = await route.fetch();
    const stream = await response.json();
    for (const section of stream.sections) {
      const [first] = section.conversations;
      if (first === undefined) continue;
      section.conversations = Array.from({ length: 2_000 }, (_, i) => ({ ...first, id: `${first.id}${i}`, customer: { ...first.customer, name: `Customer ${i + 1}` } }));
      section.count = section.unanswered = 2_000;
    }
    await route.fulfill({ response, json: stream });
  });
  await a.reload();
  await expect(row(a, 'Customer 1 ').first()).toBeVisible();
}

test('9: of 2,000 conversations at most 60 rows are in the document, and a step of scrolling is less work than a frame has time for', async ({ people }) => {
  await customerAsks(people, 'Rosa');
  const a = await people.enter(ana);
  await crowd(a);
  const scroll = (by: number, times: number) =>
    a.evaluate(
      async ({ by, times }) => {
        const box = document.querySelector('[data-row]')?.closest('.scroller');
        let most = 0;
        for (let i = 0; box && i < times; i++) {
          box.scrollTop += by;
          await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
          most = Math.max(most, document.querySelectorAll('[data-row]').length);
        }
        return most;
      },
      { by, times },
    );
  // What the page's own thread works, whoever else uses the machine. The bench counts the frames themselves.
  const devtools = await a.context().newCDPSession(a);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  const before = await worked();
  const most = await scroll(320, 100);
  // Each step waits for two frames.
  expect(((await worked()) - before) / 200).toBeLessThan(1 / 55);
  expect(most).toBeGreaterThan(5);
  for (const rows of [most, await scroll(2_200, 50)]) expect(rows).toBeLessThanOrEqual(60);
  await devtools.detach();
  await expect(row(a, 'Customer 2000')).toHaveCount(1);
});

test('9: a click while the list still scrolls opens the row under it', async ({ people }) => {
  await customerAsks(people, 'Rosa');
  const a = await people.enter(ana);
  await crowd(a);
  const box = await row(a, 'Customer 5 ').boundingBox();
  if (box === null) throw new Error('the row is not on the screen');
  // It trembles by a pixel, so that the click comes while it moves, however slow the machine is.
  await a.evaluate(async () => {
    const scroller = document.querySelector('[data-row]')?.closest('.scroller');
    let step = 1;
    setInterval(() => scroller?.scrollBy(0, (step = -step)), 10);
    for (let times = 0; times < 3; times++) await new Promise((moved) => scroller?.addEventListener('scroll', moved, { once: true }));
  });
  await a.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(row(a, 'Customer 5 ')).toHaveAttribute('aria-current', 'page');
});

test('several are selected by keys, assigned with a note, and what could not be changed is listed with its reason', async ({ people }) => {
  for (const name of ['Rosa', 'Pedro', 'Elena']) await customerAsks(people, name);
  const a = await people.enter(ana);
  await row(a, 'Elena').first().focus();
  await a.keyboard.press('v');
  await expect(a.getByRole('checkbox', { name: 'Select Elena' })).toBeChecked();
  await row(a, 'Rosa').first().focus();
  await a.keyboard.press('Shift+V');
  const bar = a.getByRole('group', { name: 'Selected conversations' });
  await expect(bar).toContainText('3 selected');
  await accessible(a);
  await a.keyboard.press('Shift+A');
  const dialog = a.getByRole('dialog', { name: 'Assign 3 conversations' });
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
  await dialog.getByRole('combobox').selectOption({ label: 'Luis Vega' });
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await expect(dialog.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
  await accessible(a);
  await dialog.getByRole('textbox').fill('@luis please take these');
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('3 of 3 changed.');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await letGo(a);
  await expect(rows(a, 'Assigned to staff')).toHaveCount(3);

  const b = await people.enter(luis);
  await rows(b, 'Assigned to me').first().click({ modifiers: ['Shift'] });
  await rows(b, 'Assigned to me').last().click({ modifiers: ['Shift'] });
  await b.keyboard.press('Shift+C');
  const closing = b.getByRole('dialog', { name: 'Close 3 conversations' });
  await row(a, 'Pedro').first().click();
  await a.getByRole('button', { name: /^Close…/ }).click();
  await a.getByRole('group', { name: 'Close conversation' }).getByRole('button', { name: 'Close conversation' }).click();
  await expect(heading(a, 'Closed')).toHaveAccessibleName(/of 1 /);
  await closing.getByRole('button', { name: /^Close \d/ }).click();
  await expect(closing.getByRole('status')).toContainText('2 of 3 changed.');
  await expect(closing.getByRole('listitem')).toContainText(/Pedro.*closed/);
});

test('21: a customer’s new name shows in the head, the row and other browsers within a second', async ({ people }) => {
  await customerAsks(people, 'Rosa');
  const a = await people.enter(ana);
  const b = await people.enter(luis);
  for (const page of [a, b]) await row(page, 'Rosa').first().click();
  await expect(log(b, 'Rosa')).toBeVisible();
  await a.getByRole('region', { name: 'Messages with Rosa' }).or(log(a, 'Rosa')).first().focus();
  await a.keyboard.press('F2');
  await a.getByRole('textbox', { name: 'Name' }).fill('Rosa Delgado');
  await a.getByRole('button', { name: 'Save' }).click();
  for (const page of [a, b]) {
    await expect(page.getByRole('heading', { name: 'Rosa Delgado' })).toBeVisible({ timeout: 1_000 });
    await expect(row(page, 'Rosa Delgado').first()).toBeVisible({ timeout: 1_000 });
  }
});

test('the widths of the list and the panel are changed by keys and by pointer, and remembered', async ({ people }) => {
  await customerAsks(people, 'Rosa');
  const a = await people.enter(ana);
  await row(a, 'Rosa').first().click();
  const list = a.getByRole('separator', { name: 'Width of the list' });
  await list.focus();
  await a.keyboard.press('ArrowRight');
  await expect(list).toHaveAttribute('aria-valuenow', '356');
  const panel = a.getByRole('separator', { name: 'Width of the panel' });
  const box = await panel.boundingBox();
  if (box === null) throw new Error('the boundary is not on the screen');
  await a.mouse.move(box.x + box.width / 2, 300);
  await a.mouse.down();
  await a.mouse.move(box.x + box.width / 2 - 60, 300, { steps: 4 });
  await a.mouse.up();
  await expect(panel).toHaveAttribute('aria-valuenow', '380');
  expect((await a.getByRole('complementary').getByRole('region').first().boundingBox())?.width).toBe(380);
  await a.reload();
  await expect(list).toHaveAttribute('aria-valuenow', '356');
  await expect(panel).toHaveAttribute('aria-valuenow', '380');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`39: the list while several are selected, and its dialogs, are accessible in Spanish and ${colorScheme}`, async ({ people }) => {
    await customerAsks(people, 'Rosa');
    const a = await people.enter(ana, { colorScheme, locale: 'es-PR' });
    await a.getByRole('button', { name: 'Sin contestar', exact: true }).click();
    await row(a, 'Rosa').first().focus();
    await a.keyboard.press('v');
    await expect(a.getByRole('group', { name: 'Conversaciones seleccionadas' })).toContainText('1 seleccionada');
    await accessible(a);
    await a.keyboard.press('Shift+C');
    await expect(a.getByRole('dialog', { name: 'Cerrar 1 conversación' }).getByRole('textbox')).toBeFocused();
    await accessible(a);
    await a.keyboard.press('Escape');
    await a.getByRole('button', { name: 'Nueva conversación' }).click();
    await expect(a.getByRole('dialog', { name: 'Nueva conversación' }).getByLabel('Número de teléfono')).toBeFocused();
    await accessible(a);
    await a.keyboard.press('Escape');
    await expect(a.getByRole('dialog')).toHaveCount(0);
    await expect(a.locator('body')).not.toBeFocused();
  });
}

/** The same people, and a number that texts: nothing listens where its messages would go. */
const texting = test.extend({
  program: async ({}, use) => {
    const sms = `- {id: sonrisas-sms, kind: twilio, number: "+17875550100", account_sid: AC00000000000000000000000000000001, auth_token: secret, api_base: "http://127.0.0.1:9"}`;
    const program = new Program(world.replace('- {id: sonrisas-web, kind: web}', `- {id: sonrisas-web, kind: web}\n      ${sms}`));
    await program.start();
    await use(program);
    await program.end();
  },
});

texting('the office writes to a number first; where a colleague is in that conversation already, nothing is sent until one insists', async ({ people }) => {
  const a = await people.enter(ana);
  await a.getByRole('button', { name: 'New conversation' }).click();
  const dialog = a.getByRole('dialog', { name: 'New conversation' });
  await expect(dialog.getByLabel('Phone number')).toBeFocused();
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog.getByLabel('Phone number')).toHaveAttribute('aria-invalid', 'true');
  await accessible(a);
  await dialog.getByLabel('Phone number').fill('787 555 0123');
  await dialog.getByLabel('Name (optional)').fill('Rosa');
  await dialog.getByLabel('Message').fill('Your results are here');
  await a.keyboard.press('Control+Enter');
  await expect(log(a, 'Rosa')).toContainText('Your results are here');
  await expect(rows(a, 'Assigned to me').filter({ hasText: 'Rosa' })).toHaveCount(1);

  const b = await people.enter(luis);
  await expect(row(b, 'Rosa')).toHaveCount(1);
  await b.getByRole('heading', { name: 'Clínica Dental Sonrisas' }).click();
  await b.keyboard.press('c');
  const other = b.getByRole('dialog', { name: 'New conversation' });
  await other.getByLabel('Phone number').fill('(787) 555-0123');
  await other.getByLabel('Message').fill('Please call us');
  await other.getByRole('button', { name: 'Send' }).click();
  await expect(other.getByRole('alert')).toContainText('Ana Ruiz already has the conversation with Rosa.');
  await expect(log(a, 'Rosa')).not.toContainText('Please call us');
  await accessible(b);
  await other.getByRole('button', { name: 'Write anyway' }).click();
  await expect(log(b, 'Rosa')).toContainText('Please call us');
  await expect(rows(b, 'Assigned to me').filter({ hasText: 'Rosa' })).toHaveCount(1);
});
