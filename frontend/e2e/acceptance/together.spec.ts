// Statements about two people and one customer: taking over, the lock, directions, who looks and who writes. Each test
// begins with the number of its statement in docs/acceptance.md.
import type { Page } from '@playwright/test';
import { Caller } from '../caller';
import { expect, type People, sharing } from '../people';
import type { Program } from '../program';
import { log, note, open, reply, row, rows, send } from '../screen';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';
const maria = 'maria@agents.example';
const gil = 'gil@agents.example';

const test = sharing();

/** A customer whom an agent answers just now, with that agent's and somebody of the office's screen at it. */
async function withAgent(people: People, program: Program, name: string, locale = 'en-US') {
  const customer = await Caller.customer(program, 'sonrisas-web', name);
  await customer.says(`This is ${name}, I want to talk to a person`);
  const [agent, office] = await Promise.all([people.enter(maria, { locale }), people.enter(ana)]);
  const caller = await Caller.member(program, maria);
  await expect(rows(agent, locale === 'en-US' ? 'Waiting' : 'En espera').filter({ hasText: name })).toHaveCount(1);
  expect((await caller.post(`/conversations/${customer.id}/messages`, { text: `Hello ${name}` })).status).toBe(200);
  for (const page of [agent, office]) await open(page, name);
  await expect(log(office, name)).toContainText(`Hello ${name}`);
  return { customer, caller, agent, office };
}

interface Told {
  kind: string;
  by: { team: string };
  data: { text?: string };
}

/** The conversation's own events, as the log has them. */
async function told(reader: Caller, conversation: string): Promise<Told[]> {
  const all: (Told & { conversation: string })[] = [];
  for (let after = 0, more = true; more; ) {
    const { body } = await reader.get(`/workplaces/sonrisas/events?after=${after}&limit=200`);
    all.push(...body.events);
    after = Number(body.next);
    more = body.next !== null;
  }
  return all.filter((event) => event.conversation === conversation);
}

const panel = (page: Page) => page.getByRole('region', { name: 'Actions' });
const locked = (page: Page) => page.getByRole('status').filter({ hasText: 'Ana Ruiz took over at' });

