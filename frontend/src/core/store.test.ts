import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Membership, SectionKey } from '../wire/types';
import { People } from './people';
import { Signals } from './signals';
import { Store } from './store';
import { sectionKeys } from './stream';
import { realTimers } from './surroundings';
import { type Law, laws, Truth } from './testing/truth';
import { Timelines } from './timelines';

const stories = laws();

/** A store whose needs are written down, and fulfilled when the test says so. */
function newStore(law: Law) {
  const truth = new Truth(law);
  const signals = new Signals();
  const timelines = new Timelines(signals);
  const people = new People(signals, realTimers, () => law.reader);
  const asked: (() => void)[] = [];
  let now = 0;
  const store: Store = new Store(signals, timelines, people, {
    conversation: (id) =>
      asked.push(() => {
        const conversation = truth.conversation(id, now);
        if (conversation) store.read({ seq: now, conversation, ...truth.timeline(id, now), drafts: { reply: null, note: null } });
      }),
    stream: () => asked.push(() => store.snapshot('sonrisas', truth.stream(now, law.per_section))),
    queue: () => asked.push(() => store.queueSnapshot(truth.queue(now))),
  });
  const membership: Membership = {
    workplace: {
      id: 'sonrisas',
      name: 'Sonrisas',
      language: 'es',
      timezone: 'America/Puerto_Rico',
      agents_service: law.agents_service,
      message_limit: 320,
    },
    role: law.reader === 'gil' ? 'agent' : law.reader === 'sam' ? 'supervisor' : 'staff',
  };
  store.enter(law.reader, [membership]);
  return {
    store,
    truth,
    timelines,
    signals,
    /** What the server has by now. */
    at: (seq: number) => {
      now = Math.max(now, seq);
    },
    /** Answers everything that was asked for, and what that asks for. */
    settle: () => {
      for (let guard = 0; asked.length > 0; guard++) {
        if (guard > 500) throw new Error('it asks for ever');
        asked.shift()?.();
      }
    },
    answerOne: () => asked.shift()?.(),
  };
}

/** Every section as the store has it, beside a fresh snapshot: the loaded part is its beginning, the counts are its own. */
function expectFresh(store: Store, truth: Truth, seq: number): void {
  const fresh = truth.stream(seq, 1_000);
  for (const key of sectionKeys) {
    const section = store.section('sonrisas', key);
    const want = fresh.sections.find((s) => s.key === key);
    const ids = want?.conversations.map((c) => c.id) ?? [];
    expect({ key, count: section.count, unanswered: section.unanswered }).toEqual({
      key,
      count: want?.count,
      unanswered: want?.unanswered,
    });
    expect({ key, ids: section.ids }).toEqual({ key, ids: ids.slice(0, section.ids.length) });
    if (section.next === null) expect(section.ids).toHaveLength(ids.length);
    for (const id of section.ids) expect(store.conversation(id)).toEqual(truth.conversation(id, seq));
  }
}

