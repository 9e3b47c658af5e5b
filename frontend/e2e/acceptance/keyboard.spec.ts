// Statement 39: everything of statements 15 to 28 by keyboard alone, and the focus is never nowhere.
import type { Page } from '@playwright/test';
import { Caller } from '../caller';
import { expect, sharing } from '../people';
import { heading, log, note, reply, row, rows } from '../screen';
import { password } from '../world';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';
const maria = 'maria@agents.example';

const test = sharing();

/** A keyboard: after each press something on the screen has the focus. */
class Keys {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.#page.keyboard.press(key);
      await expect.poll(() => this.#page.evaluate(() => document.activeElement?.tagName ?? 'BODY'), { message: `after ${key}` }).not.toBe('BODY');
    }
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
    await this.press('End');
  }

  /** The way in, by the order of the fields alone. */
  async enter(email: string): Promise<void> {
    await this.#page.goto('/');
    await expect(this.#page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    const field = this.#page.getByRole('textbox', { name: 'Email' });
    for (let tabs = 0; tabs < 6 && !(await field.evaluate((one) => one === document.activeElement)); tabs++) await this.press('Tab');
    await expect(field).toBeFocused();
    await this.type(email);
    await this.press('Tab');
    await this.#page.keyboard.insertText(password);
    await this.press('Enter');
    await expect(this.#page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await this.press('Escape');
  }

  /** Back with Shift and Tab, until this has the focus. */
  async backTo(name: string): Promise<void> {
    const target = this.#page.getByRole('button', { name, exact: true });
    for (let tabs = 0; tabs < 8 && !(await target.evaluate((one) => one === document.activeElement)); tabs++) await this.press('Shift+Tab');
    await expect(target).toBeFocused();
  }
}

test('39: from signing in to closing without a mouse: writing, notes, quick responses, mentions, names, assigning; the focus is never nowhere', async ({ people, program }) => {
  const customer = await Caller.customer(program, 'sonrisas-web', 'Rosa');
  await customer.says('I want to talk to a person');
  const page = await people.stranger();
  const keys = new Keys(page);
  await keys.enter(ana);

  await test.step('open, take over by writing (15, 23)', async () => {
    await expect(row(page, 'Rosa')).toBeVisible();
    await keys.press('j', 'Enter');
    await expect(reply(page, 'Rosa')).toBeFocused();
    await expect(page.getByRole('button', { name: 'Take over & send' })).toBeVisible();
    await keys.type('Good morning Rosa');
    await keys.press('Enter');
    await expect(log(page, 'Rosa').getByText('Good morning Rosa')).toBeVisible();
    await expect(reply(page, 'Rosa')).toBeFocused();
  });

  await test.step('a draft stays, a note looks different (17, 18), and mentions a colleague (20)', async () => {
    await keys.type('Half a reply');
    await keys.press('Control+i');
    await expect(note(page, 'Rosa')).toBeFocused();
    await page.keyboard.type('@gil');
    await expect(page.getByRole('listbox', { name: 'Mentions' })).toBeVisible();
    await keys.press('Enter');
    await keys.type('what did she pay?');
    await keys.press('Enter');
    await expect(log(page, 'Rosa').getByRole('article', { name: 'Internal note by Ana Ruiz' })).toContainText('@gil what did she pay?');
    await keys.press('Control+i');
    await expect(reply(page, 'Rosa')).toHaveValue('Half a reply');
    await keys.press('Control+a', 'Delete');
  });

  await test.step('a quick response (19)', async () => {
    await page.keyboard.type('/hola');
    await expect(page.getByRole('listbox', { name: 'Quick responses' })).toBeVisible();
    await keys.press('Enter');
    await expect(reply(page, 'Rosa')).toHaveValue('Hola Rosa, le atiende Ana Ruiz.');
    await keys.press('Enter');
    await expect(log(page, 'Rosa').getByText('Hola Rosa, le atiende Ana Ruiz.')).toBeVisible();
  });

  await test.step('reading back, and a new name (21)', async () => {
    await keys.press('Escape');
    await expect(log(page, 'Rosa')).toBeFocused();
    await keys.press('ArrowUp', 'ArrowUp', 'F2');
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await keys.press('Control+a');
    await keys.type('Rosa Delgado');
    await keys.press('Enter');
    await expect(page.getByRole('heading', { name: 'Rosa Delgado' })).toBeVisible();
  });

  await test.step('assigning needs a note (27), and is given up', async () => {
    await keys.press('a');
    const form = page.getByRole('group', { name: 'Assign' });
    await expect(form.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('Luis');
    await keys.press('Tab', 'Control+a', 'Delete', 'Control+Enter');
    await expect(form.getByRole('textbox')).toBeFocused();
    await expect(form.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
    await keys.press('Escape');
    await expect(form).toHaveCount(0);
  });

  await test.step('closing', async () => {
    await keys.press('e');
    await keys.press('Control+Enter');
    await expect(page.getByRole('button', { name: 'Closed, 0 of 1 unanswered' })).toBeVisible();
    await keys.press('g', 'c');
    await expect(page.getByRole('button', { name: /^Closed,/ })).toBeFocused();
  });
});

test('39: an agent’s turn without a mouse: the longest waiting, the lock, a direction, a crossed reply, escalating; single keys can be switched off', async ({ people, program }) => {
  const customer = await Caller.customer(program, 'sonrisas-web', 'Pedro');
  await customer.says('I want to talk to a person');
  const [office, agent] = await Promise.all([Caller.member(program, luis), Caller.member(program, maria)]);
  const page = await people.stranger();
  const keys = new Keys(page);
  await keys.enter(maria);
  await expect(rows(page, 'Waiting').filter({ hasText: 'Pedro' })).toHaveCount(1);
  await keys.press('w');
  await expect(reply(page, 'Pedro')).toBeFocused();
  await keys.type('Hello Pedro');
  await keys.press('Enter');
  await expect(log(page, 'Pedro').getByText('Hello Pedro')).toBeVisible();

  await test.step('the office takes over while she writes (24, 25)', async () => {
    await keys.type('Half an answer');
    await office.post(`/conversations/${customer.id}/messages`, { text: 'This is Luis' });
    await expect(page.getByRole('status').filter({ hasText: 'Luis Vega took over' })).toBeVisible();
    await keys.press('Enter');
    await keys.backTo('Use as note');
    await keys.press('Enter');
    await expect(note(page, 'Pedro')).toBeFocused();
    await expect(note(page, 'Pedro')).toHaveValue('Half an answer');
    await keys.press('Enter');
    await expect(log(page, 'Pedro').getByRole('article', { name: 'Internal note by María López' })).toBeVisible();
    await keys.press('Escape');
  });

  await test.step('a note of the office lets her go on (26)', async () => {
    await office.post(`/conversations/${customer.id}/notes`, { text: '@maria go on', directs_agents: true });
    await expect(log(page, 'Pedro').getByRole('article', { name: 'Internal note by Luis Vega' })).toBeVisible();
    await keys.press('r');
    await expect(page.getByText("Luis Vega's note lets you reply.")).toBeVisible();
    await expect(reply(page, 'Pedro')).toBeFocused();
    await keys.type('I go on');
    await keys.press('Enter');
    await expect(log(page, 'Pedro').getByText('I go on')).toBeVisible();
  });

  await test.step('a reply that crossed is held, and sent all the same (30)', async () => {
    await keys.type('As I said');
    await office.post(`/conversations/${customer.id}/assign`, { to: { team: 'agents', user: agent.id }, note: 'Yours again' });
    await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
    await keys.press('Enter');
    await expect(page.getByRole('group', { name: 'Your reply is on hold' })).toContainText('As I said');
    await keys.backTo('Send anyway');
    await keys.press('Enter');
    await expect(log(page, 'Pedro').getByRole('article', { name: 'María López' }).filter({ hasText: 'As I said' })).toBeVisible();
  });

  await test.step('she escalates (28)', async () => {
    await keys.press('Escape', 'Shift+E');
    const form = page.getByRole('group', { name: 'Escalate' });
    await expect(form.getByRole('combobox', { name: 'Reason' })).toBeFocused();
    await page.keyboard.type('Billing');
    await keys.press('Tab', 'Tab');
    await keys.type('He was charged twice');
    await keys.press('Control+Enter');
    await expect(log(page, 'Pedro')).toContainText('He was charged twice');
  });

  await test.step('single keys off: letters do nothing', async () => {
    await keys.press('Control+k');
    await page.keyboard.type('single-key');
    await expect(page.getByRole('option').first()).toContainText('Single-key');
    await keys.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await keys.press('Escape', '?', 'a');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('group', { name: 'Assign' })).toHaveCount(0);
  });
});

test('39: down from a group’s head, Enter on the row that is open, Esc from what was found, and away, by keys alone', async ({ people, program }) => {
  for (const name of ['Tomasa', 'Ulises']) await (await Caller.customer(program, 'sonrisas-web', name)).says('I want to talk to a person');
  const page = await people.stranger();
  const keys = new Keys(page);
  await keys.enter(ana);
  await expect(row(page, 'Tomasa')).toBeVisible();

  await test.step('from the head to the first row, and back', async () => {
    await keys.press('g', 'a');
    await expect(heading(page, 'Assigned to agents')).toBeFocused();
    await keys.press('ArrowDown');
    await expect(rows(page, 'Assigned to agents').first()).toBeFocused();
    await expect(rows(page, 'Assigned to agents').first()).toContainText('Ulises');
  });

  await test.step('Enter goes on in the composer, also where the conversation is open', async () => {
    for (const _ of ['opens it', 'it is open']) {
      await keys.press('Enter');
      await expect(reply(page, 'Ulises')).toBeFocused();
      await keys.press('Escape', 'Escape');
      await expect(row(page, 'Ulises')).toBeFocused();
    }
  });

  await test.step('Esc on what was found brings the groups back, at the same conversation', async () => {
    await keys.press('f');
    await page.keyboard.type('Tomasa');
    await expect(page.getByRole('list', { name: '1 conversation found' })).toBeVisible();
    await keys.press('ArrowDown');
    await expect(row(page, 'Tomasa')).toBeFocused();
    await keys.press('Escape');
    await expect(heading(page, 'Assigned to agents')).toBeVisible();
    await expect(page.getByRole('searchbox', { name: 'Search conversations' })).toHaveValue('');
    await expect(row(page, 'Tomasa')).toBeFocused();
  });

  await test.step('G and a group leads back from what was found too', async () => {
    await keys.press('f');
    await page.keyboard.type('Tomasa');
    await expect(page.getByRole('list', { name: '1 conversation found' })).toBeVisible();
    await keys.press('ArrowDown', 'g', 'a');
    await expect(heading(page, 'Assigned to agents')).toBeFocused();
    await expect(page.getByRole('searchbox', { name: 'Search conversations' })).toHaveValue('');
    await keys.press('j');
  });

  await test.step('F2 goes to the name from the middle of a reply, which stays', async () => {
    await keys.press('Enter');
    await expect(reply(page, 'Ulises')).toBeFocused();
    await keys.type('Hello');
    await keys.press('F2');
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await keys.press('Escape');
    await expect(reply(page, 'Ulises')).toBeFocused();
    await expect(reply(page, 'Ulises')).toHaveValue('Hello');
    await keys.press('Escape', 'Escape');
  });

  await test.step('what is closed leaves its group at once, and the next has the focus', async () => {
    // Also where everybody sees it before its author has the answer.
    await page.route('**/close', async (route) => {
      const response = await route.fetch();
      await expect(rows(page, 'Assigned to agents')).toHaveText([/Tomasa/]);
      await route.fulfill({ response });
    });
    await keys.press('e', 'Control+Enter');
    await expect(row(page, 'Tomasa')).toBeFocused();
    await expect(rows(page, 'Assigned to agents')).toHaveText([/Tomasa/]);
    await expect(page.getByRole('button', { name: /update/ })).toHaveCount(0);
  });

  await test.step('away, and back', async () => {
    const switched = page.getByRole('menuitemcheckbox', { name: 'Away', exact: true });
    for (const [words, away] of [['show me as away', true], ['show me as online', false]] as const) {
      await keys.press('Control+k');
      await page.keyboard.type(words);
      await keys.press('Enter');
      await expect(page.getByRole('status').filter({ hasText: away ? 'You are shown as away.' : 'You are shown as online.' })).toBeVisible();
      await page.getByRole('button', { name: 'Settings' }).click();
      await expect(switched).toBeChecked({ checked: away });
      await keys.press('Escape');
    }
  });

  await test.step('the agent’s queue is walked in the same way', async () => {
    await (await Caller.customer(program, 'sonrisas-web', 'Vera')).says('I want to talk to a person');
    const agent = await people.enter(maria);
    await expect(rows(agent, 'Waiting').filter({ hasText: 'Vera' })).toHaveCount(1);
    await rows(agent, 'Waiting').first().focus();
    await agent.keyboard.press('ArrowDown');
    await expect(rows(agent, 'Waiting').nth(1)).toBeFocused();
  });
});
