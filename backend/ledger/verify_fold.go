package ledger

import (
	"database/sql"
	"slices"

	"relevo/backend/desk"
)

// logged is an event in its stored form, with its text where it has one.
type logged struct {
	event desk.Event
	kind  desk.Kind
	data  string
	id    sql.NullString // of the text; null: none is there
	text  sealed
}

const loggedColumns = `e.workplace, e.seq, e.conversation, e.kind, e.at, e.team, e.user, e.data, e.text_id, coalesce(e.text, ''), e.salt, e.digest`

func scanLogged(row scanner) (logged, error) {
	var l logged
	var at int64
	e := &l.event
	err := row.Scan(&e.Workplace, &e.Seq, &e.Conversation, &l.kind, &at, &e.By.Team, &e.By.User, &l.data, &l.id, &l.text.text, &l.text.salt, &l.text.digest)
	e.At, l.text.id = fromMillis(at), l.id.String
	return l, err
}

// decoded is the event with what it says.
func (l logged) decoded() (desk.Event, error) {
	e := l.event
	var err error
	if e.Data, err = decodeData(l.kind, []byte(l.data)); err != nil {
		return desk.Event{}, err
	}
	if d, ok := e.Data.(desk.Texted); ok {
		e.Data = d.WithText(l.text.text)
	}
	return e, nil
}

// checkConversations folds one conversation after the other, and compares each with its rows.
func (v *verifier) checkConversations() error {
	var newest int64
	if err := one(v.db, &newest, `SELECT coalesce(max(doc), 0) FROM messages`); err != nil {
		return err
	}
	v.search = make([]fingerprint, newest+1)
	var r *refold
	err := each(v.db, func(row scanner) (bool, error) {
		l, err := scanLogged(row)
		if err != nil {
			return false, err
		}
		if r != nil && r.id != l.event.Conversation {
			if err := r.compare(); err != nil {
				return false, err
			}
			r = nil
		}
		if r == nil {
			r = &refold{v: v, id: l.event.Conversation, redacted: map[string]bool{}, delivered: map[desk.MessageID]int{}}
		}
		r.fold(l)
		return true, v.ctx.Err()
	}, `SELECT `+loggedColumns+` FROM (SELECT workplace, seq FROM events ORDER BY conversation, seq LIMIT -1) o CROSS JOIN events e WHERE e.workplace = o.workplace AND e.seq = o.seq`)
	if err == nil && r != nil {
		err = r.compare()
	}
	return err
}

// refold is a conversation that is folded anew.
type refold struct {
	v         *verifier
	id        desk.ConversationID
	c         desk.Conversation
	seqs      []desk.Seq
	messages  []messageRow
	texts     []sealed
	redacted  map[string]bool
	delivered map[desk.MessageID]int
}

// messageRow is a row of messages, and the words that it should be found by.
type messageRow struct {
	n         int
	workplace desk.WorkplaceID
	seq       desk.Seq
	id        desk.MessageID
	inbound   bool
	received  int
	delivery  int
}

func (r *refold) fold(l logged) {
	w, seq := l.event.Workplace, l.event.Seq
	r.v.seqs[w] = max(r.v.seqs[w], seq)
	if r.c.Exists() && w != r.c.Workplace {
		r.v.differ("Event %d of workplace %s belongs to a conversation of another workplace.", seq, w)
		return
	}
	e, err := l.decoded()
	if err != nil {
		r.v.differ("Event %d of workplace %s cannot be read: %v.", seq, w, err)
		return
	}
	if d, ok := e.Data.(desk.Texted); ok {
		r.checkText(l, d.TextID())
	}
	r.c = fold(r.c, e)
	r.seqs = append(r.seqs, seq)
	switch d := e.Data.(type) {
	case desk.Delivery:
		r.deliver(d)
	case desk.Redacted:
		r.redacted[redactedText(d)] = true
	}
	if id, inbound, ok := message(e); ok {
		r.messages = append(r.messages, messageRow{n: r.c.Public, workplace: e.Workplace, seq: e.Seq, id: id, inbound: inbound, received: r.c.Received})
	}
}

