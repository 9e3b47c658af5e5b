// Statements about a message's way out, and about what happens while the network is gone. Each test begins with the
// number of its statement in docs/acceptance.md.
import type { Page } from '@playwright/test';
import { Cable } from '../cable';
import { Caller } from '../caller';
import { expect, type People, sharing } from '../people';
import type { Program } from '../program';
import { connection, log, open, reply, row, send } from '../screen';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';

const test = sharing();

const messages = '**/api/v1/conversations/*/messages';

/** Ana's screen at a conversation of hers. */
async function atWork(people: People, program: Program, name: string): Promise<{ customer: Caller; page: Page }> {
  const customer = await Caller.customer(program, 'sonrisas-web', name);
  await customer.says('I want to talk to a person');
  const office = await Caller.member(program, ana);
  await office.post(`/conversations/${customer.id}/messages`, { text: `Hello ${name}` });
  const page = await people.enter(ana);
  await open(page, name);
  return { customer, page };
}

/** What reached the customer, as the customer sees it. */
async function received(customer: Caller): Promise<string[]> {
  const { body } = await customer.get('/chat/messages?after=0');
  return body.messages.filter((one: { from: string }) => one.from === 'business').map((one: { text: string }) => one.text);
}

test('15: a sent message is on the screen within 50 ms, and then has its mark', async ({ people, program }) => {
  const { page } = await atWork(people, program, 'Rosa');
  const took: number[] = [];
  for (let i = 1; i <= 5; i++) {
    const text = `Right away ${i}`;
    await reply(page, 'Rosa').fill(text);
    const painted = page.evaluate(
      (text) =>
        new Promise<number>((seen) => {
          let began = 0;
          document.addEventListener('keydown', () => (began = performance.now()), { once: true, capture: true });
          const log = document.querySelector('[role=log]');
          const observer = new MutationObserver(() => {
            if (!log?.textContent?.includes(text)) return;
            observer.disconnect();
            seen(performance.now() - began);
          });
          if (log) observer.observe(log, { childList: true, subtree: true, characterData: true });
        }),
      text,
    );
    await reply(page, 'Rosa').press('Enter');
    took.push(await painted);
    await expect(log(page, 'Rosa').getByRole('article', { name: 'Ana Ruiz' }).filter({ hasText: text }).getByTitle('Sent', { exact: true })).toBeVisible();
  }
  // A busy machine only makes it slower: the quickest tells what the page itself needs.
  expect(Math.min(...took)).toBeLessThan(50);
});

test('15: how far a message got is marked, and why one did not arrive is written out', async ({ people, program }) => {
  const { page } = await atWork(people, program, 'Carmen');
  await reply(page, 'Carmen').fill('Second');
  await send(page).click();
  await expect(log(page, 'Carmen').getByText('Second')).toBeVisible();
  // A carrier's part is played until texting is there: its receipts are put into the server's answer.
  await page.route(/\/conversations\/[^/]+$/, async (route) => {
    const response = await route.fetch();
    const view = await response.json();
    const sent = view.events.filter((event: { kind: string }) => event.kind === 'message.sent').slice(-2);
    const states = [{ state: 'delivered' }, { state: 'failed', error: 'this number is a landline' }];
    view.events.push(...sent.map((event: any, i: number) => ({ ...event, seq: event.seq + 0.5, kind: 'message.delivery', data: { message: event.data.message, ...states[i] } })));
    await route.fulfill({ response, json: view });
  });
  await page.reload();
  const article = (text: string) => log(page, 'Carmen').getByRole('article', { name: 'Ana Ruiz' }).filter({ hasText: text });
  await expect(article('Hello Carmen').getByTitle('Delivered', { exact: true })).toBeVisible();
  await expect(article('Second')).toContainText('Not delivered: this number is a landline');
});

