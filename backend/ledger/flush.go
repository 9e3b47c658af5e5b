package ledger

import (
	"fmt"
	"strconv"

	"relevo/backend/desk"
)

// flush writes what the transaction's units appended: events row by row but many to a statement, and every
// conversation, counter and seq once, however often it changed.
func (b *batch) flush() error {
	if err := b.w.whole(); err != nil {
		return err
	}
	steps := []func() error{b.writeEvents, b.writeConversations, b.writeMessages, b.writeChanges, b.writeSeqs, b.writeReceipts, b.writeProbe}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// writeEvents writes the log itself, and the audit rows over it.
func (b *batch) writeEvents() error {
	events := b.w.into(`INSERT INTO events (workplace, seq, conversation, kind, at, team, user, data) VALUES`, 8)
	texts := b.w.into(`INSERT INTO texts (workplace, seq, id, text, salt, digest) VALUES`, 6)
	audit := b.w.into(`INSERT INTO audit (id, at, team, user, what, workplace, conversation, first, last, hash) VALUES`, 10)
	for _, a := range b.all.appended {
		row := auditRow{
			id: b.link0 + 1, at: a.at.UnixMilli(), by: a.by, what: whatAppend, workplace: a.workplace, conversation: a.conversation,
			first: a.records[0].event.Seq, last: a.records[len(a.records)-1].event.Seq,
		}
		link := newChain(b.link, row)
		for _, r := range a.records {
			e := r.event
			events.add(string(e.Workplace), int64(e.Seq), string(e.Conversation), string(e.Kind()), row.at, string(e.By.Team), string(e.By.User), r.data)
			if r.text == nil {
				link.event(e, e.Kind(), r.data, "", nil)
				continue
			}
			texts.add(string(e.Workplace), int64(e.Seq), r.text.id, r.text.text, r.text.salt, r.text.digest)
			link.event(e, e.Kind(), r.data, r.text.id, r.text.digest)
		}
		b.link0, b.link = row.id, link.sum()
		audit.add(row.id, row.at, string(a.by.Team), string(a.by.User), row.what, string(a.workplace), string(a.conversation), int64(row.first), int64(row.last), b.link)
	}
	return finish("write events", events, texts, audit)
}

// writeConversations writes the conversations' new states, who they are found by, and how they count.
func (b *batch) writeConversations() error {
	fresh := b.w.into(`INSERT INTO conversations (no, id, workplace, state, section, holder_user, last_message_seq, waiting_since, idle_since, queue_rank, customer, channel, phone) VALUES`, 13)
	people := b.w.into(`INSERT INTO people (rowid, words) VALUES`, 2)
	counters := map[counter]tally{}
	for _, id := range b.all.order {
		f := b.all.folded[id]
		state, err := encode(f.c)
		if err != nil {
			return err
		}
		p := project(f.c)
		where, t := counted(f.c, p)
		counters[where] = counters[where].plus(t)
		before, known := b.w.recent[id]
		if !known {
			fresh.add(f.no, string(id), string(f.c.Workplace), state, string(p.section), string(p.holderUser), int64(p.lastMessageSeq),
				p.waitingSince, p.idleSince, p.queueRank, string(p.customer), string(p.channel), p.phone)
			people.add(f.no, personWords(f.c.Workplace, f.c.Customer))
			continue
		}
		old := project(before.c)
		where, t = counted(before.c, old)
		counters[where] = counters[where].minus(t)
		if err := b.updateConversation(before, f, old, p, state); err != nil {
			return err
		}
	}
	if err := finish("write conversations", fresh, people); err != nil {
		return err
	}
	return b.writeCounters(counters)
}

// updateConversation touches only those indexes whose columns changed.
func (b *batch) updateConversation(before, after folded, old, p projection, state string) error {
	no := after.no
	var err error
	if p == old {
		err = b.w.exec(`UPDATE conversations SET state = ? WHERE no = ?`, state, no)
	} else {
		err = b.w.exec(`UPDATE conversations SET state = ?, section = ?, holder_user = ?, last_message_seq = ?, waiting_since = ?, idle_since = ?, queue_rank = ? WHERE no = ?`,
			state, string(p.section), string(p.holderUser), int64(p.lastMessageSeq), p.waitingSince, p.idleSince, p.queueRank, no)
	}
	if err == nil && (p.customer != old.customer || p.channel != old.channel || p.phone != old.phone) {
		err = b.w.exec(`UPDATE conversations SET customer = ?, channel = ?, phone = ? WHERE no = ?`, string(p.customer), string(p.channel), p.phone, no)
	}
	if err == nil && (before.c.Customer.Name != after.c.Customer.Name || p.phone != old.phone) {
		if err = b.w.exec(`INSERT INTO people (people, rowid, words) VALUES ('delete', ?, ?)`, no, personWords(before.c.Workplace, before.c.Customer)); err == nil {
			err = b.w.exec(`INSERT INTO people (rowid, words) VALUES (?, ?)`, no, personWords(after.c.Workplace, after.c.Customer))
		}
	}
	if err != nil {
		return fmt.Errorf("write a conversation: %w", err)
	}
	return nil
}

func (b *batch) writeCounters(changes map[counter]tally) error {
	for c, t := range changes {
		if t == (tally{}) {
			continue
		}
		err := b.w.exec(`INSERT INTO counters (workplace, section, holder_user, count, unanswered) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET count = count + excluded.count, unanswered = unanswered + excluded.unanswered`,
			string(c.workplace), string(c.section), string(c.holderUser), t.count, t.unanswered)
		if err != nil {
			return fmt.Errorf("write a counter: %w", err)
		}
	}
	return nil
}

// writeMessages files messages for the customer's side and for the search.
func (b *batch) writeMessages() error {
	messages := b.w.into(`INSERT INTO messages (doc, conversation, n, workplace, seq, id, inbound, received, delivery) VALUES`, 9)
	search := b.w.into(`INSERT INTO search (rowid, words) VALUES`, 2)
	for _, a := range b.all.appended {
		no := b.all.folded[a.conversation].no
		for _, r := range a.records {
			id, inbound, ok := message(r.event)
			if !ok {
				continue
			}
			b.doc++
			messages.add(b.doc, no, r.public, string(a.workplace), int64(r.event.Seq), string(id), inbound, r.received, 0)
			search.add(b.doc, messageWords(a.workplace, r.text.text))
		}
	}
	return finish("write messages", messages, search)
}

// message tells whether an event is a message, which one and whose.
func message(e desk.Event) (id desk.MessageID, inbound, ok bool) {
	switch d := e.Data.(type) {
	case desk.Received:
		return d.Message, true, true
	case desk.Sent:
		return d.Message, false, true
	}
	return "", false, false
}

// writeChanges writes what later events did to earlier messages and texts, this transaction's own included.
func (b *batch) writeChanges() error {
	for _, a := range b.all.appended {
		no := b.all.folded[a.conversation].no
		for _, r := range a.records {
			var err error
			switch d := r.event.Data.(type) {
			case desk.Delivery:
				err = b.deliver(no, d)
			case desk.Redacted:
				err = b.redact(a, no, redactedText(d))
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

const deliverQuery = `UPDATE messages SET delivery = ? WHERE delivery < ? AND delivery < ?
	AND doc = (SELECT doc FROM messages WHERE conversation = ? AND id = ? AND NOT inbound ORDER BY n DESC LIMIT 1)`

// deliver moves a message's delivery forward. The newest message that has the id is looked for from the end, where it
// nearly always is.
func (b *batch) deliver(no int64, d desk.Delivery) error {
	state := d.State.Step()
	err := b.w.exec(deliverQuery, state, state, deliveryFinal, no, string(d.Message))
	if err != nil {
		return fmt.Errorf("write a delivery: %w", err)
	}
	return nil
}

const redactQuery = `SELECT t.seq, t.text FROM events e JOIN texts t ON t.workplace = e.workplace AND t.seq = e.seq
	WHERE e.conversation = ? AND t.id = ? AND length(t.salt) > 0 ORDER BY e.seq DESC LIMIT 1`

// redact empties a text and takes its words out of the search.
func (b *batch) redact(a appended, no int64, id string) error {
	var seq, doc int64
	var text string
	err := each(b.w, func(row scanner) (bool, error) { return false, row.Scan(&seq, &text) },
		redactQuery, string(a.conversation), id)
	if err != nil || seq == 0 {
		return err // there is no such text, or no longer
	}
	if err := one(b.w, &doc, `SELECT doc FROM messages WHERE conversation = ? AND seq = ? ORDER BY n DESC LIMIT 1`, no, seq); err != nil {
		return err
	}
	if doc > 0 {
		err = b.w.exec(`INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)`, doc, messageWords(a.workplace, text))
	}
	if err == nil {
		err = b.w.exec(`UPDATE texts SET text = '', salt = x'' WHERE workplace = ? AND seq = ?`, string(a.workplace), seq)
	}
	if err != nil {
		return fmt.Errorf("redact a text: %w", err)
	}
	return nil
}

func (b *batch) writeSeqs() error {
	for w, seq := range b.all.seqs {
		err := b.w.exec(`INSERT INTO workplace_seq (workplace, seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq`, string(w), int64(seq))
		if err != nil {
			return fmt.Errorf("write a newest seq: %w", err)
		}
	}
	return nil
}

func (b *batch) writeReceipts() error {
	receipts := b.w.into(`INSERT OR REPLACE INTO idempotency (scope, key, fingerprint, workplace, conversation, first, last, at) VALUES`, 8)
	for k, r := range b.all.receipts {
		receipts.add(k.scope, k.key, append([]byte{}, r.Fingerprint...), string(r.Workplace), string(r.Conversation), int64(r.First), int64(r.Last), r.at.UnixMilli())
	}
	return finish("write receipts", receipts)
}

// writeProbe writes a row so that a commit has something to store.
func (b *batch) writeProbe() error {
	if !b.probe {
		return nil
	}
	err := b.w.exec(`INSERT INTO meta (key, value) VALUES ('probe', ?) ON CONFLICT DO UPDATE SET value = excluded.value`, strconv.FormatInt(b.w.ledger.now().UnixNano(), 10))
	if err != nil {
		return fmt.Errorf("write a probe: %w", err)
	}
	return nil
}
