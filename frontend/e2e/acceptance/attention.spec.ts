// Statements 5 and 37: how the desk calls for attention, and when it is quiet again.
import type { BrowserContext, Page } from '@playwright/test';
import { Caller } from '../caller';
import { customerAsks, says } from '../customer';
import { expect, test } from '../people';
import type { Program } from '../program';
import { answer, log, open, row } from '../screen';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';
const maria = 'maria@agents.example';
const sentinel = 'zebra umbrella sentinel';
const icon = (page: Page) => page.locator('link[rel=icon]');

test('5: a customer’s message is on top of its group, unread, in the title and on the icon at once; answering clears them in every tab', async ({ people }) => {
  const customer = await customerAsks(people, 'Rosa', 'Good morning');
  await customerAsks(people, 'Pedro', 'Good day');
  const page = await people.enter(ana);
  for (const name of ['Rosa', 'Pedro']) {
    await open(page, name);
    await answer(page, name, `Hello ${name}`);
  }
  const other = await page.context().newPage();
  await other.goto('/');
  await expect(other.getByRole('navigation', { name: 'Main' })).toBeVisible();
  for (const tab of [page, other]) {
    await expect(tab).toHaveTitle('Relevo');
    await expect(icon(tab)).toHaveAttribute('href', /favicon\.svg$/);
  }
  expect((await page.request.get('/favicon.svg')).headers()['content-type']).toContain('image/svg+xml');

  await says(customer, 'Are you there');
  const mine = other.getByRole('list', { name: 'Assigned to me' }).getByRole('link');
  await expect(mine.first()).toContainText('Rosa', { timeout: 1_000 });
  await expect(mine.first()).toContainText('Unread');
  for (const tab of [page, other]) {
    await expect(tab).toHaveTitle('(1) Relevo', { timeout: 1_000 });
    await expect(icon(tab)).toHaveAttribute('href', /favicon-dot\.svg$/);
  }
  await open(page, 'Rosa');
  await answer(page, 'Rosa', 'Yes I am');
  for (const tab of [page, other]) {
    await expect(tab).toHaveTitle('Relevo');
    await expect(icon(tab)).toHaveAttribute('href', /favicon\.svg$/);
  }
  await expect(mine.filter({ hasText: 'Rosa' })).not.toContainText(/Unread|Waiting/);
});

/** Counts the page's sounds, and shows notifications to the test instead of a desktop. */
async function listenIn(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const heard = { sounds: 0, asked: 0, cards: [] as { body: string; open: boolean; click: () => void }[] };
    Object.assign(window, { heard });
    const make = AudioContext.prototype.createGain;
    let last = -Infinity;
    AudioContext.prototype.createGain = function () {
      // The notes of one sound are made in one go.
      if (performance.now() - last > 500) heard.sounds += 1;
      last = performance.now();
      return make.call(this);
    };
    class Card {
      static permission = 'default';
      static requestPermission = async () => {
        heard.asked += 1;
        return (Card.permission = 'granted');
      };
      onclick: (() => void) | null = null;
      #kept = { body: '', open: true, click: () => this.onclick?.() };
      constructor(_title: string, options: NotificationOptions) {
        if (sessionStorage.getItem('granted')) Card.permission = 'granted';
        this.#kept.body = options.body ?? '';
        heard.cards.push(this.#kept);
      }
      close() {
        this.#kept.open = false;
      }
    }
    Object.defineProperty(window, 'Notification', { value: Card, configurable: true });
  });
}

interface Heard {
  sounds: number;
  asked: number;
  cards: { body: string; open: boolean; click: () => void }[];
}
const heardBy = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard }).heard);