describe('a snapshot and the events after it are a fresh snapshot', () => {
  test.each(stories.map((law) => [law.name, law] as const))('%s', (_, law) => {
    const { store, truth, at, settle } = newStore(law);
    at(law.before.seq);
    store.snapshot('sonrisas', law.before);
    for (const e of law.events.filter((e) => e.seq > law.before.seq)) {
      at(e.seq);
      expect(store.receive([e])).toBe(true);
      settle();
      if (e.seq % 20 === 0) expectFresh(store, truth, e.seq);
    }
    expectFresh(store, truth, law.after.seq);
    const first = (key: SectionKey) => store.section('sonrisas', key).ids.slice(0, law.per_section);
    for (const s of law.after.sections) {
      expect(s.conversations.map((c) => c.id).slice(0, first(s.key).length)).toEqual(first(s.key));
    }
  });

  test('however the events, their repetitions, fetched conversations and answers to commands interleave', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: stories.length - 1 }),
        fc.nat(),
        fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
        (pick, start, chances) => {
          const law = stories[pick];
          if (!law) return;
          const chance = () => chances.next().value ?? 0;
          const { store, truth, at, settle, answerOne } = newStore(law);
          const first = start % law.before.seq;
          at(first);
          store.snapshot('sonrisas', truth.stream(first, law.per_section));
          let told = first;
          while (told < law.after.seq) {
            const batch = law.events.slice(told, told + 1 + chance());
            at((batch.at(-1)?.seq ?? 0) + (chance() > 6 ? chance() : 0));
            const answered = law.events[told + chance()];
            const conversation = answered && truth.conversation(answered.conversation, answered.seq);
            if (chance() === 0 && answered && conversation) {
              // Somebody's command was answered before its events came by the socket.
              at(answered.seq);
              store.answered({ conversation, events: [answered] });
            }
            if (chance() === 0) store.receive(law.events.slice(Math.max(0, told - 3), told));
            expect(store.receive(batch)).toBe(true);
            told += batch.length;
            for (let n = chance(); n > 4; n--) answerOne();
            if (chance() === 0) {
              at(told);
              store.snapshot('sonrisas', truth.stream(Math.max(0, told - chance()), law.per_section));
            }
          }
          settle();
          expectFresh(store, truth, law.after.seq);
        },
      ),
      { numRuns: 80 },
    );
  });

  test('a hole is not stepped over, and a resync heals it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: stories.length - 1 }), fc.nat(), fc.nat(), (pick, from, length) => {
        const law = stories[pick];
        if (!law) return;
        const { store, truth, at, settle } = newStore(law);
        at(law.before.seq);
        store.snapshot('sonrisas', law.before);
        const hole = law.before.seq + 1 + (from % (law.after.seq - law.before.seq - 1));
        const after = Math.min(hole + 1 + (length % 20), law.after.seq);
        at(hole - 1);
        store.receive(law.events.slice(law.before.seq, hole - 1));
        settle();
        expect(store.receive(law.events.slice(hole, after))).toBe(after === hole);
        expectFresh(store, truth, hole - 1);
        at(after);
        store.resync('sonrisas', after);
        store.receive(law.events.slice(after));
        at(law.after.seq);
        settle();
        expectFresh(store, truth, law.after.seq);
      }),
      { numRuns: 80 },
    );
  });
});

describe("an agent's queue", () => {
  test.each(stories.filter((law) => law.reader === 'gil').map((law) => [law.name, law] as const))('follows the events of %s', (_, law) => {
    const { store, truth, at, settle } = newStore(law);
    at(law.before.seq);
    store.queueSnapshot(truth.queue(law.before.seq));
    for (const e of law.events.slice(law.before.seq)) {
      at(e.seq);
      store.receive([e]);
      settle();
      const want = truth.queue(e.seq);
      expect(store.queue().waiting).toEqual(want.waiting.map((c) => c.id));
      expect(store.queue().mayReply).toEqual(want.may_reply.map((c) => c.id));
      expect([...store.queue().mine].sort()).toEqual(want.mine.map((c) => c.id).sort());
    }
  });

  test('has what one is directed to answer, also of what is not here, until the direction ends', async () => {
    const law = stories.find((story) => story.reader === 'gil' && story.agents_service);
    const taken = law?.conversations.find((c) => c.status === 'open' && c.holder.team === 'staff');
    if (!law || !taken) throw new Error('no story');
    let seq = law.after.seq;
    let now = { ...taken, directed: [] as string[] };
    const signals = new Signals();
    const timelines = new Timelines(signals);
    const store: Store = new Store(signals, timelines, new People(signals, realTimers, () => 'gil'), {
      conversation: () => queueMicrotask(() => store.read({ seq, conversation: now, events: [], has_more: true, drafts: { reply: null, note: null } })),
      stream: () => {},
      queue: () => {},
    });
    store.enter('gil', [{ workplace: { id: 'sonrisas', name: '', language: 'es', timezone: 'UTC', agents_service: true, message_limit: 320 }, role: 'agent' }]);
    store.queueSnapshot({ mine: [], may_reply: [], waiting: [], seqs: { sonrisas: seq } });
    const happens = (kind: string, data: object) =>
      store.receive([JSON.parse(JSON.stringify({ workplace: 'sonrisas', seq: ++seq, conversation: taken.id, kind, at: taken.held_since, by: { team: 'staff', user: { id: 'sol', name: '', handle: '' } }, data }))]);
    const listed = async () => {
      await Promise.resolve();
      return [store.queue().mayReply, store.notices().map((notice) => notice.kind)];
    };
    now = { ...now, directed: ['gil'], last_seq: seq + 1 };
    happens('agents.directed', { note: 'n', agents: ['gil'] });
    expect(await listed()).toEqual([[taken.id], ['directed']]);
    store.noticed(taken.id);
    expect(await listed()).toEqual([[taken.id], []]);
    happens('message.sent', { message: 'm', text: 'Here I am', attachments: [], answers: true });
    expect(await listed()).toEqual([[], []]);
  });
});

