// Statement 41: whoever is concerned by what a colleague does is told, wherever they are in the page.
import type { Page } from '@playwright/test';
import { Caller } from '../caller';
import { accessible, expect, type People, sharing } from '../people';
import type { Program } from '../program';
import { log, note, open, reply, row, rows, send } from '../screen';
import { password } from '../world';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';
const maria = 'maria@agents.example';
const gil = 'gil@agents.example';
const sam = 'sam@relevo.example';
const sentinel = 'zebra umbrella sentinel';

const test = sharing();

/** A customer whom somebody has answered, so that they hold the conversation and nobody waits. */
async function held(program: Program, by: string, name: string): Promise<Caller> {
  const customer = await Caller.customer(program, 'sonrisas-web', name);
  await customer.says(`This is ${name}, I want to talk to a person`);
  const holder = await Caller.member(program, by);
  expect((await holder.post(`/conversations/${customer.id}/messages`, { text: `Hello ${name}` })).status).toBe(200);
  return customer;
}

/** What the page says for a moment, and what a screen reader reads of it. */
const word = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text });
const forYou = (page: Page) => page.getByRole('region', { name: /^(For you|Para usted)$/ });
const icon = (page: Page) => page.locator('link[rel=icon]');
const badge = (page: Page) => page.getByRole('navigation', { name: /main|principal/i }).getByRole('link', { name: 'Clínica Dental Sonrisas' }).locator('.badge');

async function calls(page: Page, count: number): Promise<void> {
  await expect(page).toHaveTitle(count > 0 ? `(${count}) Relevo` : 'Relevo', { timeout: 2_000 });
  await expect(icon(page)).toHaveAttribute('href', count > 0 ? /favicon-dot\.svg$/ : /favicon\.svg$/);
  if (count > 0) await expect(badge(page)).toHaveText(String(count));
  else await expect(badge(page)).toHaveCount(0);
}

interface Card {
  body: string;
  open: boolean;
}

