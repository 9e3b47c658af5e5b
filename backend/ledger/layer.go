package ledger

import (
	"time"

	"relevo/backend/desk"
)

// folded is a conversation with its row's number.
type folded struct {
	no int64
	c  desk.Conversation
}

// record is an event that waits to be written, with its stored form and what the fold said at that moment.
type record struct {
	event    desk.Event
	data     string
	text     *sealed // nil: an event without a text
	news     bool
	public   int // messages of the conversation so far
	received int // the customer's among them
}

// appended is what one call of Append recorded: one row of the audit chain.
type appended struct {
	by           desk.Actor
	at           time.Time
	workplace    desk.WorkplaceID
	conversation desk.ConversationID
	records      []record
}

// receiptKey names a receipt.
type receiptKey struct{ scope, key string }

// receipt is one that waits to be written.
type receipt struct {
	desk.Receipt
	at time.Time
}

// layer is what a unit, or all units of a transaction so far, changed and has not written yet. A nil map reads as empty
// and is made when something is put into it.
type layer struct {
	seqs     map[desk.WorkplaceID]desk.Seq
	folded   map[desk.ConversationID]folded
	order    []desk.ConversationID // of folded: as they were first changed
	appended []appended
	receipts map[receiptKey]receipt
	redacted map[string]bool // ids of texts
}

// put keeps a conversation's new state.
func (l *layer) put(f folded) {
	if _, known := l.folded[f.c.ID]; !known {
		l.order = append(l.order, f.c.ID)
	}
	set(&l.folded, f.c.ID, f)
}

// merge takes over what another layer, made after this one, changed.
func (l *layer) merge(later *layer) {
	for w, seq := range later.seqs {
		set(&l.seqs, w, seq)
	}
	for _, id := range later.order {
		l.put(later.folded[id])
	}
	l.appended = append(l.appended, later.appended...)
	for k, r := range later.receipts {
		set(&l.receipts, k, r)
	}
	for id := range later.redacted {
		set(&l.redacted, id, true)
	}
}

// records are a conversation's waiting events, oldest first.
func (l *layer) records(id desk.ConversationID) []record {
	var found []record
	for _, a := range l.appended {
		if a.conversation == id {
			found = append(found, a.records...)
		}
	}
	return found
}

func set[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[k] = v
}