describe('what is open', () => {
  test('is as the log has it, whether its answer, the snapshot or the events come first', () => {
    const agents = stories.filter((law) => law.reader === 'gil');
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.nat(), (pick, which, readAt, snapshotAt, arrives) => {
        const law = agents[pick % agents.length];
        const id = law?.conversations[which % law.conversations.length]?.id;
        if (!law || !id) return;
        const { store, truth, timelines, signals, at, settle } = newStore(law);
        const read = readAt % law.after.seq;
        const from = snapshotAt % law.after.seq;
        const conversation = truth.conversation(id, read);
        if (!conversation) return;
        timelines.loading(id);
        signals.subscribe(`conversation:${id}`, () => {});
        const answer = () => store.read({ seq: read, conversation, ...truth.timeline(id, read), drafts: { reply: null, note: null } });
        const last = law.after.seq - from;
        const turn = (arrives % (last + 2)) - 1; // before the snapshot, or after so many events
        at(from);
        if (turn < 0) answer();
        store.queueSnapshot(truth.queue(from));
        if (turn === 0) answer();
        for (const [n, e] of law.events.slice(from).entries()) {
          at(e.seq);
          store.receive([e]);
          if (turn === n + 1) answer();
        }
        settle();
        expect(store.conversation(id)).toEqual(truth.conversation(id, law.after.seq));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a timeline', () => {
  test('has every event once and in order, whatever came how often in what order', () => {
    const law = stories[0];
    if (!law) throw new Error('no story');
    const id = law.events[0]?.conversation ?? '';
    const all = law.events.filter((e) => e.conversation === id);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(all.length), (shuffled, cut) => {
        const { timelines } = newStore(law);
        timelines.loading(id);
        for (const e of shuffled.slice(0, cut)) timelines.add(e);
        timelines.newest(id, all.slice(-20), true);
        for (const e of shuffled) timelines.add(e);
        timelines.older(id, all.slice(0, -20), false);
        expect(timelines.get(id).entries.map((e) => e.seq)).toEqual(all.map((e) => e.seq));
        expect(timelines.get(id)).toMatchObject({ hasMore: false, loaded: true, loading: false });
      }),
      { numRuns: 30 },
    );
  });

  test('a redaction takes the text from the screen', () => {
    const law = stories.find((l) => l.events.some((e) => e.kind === 'text.redacted'));
    const redaction = law?.events.find((e) => e.kind === 'text.redacted');
    if (!law || redaction?.kind !== 'text.redacted') throw new Error('no redaction in any story');
    const { timelines } = newStore(law);
    const all = law.events.filter((e) => e.conversation === redaction.conversation && e.seq < redaction.seq);
    timelines.loading(redaction.conversation);
    timelines.newest(redaction.conversation, all, false);
    timelines.add(redaction);
    const entry = timelines
      .get(redaction.conversation)
      .entries.find((e) => (e.kind === 'message.received' || e.kind === 'message.sent') && e.data.message === redaction.data.message);
    expect(entry?.data).toMatchObject({ text: '' });
  });
});

describe('leaving a workplace', () => {
  test('takes everything of it along', () => {
    const law = stories[0];
    if (!law) throw new Error('no story');
    const { store, truth } = newStore(law);
    store.snapshot('sonrisas', law.after);
    const id = truth.conversations(law.after.seq)[0]?.id ?? '';
    expect(store.conversation(id)).toBeDefined();
    store.leave('sonrisas');
    expect([store.conversation(id), store.workplaces(), store.everywhere()]).toEqual([undefined, [], []]);
  });
});