test('23: in an agent’s conversation the office reads what sending does; sending makes one take-over and changes the holder everywhere within a second', async ({ people, program }) => {
  const { customer, agent, office } = await withAgent(people, program, 'Rosa');
  const watching = await people.enter(luis);
  await expect(rows(watching, 'Assigned to agents').filter({ hasText: 'Rosa' })).toHaveCount(1);
  await expect(office.getByText('María López is handling this. Sending takes it over until it is closed.')).toBeVisible();
  await reply(office, 'Rosa').fill('This is Ana');
  await expect(office.getByRole('button', { name: 'Send', exact: true })).toHaveCount(0);
  await office.getByRole('button', { name: 'Take over & send' }).click();
  await Promise.all([
    expect(rows(office, 'Assigned to me').filter({ hasText: 'Rosa' })).toHaveCount(1, { timeout: 1_000 }),
    expect(rows(watching, 'Assigned to staff').filter({ hasText: 'Rosa' })).toContainText('Ana', { timeout: 1_000 }),
    expect(rows(agent, 'Mine').filter({ hasText: 'Rosa' })).toHaveCount(0, { timeout: 1_000 }),
    expect(panel(agent)).toContainText('Ana Ruiz', { timeout: 1_000 }),
  ]);
  await expect(office.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
  await reply(office, 'Rosa').fill('Once more');
  await send(office).click();
  await expect(log(office, 'Rosa').getByText('Once more')).toBeVisible();
  const kinds = (await told(await Caller.member(program, luis), customer.id)).map((event) => event.kind);
  expect(kinds.filter((kind) => kind === 'conversation.taken_over')).toHaveLength(1);
  expect(kinds[kinds.indexOf('conversation.taken_over') + 1]).toBe('message.sent');
});

test('23: that one has a conversation now is not said beside another one', async ({ people, program }) => {
  const { office } = await withAgent(people, program, 'Nora');
  const other = await Caller.customer(program, 'sonrisas-web', 'Oscar');
  await other.says('I want to talk to a person');
  const word = office.getByRole('status').filter({ hasText: 'You have this conversation now' });
  await reply(office, 'Nora').fill('This is Ana');
  await send(office).click();
  await expect(word).toBeVisible();
  await row(office, 'Oscar').click();
  await expect(word).toHaveCount(0, { timeout: 2_000 });
});

test('24: the agent’s composer locks within a second, says who and when, and keeps the text to copy; the API refuses an agent too', async ({ people, program }) => {
  const { customer, caller, agent, office } = await withAgent(people, program, 'Pedro');
  await agent.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await reply(agent, 'Pedro').fill('Half an answer');
  await reply(office, 'Pedro').fill('This is Ana');
  await send(office).click();
  await expect(locked(agent)).toContainText(/Ana Ruiz took over at \d{1,2}:\d{2} [AP]M/, { timeout: 1_000 });
  await expect(reply(agent, 'Pedro')).toHaveValue('Half an answer');
  await expect(reply(agent, 'Pedro')).toHaveAttribute('readonly');
  await expect(send(agent)).toHaveCount(0);
  await reply(agent, 'Pedro').press('Enter');
  await locked(agent).getByRole('button', { name: 'Copy' }).click();
  expect(await agent.evaluate(() => navigator.clipboard.readText())).toBe('Half an answer');
  const refused = await caller.post(`/conversations/${customer.id}/messages`, { text: 'All the same', force: true });
  expect([refused.status, refused.body.code]).toEqual([409, 'agents_locked_out']);
  const sent = (await told(caller, customer.id)).map((event) => event.data.text);
  for (const text of ['Half an answer', 'All the same']) expect(sent).not.toContain(text);
});

test('25: office and agent press send together, 50 times through the API and ten in the browser: no agent’s message follows the take-over, and whoever lost has the text back', async ({ people, program }) => {
  const { customer, caller, agent, office } = await withAgent(people, program, 'Elena');
  const [admin, boss] = await Promise.all([Caller.member(program, luis), Caller.member(program, ana)]);
  const giveBack = async (note: string) => {
    const back = await admin.post(`/conversations/${customer.id}/assign`, { to: { team: 'agents', user: caller.id }, note });
    expect(back.status).toBe(200);
  };
  for (let round = 1; round <= 50; round++) {
    const say = (who: Caller, text: string) => who.post(`/conversations/${customer.id}/messages`, { text });
    const [theirs, ours] = await Promise.all([say(caller, `Agent ${round}.`), say(boss, `Office ${round}.`)]);
    expect(ours.status).toBe(200);
    if (theirs.status !== 200) expect(theirs.body.code).toBe('agents_locked_out');
    await giveBack(`Round ${round}`);
  }
  const held = office.getByRole('group', { name: 'Your reply is on hold' });
  const said = (page: Page, who: string, text: string) => log(page, 'Elena').getByRole('article', { name: who }).filter({ hasText: text });
  for (let round = 51; round <= 60; round++) {
    await expect(send(agent)).toHaveText('Send');
    await expect(send(office)).toHaveText('Take over & send');
    const [ours, theirs] = [`Office ${round}.`, `Agent ${round}.`];
    await Promise.all([reply(agent, 'Elena').fill(theirs), reply(office, 'Elena').fill(ours)]);
    await Promise.all([reply(agent, 'Elena').press('Enter'), reply(office, 'Elena').press('Enter')]);

    await expect(held.or(said(office, 'Ana Ruiz', ours))).toBeVisible();
    if (await held.isVisible()) {
      await expect(held.getByRole('blockquote')).toHaveText(ours);
      await held.getByRole('button', { name: 'Send anyway' }).click();
    }
    await expect(said(agent, 'Ana Ruiz', ours)).toBeVisible();

    const recorded = said(agent, 'María López', theirs);
    const refused = agent.getByRole('group', { name: 'Your reply is on hold' });
    // For a frame, the lock may still speak of a text that is on its way already.
    const kept = async () => (await locked(agent).isVisible()) && (await reply(agent, 'Elena').inputValue()) === theirs;
    await expect.poll(async () => (await recorded.isVisible()) || (await refused.isVisible()) || (await kept())).toBe(true);
    if (await refused.isVisible()) {
      await expect(refused.getByRole('blockquote')).toHaveText(theirs);
      await refused.getByRole('button', { name: 'Discard' }).click();
    }

    await giveBack(`Round ${round}`);
    await expect(send(agent)).toBeVisible();
    await reply(agent, 'Elena').fill('');
  }

  const events = await told(admin, customer.id);
  let withOffice = false;
  for (const event of events) {
    if (event.kind === 'conversation.taken_over') withOffice = true;
    if (event.kind === 'conversation.assigned') withOffice = false;
    if (event.kind === 'message.sent' && event.by.team === 'agents') expect(withOffice, event.data.text).toBe(false);
  }
  expect(events.filter((event) => event.kind === 'conversation.taken_over')).toHaveLength(60);
  for (let round = 1; round <= 60; round++) expect(events.filter((event) => event.data.text === `Office ${round}.`)).toHaveLength(1);
});

for (const [locale, words] of [
  ['en-US', { hold: 'Your reply is on hold', note: 'Use as note', add: 'Add note', ways: ['Copy text', 'Use as note', 'Discard'] }],
  ['es-PR', { hold: 'Su respuesta está en espera', note: 'Usar como nota', add: 'Añadir nota', ways: ['Copiar texto', 'Usar como nota', 'Descartar'] }],
] as const) {
  test(`24: a reply that was sent too late is held, says why, and is kept as a note (${locale})`, async ({ people, program }) => {
    const name = locale === 'en-US' ? 'Irma' : 'Inés';
    const { customer, agent, office } = await withAgent(people, program, name, locale);
    // She sees nothing of the take-over before she sends: her line is slow.
    const boss = await Caller.member(program, ana);
    await agent.route('**/messages', async (route) => {
      expect((await boss.post(`/conversations/${customer.id}/messages`, { text: 'This is Ana' })).status).toBe(200);
      await route.continue();
    });
    await reply(agent, name).fill('Too late');
    await reply(agent, name).press('Enter');
    const held = agent.getByRole('group', { name: words.hold });
    await expect(held).toContainText('Ana Ruiz');
    await expect(held.getByRole('blockquote')).toHaveText('Too late');
    await expect(held.getByRole('button')).toHaveText(words.ways);
    // It outlives the page, and what is held here does not hold up a note.
    await agent.reload();
    await expect(held.getByRole('button')).toHaveText(words.ways);
    await held.getByRole('button', { name: words.note }).click();
    await expect(held).toHaveCount(0);
    await expect(note(agent, name)).toBeFocused();
    await agent.getByRole('button', { name: words.add }).click();
    await expect(log(office, name).getByRole('article', { name: 'Internal note by María López' })).toContainText('Too late');
    expect((await told(boss, customer.id)).filter((event) => event.kind === 'message.sent').map((event) => event.data.text)).not.toContain('Too late');
  });
}

test('24: a button of what is held stays under the pointer that presses it, however long', async ({ people, program }) => {
  const { customer, agent } = await withAgent(people, program, 'Olga');
  const boss = await Caller.member(program, ana);
  await agent.route('**/messages', async (route) => {
    expect((await boss.post(`/conversations/${customer.id}/messages`, { text: 'This is Ana' })).status).toBe(200);
    await route.continue();
  });
  await reply(agent, 'Olga').fill('Too late');
  await reply(agent, 'Olga').press('Enter');
  const held = agent.getByRole('group', { name: 'Your reply is on hold' });
  await expect(held).toContainText('Ana Ruiz');
  await expect(reply(agent, 'Olga')).toBeFocused();
  await held.getByRole('button', { name: 'Discard' }).hover();
  await agent.mouse.down();
  await agent.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  await agent.mouse.up();
  await expect(held).toHaveCount(0);
});

test('26: a directing note opens the composer of that agent alone, with a link to the note; after closing and reopening nobody is locked', async ({ people, program }) => {
  const { customer, agent, office } = await withAgent(people, program, 'Irene');
  const other = await people.enter(gil);
  await other.goto(new URL(agent.url()).href);
  await reply(office, 'Irene').fill('This is Ana');
  await send(office).click();
  for (const page of [agent, other]) await expect(locked(page)).toBeVisible();

  await office.getByRole('tab', { name: 'Internal note' }).click();
  await note(office, 'Irene').fill('@maria please tell her the price');
  await office.getByRole('checkbox', { name: /let agents reply/i }).check();
  await office.getByRole('button', { name: 'Add note' }).click();
  await expect(agent.getByText("Ana Ruiz's note lets you reply.")).toBeVisible();
  await agent.getByRole('button', { name: 'Show the note' }).click();
  await expect(log(agent, 'Irene').getByRole('article', { name: 'Internal note by Ana Ruiz' })).toBeFocused();
  await expect(other.getByRole('article', { name: 'Internal note by Ana Ruiz' })).toBeVisible();
  await expect(locked(other)).toBeVisible();
  await expect(send(other)).toHaveCount(0);
  await reply(agent, 'Irene').fill('It is 80 dollars');
  await send(agent).click();
  await expect(log(office, 'Irene').getByText('It is 80 dollars')).toBeVisible();

  // The office writes again: the direction is over. Closed, the lock is over too.
  await office.getByRole('tab', { name: 'Reply' }).click();
  await reply(office, 'Irene').fill('I go on');
  await send(office).click();
  await expect(locked(agent)).toBeVisible();
  await office.getByRole('button', { name: 'Close…' }).click();
  await office.getByRole('button', { name: 'Close conversation' }).click();
  await expect(log(office, 'Irene').getByText('Ana Ruiz closed the conversation')).toBeVisible();
  await customer.says('I am back, I want to talk to a person');
  for (const page of [agent, other]) {
    await expect(locked(page)).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Claim & send' })).toBeVisible();
  }
});

test('29: two who look see each other within two seconds, and who is replying while they write; both vanish within ten seconds of leaving', async ({ people, program }) => {
  const { office } = await withAgent(people, program, 'Tomás');
  const other = await people.enter(luis);
  const head = (page: Page) => page.getByRole('region', { name: 'Conversation with Tomás' });
  await open(other, 'Tomás');
  await expect(head(office).getByTitle('Luis Vega', { exact: true })).toBeVisible({ timeout: 2_000 });
  await expect(head(other).getByTitle('Ana Ruiz', { exact: true })).toBeVisible({ timeout: 2_000 });
  await expect(row(office, 'Tomás').getByTitle('Luis Vega', { exact: true })).toBeVisible();
  await reply(other, 'Tomás').pressSequentially('One mo');
  await expect(office.getByText('Luis Vega is replying…')).toBeVisible({ timeout: 2_000 });
  await other.close();
  await expect(office.getByText('Luis Vega is replying…')).toHaveCount(0, { timeout: 10_000 });
  await expect(head(office).getByTitle('Luis Vega', { exact: true })).toHaveCount(0, { timeout: 10_000 });
});

test('29: a supervisor who looks is seen looking, like anybody, and leaves no trace in the history', async ({ people, program }) => {
  const { customer, office } = await withAgent(people, program, 'Lucía');
  const watching = await people.enter('sam@relevo.example');
  await open(watching, 'Lucía');
  await expect(office.getByRole('region', { name: 'Conversation with Lucía' }).getByTitle('Sam Rivera', { exact: true })).toBeVisible({ timeout: 2_000 });
  await expect(log(watching, 'Lucía')).toContainText('Hello Lucía');
  await watching.close();
  const seen = (await told(await Caller.member(program, luis), customer.id)).filter((event) => event.kind === 'conversation.seen');
  expect(seen.map((event) => event.by.team)).not.toContain('supervisor');
  expect(seen).not.toEqual([]);
});
