// Statements about writing: drafts, notes, quick responses, mentions, what a text message costs, crossed replies. Each
// test begins with the number of its statement in docs/acceptance.md.
import type { Page } from '@playwright/test';
import { customerAsks } from '../customer';
import { accessible, expect, test as base } from '../people';
import { Program } from '../program';
import { log, note, open, reply } from '../screen';
import { password, world } from '../world';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';

/** The clinic of the other stories, with a number to text and more to say. */
const clinic = world
  .replace(
    '- {id: sonrisas-web, kind: web}',
    `- {id: sonrisas-web, kind: web}
      - {id: sonrisas-sms, kind: twilio, number: "+17875550100", account_sid: AC00000000000000000000000000000001, auth_token: story, api_base: "http://127.0.0.1:9"}`,
  )
  .replace(
    'quick_responses:',
    `quick_responses:
      - {shortcut: cita, text: "Su cita es el ___ a las [____]. Traiga su tarjeta del plan."}
      - {shortcut: gracias, text: "¡Gracias por escribirnos!"}`,
  );

const test = base.extend({
  program: async ({}, use) => {
    const program = new Program(clinic);
    await program.start();
    await use(program);
    await program.end();
  },
});

const options = (page: Page) => page.getByRole('option');
const said = (page: Page) => page.locator('[aria-live=polite]').first();