test('37: three tabs make one sound, none while one looks; permission is asked after a click; a notification holds no words of a customer', async ({ people }) => {
  const customer = await customerAsks(people, 'Rosa', 'Good morning');
  await customerAsks(people, 'Pedro', 'Good day');
  const first = await people.enter(ana);
  await listenIn(first.context());
  for (const name of ['Rosa', 'Pedro']) {
    await open(first, name);
    await answer(first, name, `Hello ${name}`);
  }
  const tabs = [first, await first.context().newPage(), await first.context().newPage()];
  for (const tab of tabs) {
    await tab.goto('/');
    await expect(tab.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await tab.getByRole('heading', { name: 'Clínica Dental Sonrisas' }).click();
  }
  for (const tab of tabs) expect((await heardBy(tab)).asked).toBe(0);
  for (const tab of tabs) {
    await tab.bringToFront();
    await tab.getByRole('button', { name: 'Settings' }).click();
    const item = tab.getByRole('menuitemcheckbox', { name: 'Desktop notifications' });
    if ((await item.getAttribute('aria-checked')) === 'true') await item.click();
    await item.click();
    await tab.keyboard.press('Escape');
    await expect.poll(async () => (await heardBy(tab)).asked).toBeGreaterThan(0);
  }
  await open(tabs[2] ?? first, 'Pedro');
  const sounds = async () => (await Promise.all(tabs.map(heardBy))).reduce((sum, one) => sum + one.sounds, 0);
  const cards = async () => (await Promise.all(tabs.map(heardBy))).flatMap((one) => one.cards);

  await says(customer, sentinel);
  await expect.poll(sounds).toBe(1);
  // It rests for ten seconds: somebody might answer meanwhile.
  await expect.poll(async () => (await cards()).length, { timeout: 40_000 }).toBe(1);
  const [card] = await cards();
  expect(card?.body).toMatch(/^(New message|Assigned to you) · Clínica Dental Sonrisas$/);
  expect(await sounds()).toBe(1);

  // Answered in one tab, it is taken back in all; and what one looks at makes no sound.
  const looking = tabs[2] ?? first;
  await open(looking, 'Rosa');
  await expect.poll(async () => (await cards()).filter((one) => one.open).length).toBe(0);
  await answer(looking, 'Rosa', 'Here I am');
  const before = await sounds();
  await says(customer, 'And one more');
  await expect(log(looking, 'Rosa')).toContainText('And one more');
  expect(await sounds()).toBe(before);
});

/** A customer whom that colleague answers just now, so that the next message is theirs. */
async function answeredBy(program: Program, email: string, name: string): Promise<Caller> {
  const customer = await Caller.customer(program, 'sonrisas-web', name);
  await customer.says('I want to talk to a person');
  const colleague = await Caller.member(program, email);
  expect((await colleague.post(`/conversations/${customer.id}/messages`, { text: `Hello ${name}` })).status).toBe(200);
  return customer;
}

/** The page once more, with its ears open and its clock in our hands. */
async function attentive(page: Page): Promise<void> {
  await listenIn(page.context());
  await page.clock.install();
  await page.reload();
  await expect(page.getByRole('img', { name: 'Live · 0 behind' })).toBeVisible();
}

test('37: a sound that the browser keeps back asks to be enabled, and is heard after one click', async ({ people, program }) => {
  const customer = await answeredBy(program, ana, 'Rosa');
  const page = await people.enter(ana);
  // Chromium takes what a test asks of the page for somebody's hand in it.
  await page.addInitScript(() => Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: false } }));
  await attentive(page);
  const enable = page.getByRole('button', { name: 'Enable sound' });
  await expect(enable).toHaveCount(0);
  await customer.says('Are you there?');
  await expect(enable).toBeVisible();
  expect((await heardBy(page)).sounds).toBe(0);
  // It goes as soon as it is pressed.
  await enable.hover();
  await page.mouse.down();
  await page.mouse.up();
  await expect(enable).toHaveCount(0);
  await page.clock.runFor(3_000);
  await customer.says('Hello?');
  await expect.poll(async () => (await heardBy(page)).sounds).toBe(1);
  await expect(enable).toHaveCount(0);
});

test('37: an urgent escalation is heard every twenty seconds until somebody acknowledges it', async ({ people, program }) => {
  const customer = await answeredBy(program, maria, 'Rosa');
  const [agent, colleague] = [await Caller.member(program, maria), await Caller.member(program, luis)];
  const page = await people.enter(ana);
  await attentive(page);
  await page.getByRole('heading', { name: 'Clínica Dental Sonrisas' }).click();
  const sounds = async () => (await heardBy(page)).sounds;

  await page.clock.pauseAt(Date.now() + 1_000);
  const soon = async (look: () => Promise<unknown>) => page.clock.runFor(50).then(look);
  expect((await agent.post(`/conversations/${customer.id}/escalate`, { reason: 'urgent_emergency', note: 'She bleeds' })).status).toBe(200);
  await expect.poll(() => soon(sounds)).toBe(1);
  await page.clock.runFor(18_000);
  expect(await sounds()).toBe(1);
  for (const more of [2, 3, 4]) {
    await page.clock.runFor(more === 2 ? 3_000 : 20_000);
    expect(await sounds()).toBe(more);
  }
  expect((await colleague.post(`/conversations/${customer.id}/acknowledge`, {})).status).toBe(200);
  await expect.poll(() => soon(() => row(page, 'Rosa').innerText())).not.toContain('Urgent');
  await page.clock.runFor(61_000);
  expect(await sounds()).toBe(4);
});

for (const [who, email, place] of [['the office', ana, /\/w\/sonrisas\//], ['an agent', maria, /\/queue\//]] as const) {
  test(`37: a click on a notification opens its conversation, for ${who}`, async ({ people, program }) => {
    const customer = await answeredBy(program, email, 'Rosa');
    const page = await people.enter(email);
    await attentive(page);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Desktop notifications' }).click();
    await page.keyboard.press('Escape');
    await customer.says(sentinel);
    await expect(row(page, 'Rosa')).toContainText(sentinel);
    await page.clock.runFor(9_000);
    expect((await heardBy(page)).cards).toEqual([]);
    await page.clock.runFor(2_000);
    await expect.poll(async () => (await heardBy(page)).cards.length).toBe(1);
    await page.evaluate('heard.cards[0].click()');
    await expect(log(page, 'Rosa')).toContainText(sentinel);
    await expect(page).toHaveURL(place);
    await expect.poll(async () => (await heardBy(page)).cards.map((card) => card.open)).toEqual([false]);
  });
}