/** Wants desktop notifications, and shows them to the test instead of a desktop. */
async function wantCards(page: Page): Promise<void> {
  await page.addInitScript(() => {
    localStorage.setItem('relevo.preferences', JSON.stringify({ desktop: true }));
    const shown: { body: string; open: boolean }[] = [];
    class Shown {
      static permission = 'granted';
      #card;
      constructor(_title: string, { body = '' }: NotificationOptions) {
        shown.push((this.#card = { body, open: true }));
      }
      close() {
        this.#card.open = false;
      }
    }
    Object.defineProperty(window, 'Notification', { value: Shown, configurable: true });
    Object.assign(window, { shown });
  });
  await page.reload();
}
const cards = (page: Page) => page.evaluate(() => (window as unknown as { shown: Card[] }).shown);

/** Writes a note by the screens. */
async function writeNote(page: Page, name: string, text: string, directs = false): Promise<void> {
  await page.getByRole('tab', { name: 'Internal note' }).click();
  await note(page, name).fill(text);
  if (directs) await page.getByRole('checkbox', { name: /let agents reply/i }).check();
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(log(page, name).getByText(text)).toBeVisible();
}

async function enter(people: People, ...who: string[]): Promise<Page[]> {
  return Promise.all(who.map((email) => people.enter(email)));
}

test('41: an agent who is elsewhere is told that the office took a conversation over; a click brings her there, and clears it in all tabs', async ({ people, program }) => {
  await held(program, maria, 'Rosa');
  await held(program, maria, 'Pedro');
  const [agent, office] = await enter(people, maria, ana);
  if (!agent || !office) throw new Error('nobody came');
  const tab = await agent.context().newPage();
  await tab.goto('/queue');
  await expect(rows(tab, 'Mine')).toHaveCount(2);
  await open(agent, 'Pedro');
  await reply(agent, 'Pedro').fill('Half a sentence');
  await calls(agent, 0);
  await open(office, 'Rosa');
  await reply(office, 'Rosa').fill(sentinel);
  await send(office).click();

  const told = 'Ana Ruiz took over your conversation with Rosa';
  await expect(word(agent, told)).toBeVisible({ timeout: 2_000 });
  await expect(word(agent, sentinel)).toHaveCount(0);
  await expect(forYou(agent)).toContainText(told);
  await expect(forYou(tab)).toContainText(told);
  for (const page of [agent, tab]) await calls(page, 1);
  // It takes nothing from who is writing.
  await expect(reply(agent, 'Pedro')).toBeFocused();
  await accessible(agent);
  await word(agent, told).getByRole('button', { name: 'Open' }).click();
  await expect(log(agent, 'Rosa')).toContainText(sentinel);
  for (const page of [agent, tab]) {
    await calls(page, 0);
    await expect(forYou(page)).toHaveCount(0);
    await expect(word(page, told)).toHaveCount(0);
  }
  await open(agent, 'Pedro');
  await expect(reply(agent, 'Pedro')).toHaveValue('Half a sentence');
});

test('41: she is told that a conversation was given to a colleague, and he that it was given to him; a key brings them there', async ({ people, program }) => {
  await held(program, maria, 'Elena');
  const [agent, other, office] = await enter(people, maria, gil, luis);
  if (!agent || !other || !office) throw new Error('nobody came');
  await expect(rows(agent, 'Mine').filter({ hasText: 'Elena' })).toHaveCount(1);
  await open(office, 'Elena');
  await office.getByRole('button', { name: /^Assign…/ }).click();
  const form = office.getByRole('group', { name: 'Assign' });
  await form.getByRole('combobox').selectOption({ label: (await form.getByRole('option', { name: /Gil Ortiz/ }).first().textContent()) ?? '' });
  await form.getByRole('textbox').fill('@gil she asked for you');
  await form.getByRole('button', { name: 'Assign', exact: true }).click();

  await expect(word(agent, 'Luis Vega gave your conversation with Elena to Gil Ortiz')).toBeVisible({ timeout: 2_000 });
  await expect(word(other, 'Luis Vega assigned Elena to you')).toBeVisible({ timeout: 2_000 });
  // One word for one act: the note that came with it mentions him too.
  await expect(word(other, 'mentions you')).toHaveCount(0);
  for (const page of [agent, other]) {
    await calls(page, 1);
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await expect(log(page, 'Elena')).toContainText('@gil she asked for you');
    await calls(page, 0);
    await expect(forYou(page)).toHaveCount(0);
  }
});

test('41: a note that directs her tells her, and the conversation stands in her queue under "May reply", also after a reload, until the right ends', async ({ people, program }) => {
  await held(program, ana, 'Nora');
  await held(program, maria, 'Carmen');
  const [agent, other, office] = await enter(people, maria, gil, ana);
  if (!agent || !other || !office) throw new Error('nobody came');
  await open(agent, 'Carmen');
  await expect(agent.getByRole('list', { name: 'May reply' })).toHaveCount(0);
  await open(office, 'Nora');
  await writeNote(office, 'Nora', `@maria please tell her the price ${sentinel}`, true);

  const told = 'Ana Ruiz lets you reply to Nora';
  await expect(word(agent, told)).toBeVisible({ timeout: 2_000 });
  await expect(word(agent, sentinel)).toHaveCount(0);
  await expect(rows(agent, 'May reply')).toHaveText([/Nora/]);
  await calls(agent, 1);
  await agent.reload();
  await expect(rows(agent, 'May reply')).toHaveText([/Nora/]);
  await rows(agent, 'May reply').click();
  await expect(agent.getByText("Ana Ruiz's note lets you reply.")).toBeVisible();
  await calls(agent, 0);
  await reply(agent, 'Nora').fill('It is 80 dollars');
  await send(agent).click();
  await expect(log(office, 'Nora').getByText('It is 80 dollars')).toBeVisible();
  await expect(rows(agent, 'May reply')).toHaveText([/Nora/]);

  // Who was not named learns nothing; all are named by a note that names nobody.
  await expect(forYou(other)).toHaveCount(0);
  await expect(other.getByRole('list', { name: 'May reply' })).toHaveCount(0);
  await writeNote(office, 'Nora', 'Whoever can, please', true);
  await expect(word(other, told)).toBeVisible({ timeout: 2_000 });
  await expect(rows(other, 'May reply')).toHaveText([/Nora/]);
  await calls(other, 1);

  // The office writes again: the direction is over, and so is the call.
  await office.getByRole('tab', { name: 'Reply' }).click();
  await reply(office, 'Nora').fill('I go on');
  await send(office).click();
  for (const page of [agent, other]) await expect(page.getByRole('list', { name: 'May reply' })).toHaveCount(0);
  await calls(other, 0);
  await expect(forYou(other)).toHaveCount(0);
  await expect(word(other, told)).toHaveCount(0);
});

test('41: a mention and a supervisor’s note to the holder are told, to agents, office and supervisors alike', async ({ people, program }) => {
  await held(program, ana, 'Tomás');
  const julia = await held(program, ana, 'Julia');
  const [office, agent] = await enter(people, ana, maria);
  const watch = await people.enter(sam);
  if (!office || !agent) throw new Error('nobody came');
  await wantCards(agent);
  await open(office, 'Julia');
  await row(watch, 'Tomás').click();
  await note(watch, 'Tomás').fill('He called the owner yesterday');
  await watch.getByRole('button', { name: 'Add note' }).click();
  await expect(word(office, 'Sam Rivera left a note in your conversation with Tomás')).toBeVisible({ timeout: 2_000 });
  await calls(office, 1);
  await forYou(office).getByRole('link').click();
  await expect(log(office, 'Tomás')).toContainText('He called the owner yesterday');
  await calls(office, 0);

  // Who has it open already reads it there, and hears of it.
  await note(watch, 'Tomás').fill('Her name is Inés');
  await watch.getByRole('button', { name: 'Add note' }).click();
  await expect(word(office, 'Sam Rivera left a note')).toHaveCount(0);
  await expect(log(office, 'Tomás')).toContainText('Her name is Inés');
  await expect(office.locator('[aria-live=polite]').filter({ hasText: 'Sam Rivera left a note in your conversation with Tomás' })).toHaveCount(1);
  await calls(office, 0);

  await watch.keyboard.press('Escape');
  await open(office, 'Julia');
  await writeNote(office, 'Julia', 'What do you say, @maria and @sam?');
  await expect(word(agent, 'Ana Ruiz mentions you in a note about Julia')).toBeVisible({ timeout: 2_000 });
  await expect(word(watch, 'Ana Ruiz mentions you in a note about Julia')).toBeVisible({ timeout: 2_000 });
  await calls(watch, 1);
  await word(watch, 'Ana Ruiz mentions you').getByRole('button', { name: 'Open' }).click();
  await expect(log(watch, 'Julia')).toContainText('What do you say');
  await calls(watch, 0);
  // Outside of the page too, after a while and without a name.
  await expect.poll(() => cards(agent), { timeout: 30_000 }).toEqual([{ body: 'You are mentioned in a note · Clínica Dental Sonrisas', open: true }]);
  // Read on another device, it is told no more on this one.
  await calls(agent, 1);
  const phone = await people.enter(maria, { viewport: { width: 360, height: 740 } });
  await phone.goto(`/queue/${julia.id}`);
  await expect(log(phone, 'Julia')).toContainText('What do you say');
  await calls(agent, 0);
  await expect.poll(async () => (await cards(agent)).map((card) => card.open)).toEqual([false]);
});

test('41: a locked screen says how much there is, and nobody’s name; in Spanish, in the dark, and on a phone too', async ({ people, program }) => {
  const customer = await held(program, maria, 'Marisol');
  const boss = await Caller.member(program, luis);
  const agent = await people.enter(maria, { locale: 'es-PR', colorScheme: 'dark' });
  const phone = await people.enter(maria, { locale: 'es-PR', viewport: { width: 360, height: 740 } });
  await expect(rows(agent, 'Mías').filter({ hasText: 'Marisol' })).toHaveCount(1);
  await agent.keyboard.press('ControlOrMeta+k');
  await agent.keyboard.type('bloquear');
  await agent.keyboard.press('Enter');
  await expect(agent.getByRole('heading', { name: 'Bloqueado' })).toBeVisible();
  expect((await boss.post(`/conversations/${customer.id}/messages`, { text: 'Soy Luis' })).status).toBe(200);
  await expect(agent).toHaveTitle('(1) Relevo');
  for (const name of ['Marisol', 'Luis Vega']) expect(await agent.content()).not.toContain(name);

  const told = 'Luis Vega tomó el control de su conversación con Marisol';
  await expect(word(phone, told)).toBeVisible();
  await expect(forYou(phone)).toContainText(told);
  await accessible(phone);
  await agent.getByLabel('Contraseña', { exact: true }).fill(password);
  await agent.keyboard.press('Enter');
  await expect(forYou(agent)).toContainText(told);
  await accessible(agent);
  expect((await boss.post(`/conversations/${customer.id}/notes`, { text: '@maria dígale el precio', directs_agents: true })).status).toBe(200);
  await expect(word(agent, 'Luis Vega le permite responder a Marisol')).toBeVisible();
  await expect(rows(agent, 'Puede responder')).toHaveText([/Marisol/]);
  await word(phone, 'Luis Vega le permite responder a Marisol').getByRole('button', { name: 'Abrir' }).click();
  await expect(log(phone, 'Marisol')).toContainText('@maria dígale el precio');
  await calls(agent, 0);
});
