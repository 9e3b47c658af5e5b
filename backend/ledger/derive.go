package ledger

import (
	"fmt"
	"iter"
	"strconv"

	"relevo/backend/desk"
)

// derivation is a backlog on its way into the derived tables: every conversation, counter and seq once, however often it
// changed.
type derivation struct {
	*connection
	*backlog
	doc   int64       // newest row of messages
	words chan string // of the messages, in their order
}

// derive takes a backlog over into the derived tables, inside the open transaction.
func derive(c *connection, k *backlog) error {
	if k.empty() {
		return nil
	}
	d := &derivation{connection: c, backlog: k}
	if err := one(c, &d.doc, `SELECT coalesce(max(doc), 0) FROM messages`); err != nil {
		return err
	}
	d.findWords()
	for _, step := range []func() error{d.writeConversations, d.writeTimelines, d.writeMessages, d.writeChanges, d.writeKeys, d.writeSeqs, d.writeMark} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// writeConversations writes the conversations' new states, who they are found by, and how they count.
func (d *derivation) writeConversations() error {
	fresh := d.into(`INSERT INTO conversations (no, id, workplace, state, section, holder_user, last_message_seq, waiting_since, idle_since, queue_rank, customer, channel, phone) VALUES`, 13)
	people := d.into(`INSERT INTO people (rowid, words) VALUES`, 2)
	counters := map[counter]tally{}
	for _, id := range d.order {
		f := d.folded[id]
		state, err := encode(f.c)
		if err != nil {
			return err
		}
		p := project(f.c)
		where, t := counted(f.c, p)
		counters[where] = counters[where].plus(t)
		before, known := d.before[id]
		if !known {
			fresh.add(f.no, string(id), string(f.c.Workplace), state, string(p.section), string(p.holderUser), int64(p.lastMessageSeq),
				p.waitingSince, p.idleSince, p.queueRank, string(p.customer), string(p.channel), p.phone)
			people.add(f.no, personWords(f.c.Workplace, f.c.Customer))
			continue
		}
		old := project(before.c)
		where, t = counted(before.c, old)
		counters[where] = counters[where].minus(t)
		if err := d.updateConversation(before, f, old, p, state); err != nil {
			return err
		}
	}
	if err := finish("write conversations", fresh, people); err != nil {
		return err
	}
	return d.writeCounters(counters)
}

// updateConversation touches only those indexes whose columns changed.
func (d *derivation) updateConversation(before, after *folded, old, p projection, state string) error {
	no := after.no
	var err error
	if p == old {
		err = d.exec(`UPDATE conversations SET state = ? WHERE no = ?`, state, no)
	} else {
		err = d.exec(`UPDATE conversations SET state = ?, section = ?, holder_user = ?, last_message_seq = ?, waiting_since = ?, idle_since = ?, queue_rank = ? WHERE no = ?`,
			state, string(p.section), string(p.holderUser), int64(p.lastMessageSeq), p.waitingSince, p.idleSince, p.queueRank, no)
	}
	if err == nil && (p.customer != old.customer || p.channel != old.channel || p.phone != old.phone) {
		err = d.exec(`UPDATE conversations SET customer = ?, channel = ?, phone = ? WHERE no = ?`, string(p.customer), string(p.channel), p.phone, no)
	}
	if err == nil && (before.c.Customer.Name != after.c.Customer.Name || p.phone != old.phone) {
		if err = d.exec(`INSERT INTO people (people, rowid, words) VALUES ('delete', ?, ?)`, no, personWords(before.c.Workplace, before.c.Customer)); err == nil {
			err = d.exec(`INSERT INTO people (rowid, words) VALUES (?, ?)`, no, personWords(after.c.Workplace, after.c.Customer))
		}
	}
	if err != nil {
		return fmt.Errorf("write a conversation: %w", err)
	}
	return nil
}

func (d *derivation) writeCounters(changes map[counter]tally) error {
	for c, t := range changes {
		if t == (tally{}) {
			continue
		}
		err := d.exec(`INSERT INTO counters (workplace, section, holder_user, count, unanswered) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET count = count + excluded.count, unanswered = unanswered + excluded.unanswered`,
			string(c.workplace), string(c.section), string(c.holderUser), t.count, t.unanswered)
		if err != nil {
			return fmt.Errorf("write a counter: %w", err)
		}
	}
	return nil
}

// writeTimelines notes which events are whose.
func (d *derivation) writeTimelines() error {
	timelines := d.into(`INSERT INTO timelines (conversation, seq) VALUES`, 2)
	for _, a := range d.appended {
		no := d.folded[a.conversation].no
		for _, r := range a.records {
			timelines.add(no, int64(r.event.Seq))
		}
	}
	return finish("write timelines", timelines)
}

// writeMessages files messages for the customer's side and for the search.
func (d *derivation) writeMessages() error {
	messages := d.into(`INSERT INTO messages (doc, conversation, n, workplace, seq, id, inbound, received, delivery) VALUES`, 9)
	search := d.into(`INSERT INTO search (rowid, words) VALUES`, 2)
	for _, a := range d.appended {
		no := d.folded[a.conversation].no
		for _, r := range a.records {
			id, inbound, ok := message(r.event)
			if !ok {
				continue
			}
			d.doc++
			messages.add(d.doc, no, r.public, string(a.workplace), int64(r.event.Seq), string(id), inbound, r.received, 0)
			search.add(d.doc, <-d.words)
		}
	}
	return finish("write messages", messages, search)
}

// findWords begins to make the words of the messages, beside what is written before them.
func (d *derivation) findWords() {
	type text struct {
		workplace desk.WorkplaceID
		text      string
	}
	var texts []text
	for _, a := range d.appended {
		for _, r := range a.records {
			if _, _, ok := message(r.event); ok {
				texts = append(texts, text{a.workplace, r.text.text})
			}
		}
	}
	words := make(chan string, len(texts)) // holds all of them: nobody may come for the rest
	d.words = words
	go func() {
		for _, t := range texts {
			words <- messageWords(t.workplace, t.text)
		}
	}()
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

// writeChanges writes what later events did to earlier messages and texts, those of the same backlog included.
func (d *derivation) writeChanges() error {
	for _, a := range d.appended {
		no := d.folded[a.conversation].no
		for _, r := range a.records {
			var err error
			switch data := r.event.Data.(type) {
			case desk.Delivery:
				err = d.deliver(no, data)
			case desk.Redacted:
				err = d.redact(a, no, redactedText(data))
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
func (d *derivation) deliver(no int64, data desk.Delivery) error {
	state := data.State.Step()
	err := d.exec(deliverQuery, state, state, deliveryFinal, no, string(data.Message))
	if err != nil {
		return fmt.Errorf("write a delivery: %w", err)
	}
	return nil
}

const redactQuery = `SELECT e.seq, e.text FROM ` + ofConversation + ` AND e.text_id = ? AND length(e.salt) > 0 ORDER BY l.seq DESC LIMIT 1`

// redact empties a text and takes its words out of the search.
func (d *derivation) redact(a appended, no int64, id string) error {
	var seq, doc int64
	var text string
	err := each(d.connection, func(row scanner) (bool, error) { return false, row.Scan(&seq, &text) },
		redactQuery, string(a.workplace), no, id)
	if err != nil || seq == 0 {
		return err // there is no such text, or no longer
	}
	if err := one(d.connection, &doc, `SELECT doc FROM messages WHERE conversation = ? AND seq = ? ORDER BY n DESC LIMIT 1`, no, seq); err != nil {
		return err
	}
	if doc > 0 {
		err = d.exec(`INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)`, doc, messageWords(a.workplace, text))
	}
	if err == nil {
		err = d.exec(`UPDATE events SET text = '', salt = x'' WHERE workplace = ? AND seq = ?`, string(a.workplace), seq)
	}
	if err != nil {
		return fmt.Errorf("redact a text: %w", err)
	}
	return nil
}

// writeKeys files the receipts of what was appended by their keys.
func (d *derivation) writeKeys() error {
	return writeReceipts(d.connection, func(yield func(*receipt) bool) {
		for _, a := range d.appended {
			if a.receipt != nil && !yield(a.receipt) {
				return
			}
		}
	})
}

func writeReceipts(c *connection, receipts iter.Seq[*receipt]) error {
	rows := c.into(`INSERT OR REPLACE INTO idempotency (scope, key, fingerprint, workplace, conversation, first, last, at) VALUES`, 8)
	for r := range receipts {
		rows.add(r.scope, r.key, stored(r.Fingerprint), string(r.Workplace), string(r.Conversation), int64(r.First), int64(r.Last), r.at.UnixMilli())
	}
	return finish("write receipts", rows)
}

// stored is a blob that is never null.
func stored(b []byte) []byte { return append([]byte{}, b...) }

func (d *derivation) writeSeqs() error {
	for w, seq := range d.seqs {
		err := d.exec(`INSERT INTO workplace_seq (workplace, seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq`, string(w), int64(seq))
		if err != nil {
			return fmt.Errorf("write a newest seq: %w", err)
		}
	}
	return nil
}

// writeMark notes how far the derived tables are.
func (d *derivation) writeMark() error {
	if err := d.exec(`UPDATE meta SET value = ? WHERE key = 'folded'`, strconv.FormatInt(d.upto, 10)); err != nil {
		return fmt.Errorf("write how far the tables are: %w", err)
	}
	return nil
}
