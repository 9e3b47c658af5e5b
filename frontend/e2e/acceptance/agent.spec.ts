// Statement 31: one agent of twenty workplaces.
import { Caller } from '../caller';
import { expect, sharing } from '../people';
import { log, open, reply, row, rows } from '../screen';
import { password } from '../world';

const numbers = Array.from({ length: 20 }, (_, i) => String(i + 1).padStart(2, '0'));

const test = sharing(`
workplaces:
${numbers
  .map(
    (n) => `  - id: clinic${n}
    name: Clinic ${n}
    timezone: ${n === '20' ? 'America/Mexico_City' : 'America/Puerto_Rico'}
    country: PR
    language: en
    channels:
      - {id: web${n}, kind: web}
    quick_responses:
      - {shortcut: hello, text: "Clinic ${n} says hello."}
      - {shortcut: only${n}, text: "Only clinic ${n} says this."}
`,
  )
  .join('')}
users:
  - email: maria@agents.example
    name: María López
    handle: maria
    password: "${password}"
    memberships: [${numbers.map((n) => `{workplace: clinic${n}, role: agent}`).join(', ')}]
`);

test('31: an agent of twenty workplaces has one queue; W opens the longest waiting; the composer names the workplace, and nothing of another one can be put in', async ({ people, program }) => {
  for (const [name, n] of [['Rosa', '07'], ['Pedro', '13'], ['Elena', '02']] as const) {
    const customer = await Caller.customer(program, `web${n}`, name);
    await customer.says('I want to talk to a person');
  }
  const page = await people.enter('maria@agents.example');
  await expect(rows(page, 'Waiting')).toHaveCount(3);
  for (const [i, [name, n]] of ([['Rosa', '07'], ['Pedro', '13'], ['Elena', '02']] as const).entries()) {
    await expect(rows(page, 'Waiting').nth(i)).toContainText(name);
    await expect(rows(page, 'Waiting').nth(i)).toContainText(`Clinic ${n}`);
  }

  const offered = page.getByRole('listbox', { name: 'Quick responses' }).getByRole('option');
  for (const [name, n, other] of [['Rosa', '07', '13'], ['Pedro', '13', '07']] as const) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('w');
    await expect(log(page, name)).toBeVisible();
    await expect(reply(page, name)).toBeFocused();
    await expect(page.getByRole('region', { name: 'Write' }).getByText(`As Clinic ${n} · Web chat · English`)).toBeVisible();
    await page.keyboard.type('/');
    await expect(offered).toHaveCount(2);
    await expect(offered.filter({ hasText: `Clinic ${n} says hello.` })).toHaveCount(1);
    await page.keyboard.type(`only${other}`);
    await expect(offered).toHaveCount(0);
    await reply(page, name).fill('');
    await page.keyboard.type(`/only${n}`);
    await page.keyboard.press('Enter');
    await expect(reply(page, name)).toHaveValue(`Only clinic ${n} says this.`);
  }
  await expect(rows(page, 'Waiting')).toHaveText([/Elena/]);

  // Hers are ordered in the same way, and the head tells of them too.
  await expect(rows(page, 'Mine')).toHaveText([/Rosa/, /Pedro/]);
  await reply(page, 'Pedro').fill('Good morning');
  await page.keyboard.press('Enter');
  await expect(rows(page, 'Mine').nth(1)).toContainText('Good morning');
  await expect(rows(page, 'Mine')).toHaveText([/Rosa/, /Pedro/]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('w');
  await expect(rows(page, 'Waiting')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Queue' })).toContainText('Longest wait');
});

test('31: a time of a workplace in another zone has the zone beside it, in the one list and in the history', async ({ people, program }) => {
  const agent = await Caller.member(program, 'maria@agents.example');
  for (const [name, n] of [['Irma', '20'], ['Olga', '01']] as const) {
    const customer = await Caller.customer(program, `web${n}`, name);
    await customer.says('I want to talk to a person');
    expect((await agent.post(`/conversations/${customer.id}/messages`, { text: `Hello ${name}` })).status).toBe(200);
  }
  const page = await people.enter('maria@agents.example');
  for (const [name, zone] of [['Irma', ' CST'], ['Olga', '']] as const) {
    const time = new RegExp(`\\d:\\d\\d\\s[AP]M${zone}$`);
    await expect(row(page, name).getByText(time)).toBeVisible();
    await open(page, name);
    await expect(log(page, name).getByRole('article').filter({ hasText: `Hello ${name}` }).getByText(time)).toBeVisible();
  }
});
