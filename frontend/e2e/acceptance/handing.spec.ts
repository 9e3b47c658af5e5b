// Statements about handing a conversation on: assigning and escalating. Each test begins with the number of its statement
// in docs/acceptance.md.
import type { Page } from '@playwright/test';
import { Caller } from '../caller';
import { accessible, expect, sharing } from '../people';
import type { Program } from '../program';
import { log, open, row, rows } from '../screen';

const ana = 'ana@sonrisas.example';
const luis = 'luis@sonrisas.example';
const maria = 'maria@agents.example';

const test = sharing();

/** A customer who waits for an agent. */
async function waiting(program: Program, name: string): Promise<Caller> {
  const customer = await Caller.customer(program, 'sonrisas-web', name);
  await customer.says(`This is ${name}, I want to talk to a person`);
  return customer;
}

test('27: nobody reassigns without a note, by mouse, keyboard or API; the error belongs to its field', async ({ people, program }) => {
  const customer = await waiting(program, 'Rosa');
  const a = await people.enter(ana);
  await open(a, 'Rosa');
  await a.getByRole('button', { name: /^Assign…/ }).click();
  const form = a.getByRole('group', { name: 'Assign' });
  await form.getByRole('combobox').selectOption({ label: await option(form, /Luis Vega/) });
  await form.getByRole('button', { name: 'Assign', exact: true }).click();
  const note = form.getByRole('textbox');
  await expect(note).toBeFocused();
  await expect(note).toHaveAccessibleDescription(/note/i);
  await expect(note).toHaveAttribute('aria-invalid', 'true');
  await note.press('Control+Enter');
  await expect(form).toBeVisible();
  await accessible(a);
  const [boss, other] = await Promise.all([Caller.member(program, ana), Caller.member(program, luis)]);
  for (const note of [undefined, '', ' \n ']) {
    const refused = await boss.post(`/conversations/${customer.id}/assign`, { to: { team: 'staff', user: other.id }, ...(note === undefined ? {} : { note }) });
    expect([refused.status, refused.body.code]).toEqual([422, 'note_required']);
  }
  await note.fill('@luis please');
  await note.press('Control+Enter');
  await expect(rows(a, 'Assigned to staff').filter({ hasText: 'Rosa' })).toHaveCount(1);
});

test('27: a colleague who was faster is told of, and what was filled in stays', async ({ people, program }) => {
  await waiting(program, 'Pedro');
  const a = await people.enter(ana);
  const b = await people.enter(luis);
  for (const page of [a, b]) await open(page, 'Pedro');
  await a.getByRole('button', { name: /^Assign…/ }).click();
  const form = a.getByRole('group', { name: 'Assign' });
  await form.getByRole('combobox').selectOption({ label: await option(form, /Gil Ortiz/) });
  await form.getByRole('textbox').fill('@gil she asked for you');
  await b.getByRole('button', { name: /^Assign…/ }).click();
  const other = b.getByRole('group', { name: 'Assign' });
  await other.getByRole('combobox').selectOption({ label: await option(other, /María López/) });
  await other.getByRole('textbox').fill('@maria please');
  await other.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText('Luis Vega already gave it to María López');
  await expect(form.getByRole('textbox')).toHaveValue('@gil she asked for you');
  await accessible(a);
  await form.getByRole('button', { name: 'Assign anyway' }).click();
  await expect(log(b, 'Pedro')).toContainText('Gil Ortiz');
});

/** The whole label of the option that matches. */
async function option(form: ReturnType<Page['getByRole']>, name: RegExp): Promise<string> {
  return (await form.getByRole('option', { name }).first().textContent()) ?? '';
}

test('28: escalating needs a reason and a note; the office sees it within a second, before all others, until somebody acknowledges', async ({ people, program }) => {
  const customer = await waiting(program, 'Tomás');
  const other = await waiting(program, 'Elena');
  const boss = await Caller.member(program, luis);
  const office = await people.enter(ana);
  const m = await people.enter(maria);
  await open(m, 'Tomás');
  await m.getByRole('textbox', { name: 'Reply to Tomás' }).fill('Hello Tomás');
  await m.getByRole('button', { name: 'Claim & send' }).click();
  await expect(log(m, 'Tomás').getByText('Hello Tomás')).toBeVisible();
  // Somebody else of the office's wrote last: by that alone they would come first.
  expect((await boss.post(`/conversations/${other.id}/messages`, { text: 'Hello Elena' })).status).toBe(200);
  await expect(rows(office, 'Assigned to staff').first()).toContainText('Elena');

  await m.getByRole('button', { name: /^Escalate…/ }).click();
  const form = m.getByRole('group', { name: 'Escalate' });
  await form.getByRole('button', { name: 'Escalate' }).click();
  const reason = form.getByRole('combobox', { name: 'Reason' });
  await expect(reason).toBeFocused();
  await expect(reason).toHaveAccessibleDescription('Choose a reason.');
  await reason.selectOption({ label: 'Billing' });
  await form.getByRole('button', { name: 'Escalate' }).click();
  const note = form.getByRole('textbox', { name: 'Note' });
  await expect(note).toBeFocused();
  await expect(note).toHaveAttribute('aria-invalid', 'true');
  const agent = await Caller.member(program, maria);
  for (const [body, code] of [[{ note: 'Why' }, 'reason_required'], [{ reason: 'billing', note: '' }, 'note_required']] as const) {
    const refused = await agent.post(`/conversations/${customer.id}/escalate`, body);
    expect([refused.status, refused.body.code]).toEqual([422, code]);
  }
  await note.fill('He was charged twice');
  await form.getByRole('button', { name: 'Escalate' }).click();
  await expect(rows(office, 'Assigned to staff').first()).toContainText('Tomás', { timeout: 1_000 });
  await expect(rows(office, 'Assigned to staff').first()).toContainText('Escalated');
  await open(office, 'Tomás');
  await expect(log(office, 'Tomás')).toContainText('He was charged twice');
  await office.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(office.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
  await expect(row(m, 'Tomás')).toHaveCount(0);
  await expect(log(m, 'Tomás')).toContainText('Ana Ruiz acknowledged: Billing');

  // The reason has a name in each language, and everybody reads their own.
  const spanish = await people.enter(luis, { locale: 'es-PR' });
  await open(spanish, 'Tomás');
  await expect(log(spanish, 'Tomás')).toContainText('Ana Ruiz confirmó: Facturación');
  await expect(spanish.getByRole('region', { name: 'Acciones' })).toContainText('Facturación');
});
