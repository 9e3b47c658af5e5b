import './chat.css';
import { browserDial } from '../src/core/line';
import { onWake, realTimers } from '../src/core/surroundings';
import type { ChatMessage } from '../src/wire/types';
import { Client, type ChatState, deviceShelf, type Pending } from './client';
import { element, write } from './dom';
import { browserLanguage, type Language, words } from './words';

// The customer's page: what the client knows, as a page that everybody can read, in two languages.

const limit = 2_000;
const channel = decodeURIComponent(location.pathname.split('/').filter(Boolean).at(-1) ?? '');
const embedded = window.parent !== window;
/** The business's name, which the server puts into the page's title; empty where it does not know the channel. */
const business = document.title === 'Chat' ? '' : document.title;
let language: Language = browserLanguage(navigator.languages);
let announced = 0;

const title = element('h1', {});
const switchLanguage = element('button', { type: 'button', class: 'quiet' });
const closeChat = element('button', { type: 'button', class: 'quiet' });
const assistant = element('p', { class: 'assistant' });
const emergency = element('p', { class: 'emergency' });
const greeting = element('p', { class: 'greeting' });
const log = element('div', { role: 'log', 'aria-live': 'off', tabindex: '0', class: 'log' });
const list = element('ol', {});
const typing = element('p', { class: 'typing', 'aria-hidden': 'true' });
const status = element('p', { role: 'status', class: 'status' });
const announcer = element('p', { role: 'status', class: 'hidden' });
const person = element('button', { type: 'button', class: 'person' });
const again = element('button', { type: 'button', class: 'person' });
const nameLabel = element('label', { for: 'name' });
const nameInput = element('input', { id: 'name', autocomplete: 'name', maxlength: '200' });
const nameRow = element('div', { class: 'name' }, nameLabel, nameInput);
const textLabel = element('label', { for: 'text', class: 'hidden' });
const text = element('textarea', { id: 'text', rows: '2', 'aria-describedby': 'count' });
const count = element('p', { id: 'count', class: 'count' });
const send = element('button', { type: 'submit', class: 'send' });
const form = element('form', {}, nameRow, textLabel, text, send, count);

const client = new Client({
  base: location.origin,
  channel,
  fetch: (url, init) => fetch(url, init),
  dial: browserDial,
  timers: realTimers,
  shelf: deviceShelf(channel),
  changed: () => draw(client.state()),
});

log.append(greeting, list, typing);
document
  .getElementById('chat')
  ?.append(
    element('header', {}, title, assistant, emergency, switchLanguage, ...(embedded ? [closeChat] : [])),
    element('main', {}, log, status, announcer, person, again, form),
  );

switchLanguage.addEventListener('click', () => {
  language = language === 'en' ? 'es' : 'en';
  label();
  draw(client.state());
});
closeChat.addEventListener('click', () => leave());
document.addEventListener('keydown', (e) => {
  if (e.key === 'Escape' && embedded) leave();
});
person.addEventListener('click', () => say(words[language].personSentence));
again.addEventListener('click', () => {
  client.anew();
  text.focus();
});
form.addEventListener('submit', (e) => {
  e.preventDefault();
  submit();
});
text.addEventListener('keydown', (e) => {
  if (e.key !== 'Enter' || e.shiftKey || e.isComposing) return;
  e.preventDefault();
  submit();
});
text.addEventListener('input', () => {
  measure();
  if (text.value.trim() !== '') client.typing();
});
onWake((gone) => client.wake(gone));

label();
draw(client.state());
client.start();

function submit(): void {
  const value = text.value;
  if (value.trim() === '' || length(value) > limit) return;
  text.value = '';
  measure();
  say(value);
  text.focus();
}

function say(value: string): void {
  const name = nameInput.value.trim();
  client.introduce({ language, ...(name === '' ? {} : { name }) });
  client.send(value);
}

/** The widget around this page closes the panel. */
function leave(): void {
  window.parent.postMessage({ relevo: 'close' }, '*');
}

function measure(): void {
  const w = words[language];
  const left = limit - length(text.value);
  write(count, left < 0 ? w.tooLong : left <= 200 ? w.left(left) : '');
  count.classList.toggle('wrong', left < 0);
  text.setAttribute('aria-invalid', String(left < 0));
  send.disabled = left < 0;
}

function length(value: string): number {
  return [...value].length;
}

/** Everything that hangs on the language alone. */
function label(): void {
  const w = words[language];
  document.documentElement.lang = language;
  document.title = business || w.title;
  write(title, business || w.title);
  write(assistant, w.assistant);
  write(emergency, w.emergency);
  write(greeting, w.greeting);
  write(switchLanguage, w.other);
  switchLanguage.lang = language === 'en' ? 'es' : 'en';
  write(closeChat, '✕');
  closeChat.setAttribute('aria-label', w.close);
  log.setAttribute('aria-label', w.log);
  write(typing, w.typing);
  write(person, w.person);
  write(again, w.again);
  write(nameLabel, w.name);
  write(textLabel, w.write);
  text.placeholder = w.write;
  write(send, w.send);
  list.replaceChildren();
  measure();
}

