import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor, Event, EventData, EventKind, Holder, Role } from '../wire/types';
import { Notices } from './notices';
import { laws, Truth } from './testing/truth';

const person = (id: string) => ({ id, name: id, handle: id });
const by = (team: Actor['team'], id?: string): Actor => ({ team, user: id === undefined ? null : person(id) });
const held = (team: Holder['team'], id?: string): Holder => ({ team, user: id === undefined ? null : person(id) });
const [office, agent, boss, system, lara] = [by('staff', 'ana'), by('agents', 'gil'), by('supervisor', 'sam'), by('system'), by('lara')];
const [mine, others, all, ana, luis] = [held('agents', 'maria'), held('agents', 'gil'), held('agents'), held('staff', 'ana'), held('staff', 'luis')];

let seq = 0;
function event<K extends EventKind>(kind: K, who: Actor, data: EventData[K], conversation = 'c'): Event {
  return JSON.parse(JSON.stringify({ workplace: 'w', seq: ++seq, conversation, kind, at: 't', by: who, data }));
}

const note = (who: Actor, mentions: string[] = []) => event('note.added', who, { note: 'n', text: 'Words', mentions, directs_agents: false });
const directed = (agents: 'all' | string[]) => event('agents.directed', office, { note: 'n', agents });
const assigned = (who: Actor, from: Holder, to: Holder, cause: EventData['conversation.assigned']['cause'] = 'assign') => event('conversation.assigned', who, { from, to, note: 'n', cause });
const takenOver = (from: Holder) => event('conversation.taken_over', office, { from, to: ana });
const escalated = (who: Actor, from: Holder, to: Holder) => event('conversation.escalated', who, { from, to, reason: 'billing', note: 'n' });
const sent = (who: Actor) => event('message.sent', who, { message: 'm', text: 'Words', attachments: [], answers: true });
const closed = (who: Actor, from: Holder) => event('conversation.closed', who, { from });
const seen = (who: Actor, upto: number) => event('conversation.seen', who, { seq: upto, unread: 0 });
const me = by('agents', 'maria');

const stories = laws();
const some = stories[0]?.conversations[0];
if (!some) throw new Error('no conversation');
const where = { ...some, id: 'c', status: 'open' as const };

/** The kinds of what somebody is told after these events, in a conversation that is held so. */
function told(events: Event[], holder: Holder = mine, role: Role = 'agent', reader = 'maria'): string[] {
  const notices = new Notices();
  for (const e of events) notices.heard(e, { me: reader, role, conversation: { ...where, holder } });
  return notices.list().map(({ kind }) => kind);
}

describe('one is told of', () => {
  test.each<[string, Event[], string[], Holder?, Role?]>([
    ['a take-over', [takenOver(mine), sent(office)], ['lost']],
    ['giving away, not of the note with it', [note(office), assigned(office, mine, others)], ['lost']],
    ['going back to the queue', [assigned(system, mine, all, 'absent')], ['lost']],
    ['an escalation by a supervisor', [note(boss), escalated(boss, mine, held('staff'))], ['lost']],
    ['a colleague’s closing', [closed(office, mine)], ['lost']],
    ['what is given to one', [note(office, ['maria']), assigned(office, ana, mine)], ['given']],
    ['a direction by name', [note(office, ['maria']), directed(['maria'])], ['directed'], ana],
    ['a direction for all agents', [note(office), directed('all')], ['directed'], ana],
    ['a mention, also where it is nobody’s concern', [note(office, ['maria'])], ['mentioned'], luis],
    ['a supervisor’s note in one’s own conversation', [note(boss)], ['noted']],
    ['the newest, where there are more', [takenOver(mine), sent(office), note(office, ['maria'])], ['mentioned'], ana],
  ])('%s', (_, events, kinds, holder, role) => expect(told(events, holder, role)).toEqual(kinds));

  test('an escalation to oneself', () => expect(told([escalated(agent, others, ana)], others, 'staff', 'ana')).toEqual(['given']));
  test('a mention as a supervisor', () => expect(told([note(agent, ['sam'])], others, 'supervisor', 'sam')).toEqual(['mentioned']));
});

describe('one is not told of', () => {
  test.each<[string, Event[], Holder?, Role?]>([
    ['what one did', [assigned(me, mine, others), note(me, ['maria']), closed(me, mine)]],
    ['what others lose', [takenOver(others), closed(office, others)]],
    ['Lara’s alarm, which moves nothing', [escalated(lara, mine, mine)]],
    ['Lara’s note', [note(lara)]],
    ['notes in what others hold', [note(office)], others],
    ['a direction for others', [directed(['gil'])], ana],
    ['a direction as somebody of the office', [directed('all')], luis, 'staff'],
    ['what sleeps and is closed', [closed(system, mine)]],
  ])('%s', (_, events, holder, role) => expect(told(events, holder, role)).toEqual([]));
});

describe('it ends', () => {
  test.each<[string, Event[]]>([
    ['by one’s own act', [takenOver(mine), note(me)]],
    ['by looking, on whichever device', [takenOver(mine), seen(me, 1_000_000)]],
    ['with the direction, as the office writes', [directed('all'), sent(office)]],
    ['as a colleague does what all were asked for', [directed('all'), sent(agent)]],
    ['with the direction, as the conversation leaves the office', [directed('all'), assigned(office, ana, all)]],
    ['with the direction, as it closes', [directed('all'), closed(office, ana)]],
    ['as what was given sleeps', [assigned(office, ana, mine), closed(system, mine)]],
  ])('%s', (_, events) => expect(told(events)).toEqual([]));

  test('not by having looked before it, nor by others looking', () => {
    const before = seen(me, seq);
    expect(told([takenOver(mine), before, seen(office, 1_000_000)])).toEqual(['lost']);
  });
  test('not by the office’s or the customer’s going on, where it was taken', () => {
    expect(told([takenOver(mine), sent(office), closed(office, ana)])).toEqual(['lost']);
  });
});

test('there is one at most for a conversation, the newest first', () => {
  const notices = new Notices();
  const concerned = { me: 'maria', role: 'agent' as const, conversation: undefined };
  for (const e of [directed('all'), event('conversation.taken_over', office, { from: mine, to: ana }, 'd'), note(office, ['maria'])]) notices.heard(e, concerned);
  expect(notices.list().map(({ conversation, kind }) => [conversation, kind])).toEqual([['c', 'mentioned'], ['d', 'lost']]);
});

test('in every story, nobody is told of their own, and after looking at the end nothing is left', () => {
  fc.assert(
    fc.property(fc.constantFrom(...stories), (law) => {
      const truth = new Truth(law);
      const notices = new Notices();
      const role: Role = law.reader === 'gil' ? 'agent' : law.reader === 'sam' ? 'supervisor' : 'staff';
      for (const e of law.events) {
        notices.heard(e, { me: law.reader, role, conversation: truth.conversation(e.conversation, e.seq - 1) });
        for (const notice of notices.list()) expect(notice.event.by.user?.id).not.toBe(law.reader);
      }
      for (const { conversation } of notices.list()) notices.drop((notice) => notice.conversation === conversation);
      expect(notices.list()).toEqual([]);
    }),
  );
});
