import { accessible, expect, sharing } from './people';
import { heading, log, open, row, rows } from './screen';

const test = sharing('{}');

/** From nothing at all to the first customer: what the README promises whoever starts `relevo serve`. */
test('an empty server is set up from its link, says where customers write, and shows the first who does', async ({ people, program }) => {
  const link = () => /\/setup#\S+/.exec(program.words())?.[0] ?? '';
  await expect.poll(link).not.toBe('');
  const admin = await people.stranger();
  await admin.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const nobody = admin.waitForResponse('**/auth/refresh');
  await admin.goto(link());
  // Also once it is known that nobody is signed in, the first field has the focus.
  await nobody;
  await admin.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))));
  await expect(admin.getByLabel('Workplace name')).toBeFocused();
  await expect(admin.getByText('Time zone: America/Puerto_Rico. Language, where a customer’s is not known: English.')).toBeVisible();
  await admin.getByLabel('Workplace name').fill('Clínica Lomas');
  await admin.getByLabel('Your name').fill('Rosa Díaz');
  await admin.getByLabel('Email').fill('rosa@lomas.example');
  await admin.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await admin.getByRole('button', { name: 'Create workplace' }).click();

  const stream = admin.getByRole('region', { name: 'Activity Stream' });
  await expect(stream.getByText('No conversations yet.')).toBeVisible();
  const copied = async (button: string) => {
    await stream.getByRole('button', { name: button }).click();
    return admin.evaluate(() => navigator.clipboard.readText());
  };
  const address = await copied('Copy the address');
  await expect(stream.getByRole('link', { name: address, exact: true })).toBeVisible();
  // The line as where the page did not come by https, and the browser gives it no clipboard to write to.
  await admin.evaluate(() => Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new DOMException('', 'NotAllowedError')) }));
  const line = await copied('Copy the line');
  await expect(stream.getByRole('button', { name: 'Copy the line' })).toBeFocused();
  await accessible(admin);

  // The line is put into a page of the clinic's own, and works there.
  const customer = await people.stranger();
  await customer.route('**/own-page', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Lomas</title><h1>Lomas</h1>${line}` }));
  await customer.goto('/own-page');
  await expect(customer.getByRole('button', { name: 'Chat with us' })).toBeVisible();

  await customer.goto(address);
  await customer.getByLabel('Your name (optional)').fill('Juan');
  await customer.getByLabel('Your message').fill('I want to talk to a person');
  await customer.keyboard.press('Enter');
  await expect(row(admin, 'Juan')).toBeVisible();
  await expect(stream.getByRole('button', { name: 'Copy the address' })).toHaveCount(0);
  await open(admin, 'Juan');
  await expect(log(admin, 'Juan')).toContainText('I want to talk to a person');
  // There are no agents: Lara hands over to the office, where Juan waits.
  await expect(rows(admin, 'Assigned to staff').filter({ hasText: 'Juan' })).toHaveCount(1);
  await expect(heading(admin, 'Assigned to staff')).toHaveAccessibleName('Assigned to staff, 1 of 1 unanswered');
  await expect(heading(admin, 'Assigned to agents')).toHaveCount(0);
  // Times are told where the office is, and need no zone beside them.
  await expect(log(admin, 'Juan').getByText(/\d:\d\d\s[AP]M$/).first()).toBeVisible();
});
