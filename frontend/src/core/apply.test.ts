import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Conversation, Event, EventOf } from '../wire/types';
import { apply, isKnown } from './apply';
import { laws, Truth } from './testing/truth';

const stories = laws();
const reader = { user: 'sol', agentsService: true };

describe('the twin of Evolve', () => {
  test('there are stories to hold it to', () => expect(stories.length).toBeGreaterThan(5));

  test.each(stories.map((law) => [law.name, law] as const))('%s ends as the server says', (_, law) => {
    const truth = new Truth(law);
    expect(truth.conversations(law.after.seq)).toEqual(law.conversations);
  });

  test.each(stories.map((law) => [law.name, law] as const))('%s reads in between as the server says', (_, law) => {
    const truth = new Truth(law);
    expect(sections(truth.stream(law.before.seq, law.per_section))).toEqual(sections(law.before));
    expect(sections(truth.stream(law.after.seq, law.per_section))).toEqual(sections(law.after));
  });

  test('changes nothing that it was given, and is the same every time', () => {
    const law = stories[0];
    if (!law) throw new Error('no story');
    const before = structuredClone(law.before.sections.flatMap((s) => s.conversations));
    for (const c of law.before.sections.flatMap((s) => s.conversations)) {
      for (const e of law.events) expect(apply(c, e, reader)).toEqual(apply(c, e, reader));
    }
    expect(law.before.sections.flatMap((s) => s.conversations)).toEqual(before);
  });

  test('is total: any event can follow any other', () => {
    const events = stories.flatMap((law) => law.events);
    const opened = events.find((e) => e.kind === 'conversation.opened');
    if (!opened) throw new Error('no opening');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: events.length - 1 }), { maxLength: 60 }), (picks) => {
        let c: Conversation | undefined = apply(undefined, opened, reader);
        for (const pick of picks) {
          const e = events[pick];
          if (!c || !e) continue;
          c = apply(c, e, reader);
          expect(c?.last_seq).toBe(e.seq);
          expect(['lara', 'agents', 'staff']).toContain(c?.holder.team);
        }
      }),
    );
  });

  test('an event of a newer server moves the seq and nothing else', () => {
    const c = stories[0]?.conversations[0];
    if (!c) throw new Error('no conversation');
    const newer: Event = JSON.parse(
      JSON.stringify({ workplace: c.workplace, seq: 9_000, conversation: c.id, kind: 'robot.danced', at: '', by: { team: 'system', user: null }, data: {} }),
    );
    expect(isKnown(newer)).toBe(false);
    expect(apply(c, newer, reader)).toEqual({ ...c, last_seq: 9_000 });
  });

  test('what nobody opened stays unknown', () => {
    const e: EventOf<'customer.opted_out'> = {
      workplace: 'w',
      seq: 1,
      conversation: 'c',
      kind: 'customer.opted_out',
      at: '2026-11-24T08:00:00.000Z',
      by: { team: 'customer', user: null },
      data: { channel: 'sms' },
    };
    expect(apply(undefined, e, reader)).toBeUndefined();
  });
});

function sections(stream: { sections: { key: string; count: number; unanswered: number; conversations: Conversation[] }[] }) {
  return stream.sections.map(({ key, count, unanswered, conversations }) => ({ key, count, unanswered, conversations }));
}
