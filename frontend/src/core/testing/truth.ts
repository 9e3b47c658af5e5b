import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Conversation, Event, Queue, Stream } from '../../wire/types';
import { apply, type Reader } from '../apply';
import { directs } from '../direction';
import { longestFirst } from '../queue';
import { placeOf, sectionKeys } from '../stream';

// What tests compare the model with: the stories that the server's own rules made (backend/wire/testdata/law), and what a
// server would answer at any moment of them, found the simple way.

export interface Law {
  name: string;
  reader: string;
  agents_service: boolean;
  per_section: number;
  before: Stream;
  events: Event[];
  after: Stream;
  conversations: Conversation[];
}

const folder = fileURLToPath(new URL('../../../../backend/wire/testdata/law', import.meta.url));

export function laws(): Law[] {
  return readdirSync(folder).map((file): Law => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')));
}

/** A server that knows one story, and can be asked how anything stood after any of its events. */
export class Truth {
  readonly law: Law;
  readonly reader: Reader;

  constructor(law: Law) {
    this.law = law;
    this.reader = { user: law.reader, agentsService: law.agents_service };
  }

  conversations(seq: number): Conversation[] {
    return [...this.#after(seq).values()].sort((a, b) => (b.last_message?.seq ?? 0) - (a.last_message?.seq ?? 0));
  }

  conversation(id: string, seq: number): Conversation | undefined {
    return this.#after(seq).get(id);
  }

  timeline(id: string, seq: number, limit = 50): { events: Event[]; has_more: boolean } {
    const all = this.law.events.filter((e) => e.conversation === id && e.seq <= seq);
    return { events: all.slice(-limit), has_more: all.length > limit };
  }

  stream(seq: number, perSection: number): Stream {
    const all = this.conversations(seq);
    return {
      epoch: 'one',
      seq,
      sections: sectionKeys.map((key) => {
        const inside = all.filter((c) => placeOf(c, this.law.reader)?.key === key);
        return {
          key,
          count: inside.length,
          unanswered: inside.filter((c) => c.waiting_since !== null).length,
          conversations: inside.slice(0, perSection),
          next: inside.length > perSection ? String(inside[perSection - 1]?.last_message?.seq) : null,
        };
      }),
    };
  }

  queue(seq: number): Queue {
    const open = this.conversations(seq).filter((c) => c.status === 'open');
    return {
      mine: open.filter((c) => c.holder.user?.id === this.law.reader),
      may_reply: open.filter((c) => c.holder.team === 'staff' && c.holder.user?.id !== this.law.reader && directs(c.directed, this.law.reader)).sort(longestFirst),
      waiting: open.filter((c) => c.holder.team === 'agents' && c.holder.user === null).sort(longestFirst),
      seqs: { sonrisas: seq },
    };
  }
  /** All conversations as the first events left them; folded once a story. */
  #after(seq: number): ReadonlyMap<string, Conversation> {
    const states = folded.get(this.law) ?? [new Map<string, Conversation>()];
    folded.set(this.law, states);
    for (let done = states.length - 1; done < seq && done < this.law.events.length; done++) {
      const e = this.law.events[done];
      const next = new Map(states[done]);
      const c = e && apply(next.get(e.conversation), e, this.reader);
      if (c) next.set(c.id, c);
      states.push(next);
    }
    return states[Math.min(seq, states.length - 1)] ?? new Map();
  }
}

const folded = new WeakMap<Law, ReadonlyMap<string, Conversation>[]>();
