import { expect, test } from './people';

/** One conversation, from the customer's first text to the closed desk, with everybody watching. */
test('a customer, Lara, two agents, two of the office and a supervisor', async ({ people }) => {
  const customer = await people.customer('sonrisas-web');
  const ana = await people.enter('ana@sonrisas.example');
  const luis = await people.enter('luis@sonrisas.example');
  const maria = await people.enter('maria@agents.example');
  const gil = await people.enter('gil@agents.example');
  const sam = await people.enter('sam@relevo.example');
  const log = customer.getByRole('log', { name: 'Messages' });
  const say = async (text: string) => {
    await customer.getByLabel('Your message').fill(text);
    await customer.keyboard.press('Enter');
    await expect(log.getByText(text, { exact: true })).toHaveCount(1);
  };

  await test.step('Lara answers what she knows, and everybody sees it', async () => {
    await customer.getByLabel('Your name (optional)').fill('Juan');
    await say('What are your hours?');
    await expect(log.getByText('We are open Monday to Friday, 8 am to 5 pm.')).toBeVisible();
    await expect(ana.getByRole('list', { name: 'Assigned to Lara' }).getByRole('link', { name: /Juan/ })).toBeVisible();
  });

  await test.step('Asked for a person, she hands over to All Agents', async () => {
    await customer.getByRole('button', { name: 'Talk to a person' }).click();
    await expect(ana.getByRole('list', { name: 'Assigned to agents' }).getByRole('link', { name: /Juan/ })).toBeVisible();
    await expect(maria.getByRole('list', { name: 'Waiting' }).getByRole('link', { name: /Juan/ })).toBeVisible();
    await expect(gil.getByRole('list', { name: 'Waiting' }).getByRole('link', { name: /Juan/ })).toBeVisible();
  });

  await test.step('An agent claims it and answers', async () => {
    await maria.getByRole('button', { name: 'Next conversation' }).click();
    await expect(maria.getByRole('log', { name: 'Messages with Juan' })).toContainText('What are your hours?');
    await maria.getByRole('textbox', { name: 'Reply to Juan' }).fill('Hello Juan, I am María. How can I help?');
    await maria.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(log.getByText('Hello Juan, I am María. How can I help?')).toBeVisible();
    await expect(gil.getByRole('list', { name: 'Waiting' }).getByRole('link', { name: /Juan/ })).toHaveCount(0);
  });

  await test.step('Office staff take over: the button says so, and agents are locked out at once', async () => {
    await say('I would rather speak with the clinic.');
    await maria.getByRole('textbox', { name: 'Reply to Juan' }).fill('Of course, one moment');
    await ana.getByRole('list', { name: 'Assigned to agents' }).getByRole('link', { name: /Juan/ }).click();
    await ana.getByRole('textbox', { name: 'Reply to Juan' }).fill('This is Ana from the clinic.');
    await ana.getByRole('button', { name: 'Take over & send' }).click();
    await expect(log.getByText('This is Ana from the clinic.')).toBeVisible();
    await expect(maria.getByRole('log', { name: 'Messages with Juan' })).toContainText('Ana Ruiz took over');
    await expect(maria.getByRole('status').filter({ hasText: 'Ana Ruiz took over' })).toBeVisible();
    await expect(ana.getByRole('list', { name: 'Assigned to me' }).getByRole('link', { name: /Juan/ })).toBeVisible();
    await expect(luis.getByRole('list', { name: 'Assigned to staff' }).getByRole('link', { name: /Juan/ })).toBeVisible();
  });

  await test.step('The supervisor watches it, and the customer sees none of it', async () => {
    await sam.getByRole('link', { name: 'Wall' }).click();
    await sam.getByRole('list', { name: 'Conversations' }).getByRole('link', { name: /Juan/ }).click();
    await expect(sam.getByRole('log', { name: 'Messages with Juan' })).toContainText('This is Ana from the clinic.');
    await expect(sam.getByRole('textbox', { name: 'Reply to Juan' })).toHaveCount(0);
    await expect(log.getByText(/took over|María López|Ana Ruiz/)).toHaveCount(0);
  });

  await test.step('Closed, it moves to Closed on every screen', async () => {
    await ana.getByRole('button', { name: 'Close…' }).click();
    await ana.getByRole('button', { name: 'Close conversation' }).click();
    await expect(luis.getByRole('log', { name: 'Messages with Juan' }).or(luis.getByRole('button', { name: /^Closed/ })).first()).toBeVisible();
    await expect(luis.getByRole('list', { name: 'Assigned to staff' }).getByRole('link', { name: /Juan/ })).toHaveCount(0);
    await expect(ana.getByRole('log', { name: 'Messages with Juan' })).toContainText('Ana Ruiz closed the conversation');
  });

  await test.step('Writing again opens it anew, with Lara', async () => {
    await say('What are your hours?  Thanks!');
    await expect(ana.getByRole('list', { name: 'Assigned to Lara' }).getByRole('link', { name: /Juan/ })).toBeVisible();
  });
});
