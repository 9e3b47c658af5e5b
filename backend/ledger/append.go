package ledger

import (
	"errors"
	"fmt"
	"time"

	"relevo/backend/desk"
)

// Append records the events that a command decided on, next to each other in the workplace's order. They are folded
// over the conversation as the transaction sees it; c gives its ids where nothing has happened in it yet.
func (tx *Tx) Append(c desk.Conversation, by desk.Actor, at time.Time, data []desk.EventData) ([]desk.Event, error) {
	if c.ID == "" || c.Workplace == "" {
		return nil, errors.New("append events: the conversation has no id or no workplace")
	}
	before, err := tx.folded(c.ID)
	if err != nil {
		return nil, fmt.Errorf("append events: %w", err)
	}
	if before != nil && before.c.Workplace != c.Workplace {
		return nil, errors.New("append events: the conversation is another workplace's")
	}
	if len(data) == 0 {
		return nil, nil
	}
	f := &folded{c: desk.Conversation{ID: c.ID, Workplace: c.Workplace}}
	if before != nil {
		*f = *before
	} else {
		tx.b.no++
		f.no = tx.b.no
	}
	a := appended{by: by, at: fromMillis(at.UnixMilli()), workplace: c.Workplace, conversation: c.ID}
	seq := tx.seq(c.Workplace)
	for _, d := range data {
		seq++
		e := desk.Event{Workplace: c.Workplace, Seq: seq, Conversation: c.ID, At: a.at, By: by, Data: d}
		f.c = fold(f.c, e)
		r, err := newRecord(e, f.c)
		if err != nil {
			return nil, err
		}
		a.records = append(a.records, r)
	}
	tx.own.put(before, f)
	tx.own.appended = append(tx.own.appended, a)
	set(&tx.own.seqs, c.Workplace, seq)
	return tx.recorded(a), nil
}

// recorded are the events of an Append; a redaction among them reaches the texts that wait in this transaction.
func (tx *Tx) recorded(a appended) []desk.Event {
	events := make([]desk.Event, len(a.records))
	for i, r := range a.records {
		events[i] = r.event
		if d, ok := r.event.Data.(desk.Redacted); ok {
			set(&tx.own.redacted, redactedText(d), true)
		}
	}
	return events
}

// redactedText is the id of the text that a redaction empties.
func redactedText(d desk.Redacted) string {
	if d.Message != "" {
		return string(d.Message)
	}
	return string(d.Note)
}

// seq is a workplace's newest seq as the transaction sees it.
func (tx *Tx) seq(w desk.WorkplaceID) desk.Seq {
	if seq, ok := tx.own.seqs[w]; ok {
		return seq
	}
	if seq, ok := tx.b.all.seqs[w]; ok {
		return seq
	}
	return tx.b.w.seqs[w]
}

// newRecord is an event to be stored, with what is to be derived from it; c is the conversation as the event leaves it.
func newRecord(e desk.Event, c desk.Conversation) (record, error) {
	data, err := encode(e.Data)
	if err != nil {
		return record{}, err
	}
	r := record{event: e, data: data, derived: derivedFrom(e, c)}
	if d, ok := e.Data.(desk.Texted); ok {
		r.text = seal(d.TextID(), d.GetText())
	}
	return r, nil
}