test('15: a refused message says why and keeps its text; tried again, it goes', async ({ people, program }) => {
  const { customer, page } = await atWork(people, program, 'Inés');
  await page.route(messages, (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', json: { status: 422, code: 'opted_out', title: 'Opted out' } }), { times: 1 });
  await reply(page, 'Inés').fill('Your results are here');
  await send(page).click();
  const refused = log(page, 'Inés').getByRole('article').filter({ hasText: 'Your results are here' });
  await expect(refused).toContainText('Not sent: The customer asked for no more messages.');
  for (const name of ['Retry', 'Copy', 'Delete']) await expect(refused.getByRole('button', { name })).toBeVisible();
  expect(await received(customer)).not.toContain('Your results are here');
  await refused.getByRole('button', { name: 'Retry' }).click();
  await expect.poll(() => received(customer)).toContain('Your results are here');
  await expect(refused).toHaveCount(1);
});

test('15: ten tries of which every answer is lost are one message to the customer', async ({ people, program }) => {
  const { customer, page } = await atWork(people, program, 'Pablo');
  await page.clock.install();
  await page.reload();
  await expect(reply(page, 'Pablo')).toBeVisible();
  let lost = 0;
  await page.route(messages, async (route) => {
    if (lost === 10) return route.continue();
    await route.fetch();
    lost += 1;
    await route.abort('connectionreset');
  });
  await reply(page, 'Pablo').fill('Only once');
  await reply(page, 'Pablo').press('Enter');
  const sent = log(page, 'Pablo').getByRole('article').filter({ hasText: 'Only once' });
  await expect
    .poll(async () => {
      await page.clock.runFor(4_000);
      return [lost, await sent.getByTitle('Sent', { exact: true }).isVisible()];
    })
    .toEqual([10, true]);
  await expect(sent).toHaveCount(1);
  expect((await received(customer)).filter((text) => text === 'Only once')).toHaveLength(1);
});

test('38: a network that goes without closing anything is noticed as soon as the browser knows, and not with the next silence', async ({ people }) => {
  const page = await people.enter(ana);
  await expect(page.getByRole('img', { name: 'Live · 0 behind' })).toBeVisible();
  await page.context().setOffline(true);
  await expect(connection(page)).toContainText(/offline|reconnecting/i, { timeout: 6_000 });
  await page.context().setOffline(false);
  await expect(connection(page)).toBeEmpty({ timeout: 2_000 });
});

test('38: the line is cut for two minutes while thirty messages reach five conversations: then all are there in order within two seconds, none lost or doubled, without a reload; the bar came after three seconds and went', async ({ people, program }) => {
  const names = ['Elena', 'Nora', 'Tomás', 'Lía', 'Sara'];
  const customers = await Promise.all(
    names.map(async (name) => {
      const customer = await Caller.customer(program, 'sonrisas-web', name);
      await customer.says('I want to talk to a person');
      return customer;
    }),
  );
  const office = await Caller.member(program, luis);
  for (const customer of customers) await office.post(`/conversations/${customer.id}/messages`, { text: 'One moment' });
  const cable = await Cable.to(program.url);
  const page = await people.enter(ana, { baseURL: cable.url });
  await page.clock.install();
  await page.reload();
  for (const name of names) await open(page, name);
  await expect(page.getByRole('img', { name: 'Live · 0 behind' })).toBeVisible();
  await page.evaluate(() => Object.assign(window, { stayed: true }));

  await page.clock.pauseAt(Date.now() + 1_000);
  cable.cut();
  await page.context().setOffline(true);
  await expect
    .poll(async () => {
      await page.clock.runFor(50);
      return connection(page).getAttribute('data-connection');
    })
    .not.toBe('live');
  await page.clock.runFor(1_500);
  await expect(connection(page)).toBeEmpty();
  await page.clock.runFor(2_500);
  await expect(connection(page)).toContainText(/offline|reconnecting/i);
  for (let i = 1; i <= 6; i++) for (const customer of customers) await customer.says(`Number ${i}, while nobody listened`);
  for (let seconds = 4; seconds < 120; seconds += 4) await page.clock.runFor(4_000);
  await expect(connection(page)).toContainText(/offline|reconnecting/i);

  await page.clock.resume();
  cable.mend();
  await page.context().setOffline(false);
  const within = { timeout: 2_000 };
  await Promise.all([
    expect(connection(page)).toBeEmpty(within),
    expect(log(page, 'Sara')).toContainText('Number 6, while nobody listened', within),
    ...names.map((name) => expect(row(page, name)).toContainText('Number 6, while nobody listened', within)),
  ]);
  for (const name of names.toReversed()) {
    await open(page, name);
    await expect(log(page, name).getByText(/Number \d, while nobody listened/)).toHaveText([1, 2, 3, 4, 5, 6].map((i) => `Number ${i}, while nobody listened`));
  }
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
  cable.end();
});

test('38: the server itself goes and comes back: nobody reloads, and what was written meanwhile is sent once', async ({ people, program }) => {
  const { customer, page } = await atWork(people, program, 'Marta');
  const colleague = await people.enter(luis);
  await open(colleague, 'Marta');
  await program.kill();
  await expect(connection(page)).toContainText(/offline|reconnecting/i);
  await reply(page, 'Marta').fill('Written while nothing was there');
  await send(page).click();
  await expect(log(page, 'Marta')).toContainText('Written while nothing was there');
  await program.start();
  await expect(connection(page)).toBeEmpty();
  await expect(log(colleague, 'Marta').getByText('Written while nothing was there')).toHaveCount(1);
  expect((await received(customer)).filter((text) => text === 'Written while nothing was there')).toHaveLength(1);
  await customer.says('There you are');
  await expect(log(colleague, 'Marta')).toContainText('There you are');
});