func (r *refold) checkText(l logged, id string) {
	e := l.event
	switch {
	case !l.id.Valid:
		r.v.differ("Event %d of workplace %s has lost its text.", e.Seq, e.Workplace)
		return
	case l.text.id != id:
		r.v.differ("The text of event %d of workplace %s belongs to another message or note.", e.Seq, e.Workplace)
	case !l.text.intact():
		r.v.differ("The text of event %d of workplace %s was changed.", e.Seq, e.Workplace)
	}
	r.texts = append(r.texts, l.text)
}

// deliver moves the newest message of the id forward.
func (r *refold) deliver(d desk.Delivery) {
	for i := len(r.messages) - 1; i >= 0; i-- {
		m := &r.messages[i]
		if m.inbound || m.id != d.Message {
			continue
		}
		if state := d.State.Step(); m.delivery < deliveryFinal && m.delivery < state {
			m.delivery = state
		}
		return
	}
}

// compare holds the fold against the conversation's rows.
func (r *refold) compare() error {
	if !r.c.Exists() {
		return nil // its events could not be read, and that was said
	}
	for _, t := range r.texts {
		if empty := len(t.salt) == 0; empty != r.redacted[t.id] {
			r.v.differ("Conversation %s: a text is redacted without an event, or not in spite of one: %s.", r.id, t.id)
		}
	}
	p := project(r.c)
	where, t := counted(r.c, p)
	r.v.counters[where] = r.v.counters[where].plus(t)
	no, err := r.compareRow(p)
	if err != nil || no == 0 {
		return err
	}
	r.v.people[no] = fingerprintOf(personWords(r.c.Workplace, r.c.Customer))
	seqs, err := list[desk.Seq](r.v.db, `SELECT seq FROM timelines WHERE conversation = ? ORDER BY seq`, no)
	if err != nil {
		return err
	}
	if !slices.Equal(seqs, r.seqs) {
		r.v.differ("Conversation %s: its timeline has %d events instead of %d, or others.", r.id, len(seqs), len(r.seqs))
	}
	return r.compareMessages(no)
}

// compareRow answers the row's number; 0: there is none.
func (r *refold) compareRow(expected projection) (no int64, err error) {
	state, err := encode(r.c)
	if err != nil {
		return 0, err
	}
	found := false
	err = each(r.v.db, func(row scanner) (bool, error) {
		found = true
		var p projection
		var w desk.WorkplaceID
		var kept string
		err := row.Scan(&no, &w, &kept, &p.section, &p.holderUser, &p.lastMessageSeq, &p.waitingSince, &p.idleSince, &p.queueRank, &p.customer, &p.channel, &p.phone)
		if kept != state {
			r.v.differ("Conversation %s: its state is not what its events make of it.", r.id)
		}
		if p != expected || w != r.c.Workplace {
			r.v.differ("Conversation %s: its columns do not fit its state.", r.id)
		}
		return false, err
	}, `SELECT no, workplace, state, section, holder_user, last_message_seq, waiting_since, idle_since, queue_rank, customer, channel, phone FROM conversations WHERE id = ?`, string(r.id))
	if err == nil && !found {
		r.v.differ("Conversation %s has events, but no row.", r.id)
	}
	return no, err
}

// compareMessages holds the messages against their rows, and notes what words each should be found by.
func (r *refold) compareMessages(no int64) error {
	texts := map[string]string{}
	for _, t := range r.texts {
		texts[t.id] = t.text
	}
	i := 0
	err := each(r.v.db, func(row scanner) (bool, error) {
		var doc int64
		var m messageRow
		if err := row.Scan(&doc, &m.n, &m.workplace, &m.seq, &m.id, &m.inbound, &m.received, &m.delivery); err != nil {
			return false, err
		}
		switch {
		case i >= len(r.messages):
			r.v.differ("Conversation %s: there is a message that no event recorded: %d.", r.id, m.n)
			return true, nil
		case m != r.messages[i]:
			r.v.differ("Conversation %s: message %d is not what its events make of it.", r.id, m.n)
		}
		if expected := r.messages[i]; !r.redacted[string(expected.id)] {
			r.v.search[doc] = fingerprintOf(messageWords(expected.workplace, texts[string(expected.id)]))
		}
		i++
		return true, nil
	}, `SELECT doc, n, workplace, seq, id, inbound, received, delivery FROM messages WHERE conversation = ? ORDER BY n`, no)
	if missing := len(r.messages) - i; err == nil && missing > 0 {
		r.v.differ("Conversation %s: %d of its messages are missing.", r.id, missing)
	}
	return err
}