/** A text message conversation with a new number, begun by the office. */
async function texted(program: Program, name: string): Promise<void> {
  const ask = async (path: string, body: object, token = '') => {
    const response = await fetch(`${program.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token === '' ? {} : { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
    return (await response.json()) as { access_token: string };
  };
  const { access_token } = await ask('/auth/login', { email: ana, password });
  await ask('/workplaces/sonrisas/conversations', { phone: '787-555-0123', name, text: 'Hola' }, access_token);
}

/** A key as a keyboard of another country makes it: where it lies and what it types differ from ours. */
async function foreignKey(page: Page, key: string, code: string, modifiers: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code, modifiers });
  await devtools.send('Input.dispatchKeyEvent', { type: 'char', key, code, text: key });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, modifiers });
  await devtools.detach();
}
const shift = 8;
const controlAlt = 3;

test('17: a draft stays with its conversation, its mode and its author, over reload and device', async ({ people }) => {
  await customerAsks(people, 'Nora');
  await customerAsks(people, 'Rosa');
  const a = await people.enter(ana);
  await open(a, 'Nora');
  await reply(a, 'Nora').fill('Half a reply');
  await expect(a.getByText('Draft saved')).toBeVisible();
  await a.getByRole('tab', { name: 'Internal note' }).click();
  await expect(note(a, 'Nora')).toHaveValue('');
  await note(a, 'Nora').fill('Half a note');
  await expect(a.getByText('Draft saved')).toBeVisible();

  const b = await people.enter(luis);
  await open(b, 'Nora');
  await expect(reply(b, 'Nora')).toHaveValue('');
  await open(a, 'Rosa');
  await expect(reply(a, 'Rosa')).toHaveValue('');
  await open(a, 'Nora');
  await expect(reply(a, 'Nora')).toHaveValue('Half a reply');

  await a.reload();
  const device = await people.enter(ana);
  await open(device, 'Nora');
  for (const page of [a, device]) {
    await page.getByRole('tab', { name: 'Reply' }).click();
    await expect(reply(page, 'Nora')).toHaveValue('Half a reply');
    await page.getByRole('tab', { name: 'Internal note' }).click();
    await expect(note(page, 'Nora')).toHaveValue('Half a note');
  }
});

test('18: a note looks, reads and sounds different, and never reaches the customer', async ({ people }) => {
  const customer = await customerAsks(people, 'Elena');
  const a = await people.enter(ana);
  await open(a, 'Elena');
  await expect(reply(a, 'Elena')).toBeFocused();
  const surface = (field: ReturnType<typeof reply>) => field.evaluate((element) => getComputedStyle(element).backgroundColor);
  const plain = await surface(reply(a, 'Elena'));
  await a.keyboard.press('Control+i');
  await expect(said(a)).toContainText('Internal note mode');
  await expect(note(a, 'Elena')).toBeFocused();
  expect(await surface(note(a, 'Elena'))).not.toBe(plain);
  await expect(a.getByRole('button', { name: 'Add note' })).toBeVisible();
  await expect(a.getByRole('button', { name: /send/i })).toHaveCount(0);
  await a.keyboard.type('She owes us eighty dollars');
  await a.keyboard.press('Enter');
  await expect(log(a, 'Elena').getByText('She owes us eighty dollars')).toBeVisible();
  await a.keyboard.press('Control+i');
  await expect(said(a)).toContainText('Reply mode');
  await a.keyboard.type('Good morning');
  await a.keyboard.press('Enter');
  await expect(customer.getByRole('log').getByText('Good morning')).toBeVisible();
  await customer.reload();
  await expect(customer.getByRole('log').getByText('Good morning')).toBeVisible();
  await expect(customer.getByText(/eighty dollars/)).toHaveCount(0);
});

test('18: text of a note that is pasted into a reply is asked about once', async ({ people }) => {
  await customerAsks(people, 'Marta');
  const a = await people.enter(ana);
  await a.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(a, 'Marta');
  await a.getByRole('tab', { name: 'Internal note' }).click();
  await note(a, 'Marta').fill('She owes us eighty dollars');
  await a.keyboard.press('Control+a');
  await a.keyboard.press('Control+c');
  await a.keyboard.press('Control+i');
  await expect(reply(a, 'Marta')).toBeFocused();
  await a.keyboard.press('Control+v');
  const question = a.getByRole('alertdialog', { name: /internal note/ });
  await expect(question.getByRole('button', { name: "Don't paste" })).toBeFocused();
  await accessible(a);
  await a.keyboard.press('Escape');
  await expect(reply(a, 'Marta')).toBeFocused();
  await expect(reply(a, 'Marta')).toHaveValue('');
  await a.keyboard.press('Control+v');
  await question.getByRole('button', { name: 'Paste anyway' }).press('Enter');
  await expect(reply(a, 'Marta')).toHaveValue('She owes us eighty dollars');
  await a.keyboard.press('Control+v');
  await expect(question).toHaveCount(0);
});

test('19: / opens quick responses as Shift+7 of a Latin American keyboard, finds words of the text, and a blank blocks sending', async ({ people }) => {
  const customer = await customerAsks(people, 'Juan');
  const a = await people.enter(ana);
  await open(a, 'Juan');
  await expect(reply(a, 'Juan')).toBeFocused();
  await foreignKey(a, '/', 'Digit7', shift);
  await expect(a.getByRole('listbox', { name: 'Quick responses' }).getByRole('option')).toHaveCount(3);
  await expect(said(a)).toContainText('3 suggestions');
  await a.keyboard.type('tarjeta');
  await expect(options(a)).toHaveText([/\/cita/]);
  await expect(options(a).first()).toContainText('Traiga su tarjeta del plan.');
  const id = await options(a).first().getAttribute('id');
  await expect(reply(a, 'Juan')).toHaveAttribute('aria-activedescendant', id ?? '');
  await a.keyboard.press('Enter');
  await expect(reply(a, 'Juan')).toHaveValue('Su cita es el ___ a las [____]. Traiga su tarjeta del plan.');

  const selected = () => reply(a, 'Juan').evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd));
  expect(await selected()).toBe('___');
  await a.keyboard.type('lunes');
  await a.keyboard.press('Enter');
  await expect(said(a)).toContainText('Fill in the blank after “el lunes a las”');
  expect(await selected()).toBe('[____]');
  await expect(customer.getByRole('log').getByText(/Su cita es/)).toHaveCount(0);
  await a.getByRole('button', { name: 'Take over & send' }).click({ force: true });
  await expect(customer.getByRole('log').getByText(/Su cita es/)).toHaveCount(0);
  await a.keyboard.type('2');
  await a.keyboard.press('Enter');
  await expect(customer.getByRole('log').getByText('Su cita es el lunes a las 2. Traiga su tarjeta del plan.')).toBeVisible();

  await a.keyboard.type('/hola');
  await a.keyboard.press('Tab');
  await expect(reply(a, 'Juan')).toHaveValue('Hola Juan, le atiende Ana Ruiz.');
  await a.keyboard.press('Tab');
  await expect(reply(a, 'Juan')).not.toBeFocused();
});

test('20: @ typed with AltGr opens mentions and no shortcut; zooming out opens nothing', async ({ people }) => {
  await customerAsks(people, 'Inés');
  const a = await people.enter(ana);
  await open(a, 'Inés');
  await a.keyboard.press('Control+i');
  await foreignKey(a, '@', 'KeyQ', controlAlt);
  await expect(a.getByRole('listbox', { name: 'Mentions' })).toBeVisible();
  await expect(a.getByRole('dialog')).toHaveCount(0);
  await a.keyboard.type('lo');
  await expect(options(a)).toHaveText([/María López/]);
  await a.keyboard.press('ArrowDown');
  await a.keyboard.press('Tab');
  await expect(note(a, 'Inés')).toHaveValue('@maria ');
  await expect(note(a, 'Inés')).toBeFocused();
  // Without what changes by itself: times that go on, and counts that come.
  const words = async () => (await a.locator('body').innerText()).split(/[\s\d]+/).join(' ');
  const before = await words();
  await a.keyboard.press('Control+-');
  await expect(a.getByRole('dialog')).toHaveCount(0);
  expect(await words()).toBe(before);
});

test('21: the next quick response says the name as it was changed a moment ago', async ({ people }) => {
  await customerAsks(people, 'Pdro');
  const a = await people.enter(ana);
  const b = await people.enter(luis);
  await open(a, 'Pdro');
  await open(b, 'Pdro');
  await b.keyboard.press('Escape');
  await b.keyboard.press('F2');
  await b.getByRole('textbox', { name: 'Name' }).fill('Pedro');
  await b.keyboard.press('Enter');
  await expect(reply(a, 'Pedro')).toBeVisible();
  await reply(a, 'Pedro').focus();
  await a.keyboard.type('/hola');
  await a.keyboard.press('Enter');
  await expect(reply(a, 'Pedro')).toHaveValue('Hola Pedro, le atiende Ana Ruiz.');
});

test('22: a text message of 154 letters costs three with one ó, and ó is named; without it, one', async ({ people, program }) => {
  await texted(program, 'Carmen');
  const a = await people.enter(ana, { locale: 'es-PR' });
  await open(a, 'Carmen');
  const plain = 'Estimada Carmen: le recordamos su cita de limpieza dental el martes a las 2 de la tarde. ¿Puede llegar temprano, señora? Responda SI o NO para un cambio.'.padEnd(154, '!');
  await reply(a, 'Carmen').fill(plain);
  await expect(a.getByText('154 caracteres · 1 mensaje de texto')).toBeVisible();
  await reply(a, 'Carmen').fill(plain.replace('tarde', 'tórde'));
  await expect(a.getByText('154 caracteres · 3 mensajes de texto')).toBeVisible();
  await expect(a.getByText('“ó” hace que sean 3 mensajes de texto en vez de 1')).toBeVisible();
  await accessible(a);
});

test('30: a reply begun before a colleague’s arrived is held, edited or discarded, and nothing is sent meanwhile', async ({ people }) => {
  const customer = await customerAsks(people, 'Pablo');
  const a = await people.enter(ana);
  const b = await people.enter(luis);
  for (const page of [a, b]) await open(page, 'Pablo');
  await reply(b, 'Pablo').fill('Luis answers');
  await reply(a, 'Pablo').fill('Ana answers');
  await a.keyboard.press('Enter');
  await expect(log(b, 'Pablo').getByText('Ana answers')).toBeVisible();
  await reply(b, 'Pablo').press('Enter');
  const held = b.getByRole('group', { name: 'Your reply is on hold' });
  await expect(held).toContainText('Ana answers');
  for (const name of ['Take over & send anyway', 'Edit', 'Use as note', 'Discard']) await expect(held.getByRole('button', { name })).toBeVisible();
  await expect(customer.getByRole('log').getByText('Luis answers')).toHaveCount(0);
  await held.getByRole('button', { name: 'Edit' }).press('Enter');
  await expect(reply(b, 'Pablo')).toHaveValue('Luis answers');
  await expect(held).toHaveCount(0);
  await reply(b, 'Pablo').press('Enter');
  await expect(customer.getByRole('log').getByText('Luis answers')).toHaveCount(1);
});

test('39: sending and closing is one chord, and an emoji is found by its Spanish word', async ({ people }) => {
  const customer = await customerAsks(people, 'Sara');
  const a = await people.enter(ana);
  await open(a, 'Sara');
  await expect(reply(a, 'Sara')).toBeFocused();
  await a.keyboard.type('Gracias :coraz');
  await expect(a.getByRole('listbox', { name: 'Emoji' })).toBeVisible();
  await a.keyboard.press('Enter');
  await a.getByRole('button', { name: 'Emoji' }).press('Enter');
  await expect(a.getByRole('combobox', { name: 'Search emoji' })).toBeFocused();
  await a.keyboard.type('muela');
  await expect(options(a)).toHaveCount(1);
  await a.keyboard.press('Enter');
  await expect(reply(a, 'Sara')).toBeFocused();
  await expect(reply(a, 'Sara')).toHaveValue('Gracias ❤️ 🦷');
  await a.keyboard.press('Control+Shift+Enter');
  await expect(customer.getByRole('log').getByText('Gracias ❤️ 🦷')).toBeVisible();
  await expect(log(a, 'Sara')).toContainText(/closed/i);
  expect(await a.evaluate(() => document.activeElement === document.body)).toBe(false);
});

test('what is pasted and sent within one frame is sent once, and leaves the field empty', async ({ people }) => {
  await customerAsks(people, 'Lía');
  const a = await people.enter(ana);
  await open(a, 'Lía');
  await reply(a, 'Lía').focus();
  await a.evaluate(() => {
    document.execCommand('insertText', false, 'In one go');
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  });
  await expect(log(a, 'Lía').getByText('In one go')).toBeVisible();
  await expect(reply(a, 'Lía')).toHaveValue('');
});
