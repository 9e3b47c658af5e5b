package ledger

import (
	"time"

	"relevo/backend/desk"
)

// folded is a conversation with its row's number. Once it stands in a layer nobody changes it.
type folded struct {
	no int64
	c  desk.Conversation
}

// record is an event with its stored form.
type record struct {
	event desk.Event
	data  string  // of an event that is in the log already: nothing
	text  *sealed // nil: an event without a text
	derived
}

// derived is what the fold said of a conversation when an event had just been folded.
type derived struct {
	news     bool // the event is news
	public   int  // messages so far
	received int  // the customer's among them
}

func derivedFrom(e desk.Event, c desk.Conversation) derived {
	return derived{news: c.NewsSeq == e.Seq, public: c.Public, received: c.Received}
}

// appended is what one call of Append recorded: one row of the audit chain.
type appended struct {
	by           desk.Actor
	at           time.Time
	workplace    desk.WorkplaceID
	conversation desk.ConversationID
	records      []record
	receipt      *receipt // nil: no command's with a key
}

// answers tells whether a receipt is for these events.
func (a *appended) answers(r desk.Receipt) bool {
	return a.workplace == r.Workplace && a.records[0].event.Seq == r.First && a.records[len(a.records)-1].event.Seq == r.Last
}

// receiptKey names a receipt.
type receiptKey struct{ scope, key string }

// receipt is one with its name, and when it was given. Nobody changes it.
type receipt struct {
	receiptKey
	desk.Receipt
	at time.Time
}

// changes are events in their order, and what they made of their conversations. A nil map reads as empty and is made
// when something is put into it.
type changes struct {
	seqs     map[desk.WorkplaceID]desk.Seq
	before   map[desk.ConversationID]*folded // conversations as they were; new ones are missing
	folded   map[desk.ConversationID]*folded // and as they are
	order    []desk.ConversationID           // of folded: as they were first changed
	appended []appended
	receipts map[receiptKey]*receipt // of what was appended
}

// put keeps a conversation's new state; before it was as given, or nowhere.
func (c *changes) put(before, f *folded) {
	if _, again := c.folded[f.c.ID]; !again {
		c.order = append(c.order, f.c.ID)
		if before != nil {
			set(&c.before, f.c.ID, before)
		}
	}
	set(&c.folded, f.c.ID, f)
}

// merge takes over what changed after this.
func (c *changes) merge(later *changes) {
	for w, seq := range later.seqs {
		set(&c.seqs, w, seq)
	}
	for _, id := range later.order {
		c.put(later.before[id], later.folded[id])
	}
	c.appended = append(c.appended, later.appended...)
	for k, r := range later.receipts {
		set(&c.receipts, k, r)
	}
}

// records are a conversation's events, oldest first.
func (c *changes) records(id desk.ConversationID) []record {
	var found []record
	for _, a := range c.appended {
		if a.conversation == id {
			found = append(found, a.records...)
		}
	}
	return found
}

// layer is what a unit, or all units of a transaction so far, changed and has not written yet.
type layer struct {
	changes
	eventless map[receiptKey]*receipt // of what recorded nothing
	redacted  map[string]bool         // ids of texts
}

// merge takes over what another layer, made after this one, changed.
func (l *layer) merge(later *layer) {
	l.changes.merge(&later.changes)
	for k, r := range later.eventless {
		set(&l.eventless, k, r)
	}
	for id := range later.redacted {
		set(&l.redacted, id, true)
	}
}

func set[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[k] = v
}