function draw(state: ChatState): void {
  const w = words[language];
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const echoed = new Set(lastOwn(state.messages, state.pending));
  const rows = [
    ...state.messages.map((m) => ({ id: `m${m.seq}`, make: () => message(m) })),
    ...state.pending.filter((p) => !echoed.has(p.key)).map((p) => ({ id: `p${p.key}${p.state}`, make: () => waiting(p) })),
  ];
  reconcile(rows);
  greeting.hidden = rows.length > 0;
  nameRow.hidden = state.phase !== 'new' || rows.length > 0;
  typing.hidden = !state.typing;
  again.hidden = state.phase !== 'ended';
  person.hidden = state.phase === 'ended' || state.phase === 'unknown';
  form.hidden = state.phase === 'ended' || state.phase === 'unknown';
  write(status, notice(state));
  if (atEnd) log.scrollTop = log.scrollHeight;
  announce(state.messages);

  function message(m: ChatMessage): HTMLElement {
    const mine = m.from === 'customer';
    const time = new Intl.DateTimeFormat(language === 'es' ? 'es-PR' : 'en-US', { hour: 'numeric', minute: '2-digit' });
    return element(
      'li',
      { class: mine ? 'mine' : 'theirs' },
      element('span', { class: 'hidden' }, `${mine ? w.you : w.business}: `),
      element('span', { class: 'text' }, m.text),
      element('time', { datetime: m.at }, time.format(new Date(m.at))),
    );
  }

  function waiting(p: Pending): HTMLElement {
    const said = p.state === 'refused' ? `${w.refused}. ${reason(p)}` : p.problem ? w.waiting : w.sending;
    const row = element(
      'li',
      { class: p.state === 'refused' ? 'mine refused' : 'mine pending' },
      element('span', { class: 'hidden' }, `${w.you}: `),
      element('span', { class: 'text' }, p.text),
      element('span', { class: 'said' }, said),
    );
    if (p.state !== 'refused') return row;
    const retry = element('button', { type: 'button', class: 'quiet' }, w.retry);
    const remove = element('button', { type: 'button', class: 'quiet' }, w.remove);
    retry.addEventListener('click', () => client.retry(p.key));
    remove.addEventListener('click', () => client.remove(p.key));
    row.append(retry, remove);
    return row;
  }
}

/** Why a message was refused, in words. */
function reason(p: Pending): string {
  const w = words[language];
  return p.problem?.code === 'message_too_long' ? w.tooLong : p.problem?.code === 'not_found' ? w.unknown : '';
}

/** Pending messages that the list already shows: their event was faster than the answer to their sending. */
function lastOwn(messages: readonly ChatMessage[], pending: readonly Pending[]): string[] {
  const recent = messages.slice(-20).filter((m) => m.from === 'customer');
  const sending = pending.find((p) => p.state === 'sending');
  const newest = recent.at(-1);
  const isNew = newest !== undefined && Date.now() - new Date(newest.at).getTime() < 10_000;
  return sending && isNew && newest.text === sending.text ? [sending.key] : [];
}

/** Keeps the rows that are there, so that nothing is read out or selected anew. */
function reconcile(rows: { id: string; make: () => HTMLElement }[]): void {
  const there = new Map([...list.children].map((row) => [row.id, row]));
  const wanted = rows.map(({ id, make }) => {
    const row = there.get(id) ?? make();
    row.id = id;
    return row;
  });
  for (const [id, row] of there) if (!rows.some((r) => r.id === id)) row.remove();
  wanted.forEach((row, i) => {
    if (list.children[i] !== row) list.insertBefore(row, list.children[i] ?? null);
  });
}

function notice(state: ChatState): string {
  const w = words[language];
  if (state.phase === 'unknown') return w.unknown;
  if (state.limited) return w.limited;
  if (!navigator.onLine) return w.offline;
  if (state.connection === 'offline' || (state.connection === 'connecting' && state.messages.length > 0)) return w.reconnecting;
  if (state.pending.some((p) => p.problem?.transient)) return w.unavailable;
  return '';
}

/** Reads out what came since the page was opened, and nothing of the history. */
function announce(messages: readonly ChatMessage[]): void {
  const newest = messages.at(-1);
  if (!newest || newest.seq <= announced) return;
  const first = announced === 0 && messages.length > 2;
  announced = newest.seq;
  if (first) return;
  if (newest.from === 'business') write(announcer, words[language].newMessages(newest.text.slice(0, 160)));
  else write(announcer, words[language].sent);
}
