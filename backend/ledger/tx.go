package ledger

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// Tx is the log inside one unit of work. It sees what earlier units of the same transaction appended. It ends with its
// unit, and belongs to the writer's goroutine.
type Tx struct {
	b      *batch
	own    layer // what this unit changed
	inside bool  // a savepoint
	edited bool
	probes bool
}

// GORM is a handle on the transaction, for the tables of other rooms: what the unit writes by it is kept or lost with
// the unit. The log's own tables are written by Append alone; what the transaction appended so far is not in them yet.
func (tx *Tx) GORM() *gorm.DB {
	db := tx.b.w.gorm.Session(&gorm.Session{NewDB: true})
	if err := tx.direct(); err != nil {
		_ = db.AddError(err)
	}
	return db
}

// Edited tells that settings or members changed. No further unit runs before the transaction is committed and the hooks
// have been told, so that the next decision is made on the new settings.
func (tx *Tx) Edited() { tx.edited = true }

// layers are what the derived tables do not have, the newest first: of this unit, of earlier units of the transaction, of
// earlier transactions.
func (tx *Tx) layers() []*changes {
	return []*changes{&tx.own.changes, &tx.b.all.changes, &tx.b.w.behind.changes}
}

// folded finds a conversation as it now stands; nil: there is none.
func (tx *Tx) folded(id desk.ConversationID) (*folded, error) {
	if f := tx.overlay(id); f != nil {
		return f, nil
	}
	return tx.b.base(id)
}

// overlay finds a conversation whose rows are not up to date; nil: they are, or there are none.
func (tx *Tx) overlay(id desk.ConversationID) *folded {
	for _, l := range tx.layers() {
		if f, ok := l.folded[id]; ok {
			return f
		}
	}
	return nil
}

// changed lists the conversations whose rows are not up to date, each as it now stands.
func (tx *Tx) changed(yield func(*folded) bool) {
	layers := tx.layers()
	for i, l := range layers {
		for _, id := range l.order {
			again := slices.ContainsFunc(layers[:i], func(newer *changes) bool { _, ok := newer.folded[id]; return ok })
			if !again && !yield(l.folded[id]) {
				return
			}
		}
	}
}

// Conversation answers desk.NotFound where there is none.
func (tx *Tx) Conversation(id desk.ConversationID) (desk.Conversation, error) {
	f, err := tx.folded(id)
	switch {
	case err != nil:
		return desk.Conversation{}, err
	case f == nil:
		return desk.Conversation{}, notFound()
	}
	return f.c, nil
}

// ConversationOfPhone answers the conversation of a number on a channel.
func (tx *Tx) ConversationOfPhone(w desk.WorkplaceID, channel desk.ChannelID, phone string) (desk.Conversation, bool, error) {
	if phone == "" {
		return desk.Conversation{}, false, nil
	}
	return tx.find(func(c desk.Conversation) bool {
		return c.Workplace == w && c.Channel.ID == channel && c.Customer.Phone == phone
	}, phoneQuery, string(w), string(channel), phone)
}

// ConversationOfCustomer answers desk.NotFound where there is none.
func (tx *Tx) ConversationOfCustomer(id desk.CustomerID) (desk.Conversation, error) {
	c, ok, err := tx.find(func(c desk.Conversation) bool {
		return c.Customer.ID == id
	}, customerQuery, string(id))
	if err == nil && !ok {
		err = notFound()
	}
	return c, err
}

// find answers the first conversation that fits, first of those that the query finds and then of those whose rows are not
// up to date.
func (tx *Tx) find(fits func(desk.Conversation) bool, query string, args ...any) (desk.Conversation, bool, error) {
	ids, err := list[desk.ConversationID](tx.b.w, query, args...)
	if err != nil {
		return desk.Conversation{}, false, err
	}
	for _, id := range ids {
		f, err := tx.folded(id)
		if err != nil {
			return desk.Conversation{}, false, err
		}
		if f != nil && fits(f.c) {
			return f.c, true, nil
		}
	}
	for f := range tx.changed {
		if fits(f.c) {
			return f.c, true, nil
		}
	}
	return desk.Conversation{}, false, nil
}

// HeldBy lists the open conversations of exactly this holder.
func (tx *Tx) HeldBy(w desk.WorkplaceID, holder desk.Holder) ([]desk.ConversationID, error) {
	query, args := heldByQueue, []any{string(w), string(holder.Team)}
	if !holder.Queue() {
		query, args = heldByUser, append(args, string(holder.User))
	}
	ids, err := list[desk.ConversationID](tx.b.w, query, args...)
	if err != nil {
		return nil, err
	}
	held := slices.DeleteFunc(ids, func(id desk.ConversationID) bool {
		return tx.overlay(id) != nil
	})
	for f := range tx.changed {
		if f.c.Workplace == w && f.c.Open() && f.c.Holder == holder {
			held = append(held, f.c.ID)
		}
	}
	return held, nil
}

// queued is a conversation's place in the queue of All Agents.
type queued struct {
	id       desk.ConversationID
	rank, no int64
}

func (q queued) compare(other queued) int {
	return cmp.Or(cmp.Compare(q.rank, other.rank), cmp.Compare(q.no, other.no))
}

// NextWaiting is the first of All Agents' conversations in these workplaces: longest waiting first, then those that
// don't wait, oldest first.
func (tx *Tx) NextWaiting(workplaces []desk.WorkplaceID) (desk.ConversationID, bool, error) {
	var first queued
	offer := func(q queued) {
		if first.id == "" || q.compare(first) < 0 {
			first = q
		}
	}
	for _, w := range workplaces {
		q, ok, err := tx.firstQueued(w)
		if err != nil {
			return "", false, err
		}
		if ok {
			offer(q)
		}
	}
	for f := range tx.changed {
		if p := project(f.c); p.queueRank.Valid && slices.Contains(workplaces, f.c.Workplace) {
			offer(queued{f.c.ID, p.queueRank.Int64, f.no})
		}
	}
	return first.id, first.id != "", nil
}

// firstQueued is the first of a workplace's queue whose row is up to date.
func (tx *Tx) firstQueued(w desk.WorkplaceID) (q queued, ok bool, err error) {
	err = each(tx.b.w, func(row scanner) (bool, error) {
		if err := row.Scan(&q.id, &q.rank, &q.no); err != nil {
			return false, err
		}
		ok = tx.overlay(q.id) == nil
		return !ok, nil
	}, queueQuery, string(w))
	return q, ok, err
}

// SeenFacts are the newest news at or before a seq and how many of the customer's messages that are.
func (tx *Tx) SeenFacts(id desk.ConversationID, upto desk.Seq) (newest desk.Seq, received int, err error) {
	f, err := tx.folded(id)
	switch {
	case err != nil:
		return 0, 0, err
	case f == nil:
		return 0, 0, notFound()
	case upto >= f.c.NewsSeq:
		return f.c.NewsSeq, f.c.Received, nil
	}
	counted := false
	for _, r := range slices.Backward(tx.unfolded(id)) {
		if r.event.Seq > upto {
			continue
		}
		if !counted {
			received, counted = r.received, true
		}
		if r.news {
			return r.event.Seq, received, nil
		}
	}
	if err := one(tx.b.w, &newest, newsQuery, string(f.c.Workplace), f.no, int64(upto)); err != nil || counted {
		return newest, received, err
	}
	err = one(tx.b.w, &received, receivedQuery, f.no, int64(upto))
	return newest, received, err
}

// unfolded are a conversation's events that the derived tables do not have, oldest first.
func (tx *Tx) unfolded(id desk.ConversationID) (found []record) {
	for _, l := range slices.Backward(tx.layers()) {
		found = append(found, l.records(id)...)
	}
	return found
}

// Events are a conversation's events in [first, last], with their texts.
func (tx *Tx) Events(w desk.WorkplaceID, id desk.ConversationID, first, last desk.Seq) ([]desk.Event, error) {
	f, err := tx.folded(id)
	if err != nil || f == nil || f.c.Workplace != w {
		return nil, err
	}
	var events []desk.Event
	err = each(tx.b.w, func(row scanner) (bool, error) {
		e, err := scanEvent(row)
		events = append(events, e)
		return true, err
	}, `SELECT `+eventColumns+` FROM `+ofConversation+` AND l.seq BETWEEN ? AND ? ORDER BY l.seq`, string(w), f.no, int64(first), int64(last))
	if err != nil {
		return nil, err
	}
	for _, r := range tx.unfolded(id) {
		if r.event.Seq >= first && r.event.Seq <= last {
			events = append(events, r.event)
		}
	}
	for i, e := range events {
		if d, ok := e.Data.(desk.Texted); ok && (tx.own.redacted[d.TextID()] || tx.b.all.redacted[d.TextID()]) {
			events[i].Data = d.WithText("")
		}
	}
	return events, nil
}

// Recall answers what a command with this key was answered before.
func (tx *Tx) Recall(scope, key string) (desk.Receipt, bool, error) {
	named := receiptKey{scope, key}
	for _, kept := range []map[receiptKey]*receipt{tx.own.receipts, tx.own.eventless, tx.b.all.receipts, tx.b.all.eventless, tx.b.w.behind.receipts} {
		if r, ok := kept[named]; ok {
			return r.Receipt, true, nil
		}
	}
	if !tx.b.w.used.maybe(named) {
		return desk.Receipt{}, false, nil
	}
	var r desk.Receipt
	found := false
	err := each(tx.b.w, func(row scanner) (bool, error) {
		found = true
		return false, row.Scan(&r.Fingerprint, &r.Workplace, &r.Conversation, &r.First, &r.Last)
	}, `SELECT fingerprint, workplace, conversation, first, last FROM idempotency WHERE scope = ? AND key = ?`, scope, key)
	return r, found, err
}

// Remember keeps a receipt for as long as keys are kept. One for what the unit appended last goes with it into the log.
func (tx *Tx) Remember(scope, key string, at time.Time, r desk.Receipt) error {
	r.Fingerprint = bytes.Clone(r.Fingerprint)
	named := &receipt{receiptKey{scope, key}, r, at}
	tx.b.w.used.add(named.receiptKey)
	if last := len(tx.own.appended) - 1; last >= 0 && tx.own.appended[last].receipt == nil && tx.own.appended[last].answers(r) {
		tx.own.appended[last].receipt = named
		set(&tx.own.receipts, named.receiptKey, named)
	} else {
		set(&tx.own.eventless, named.receiptKey, named)
	}
	return nil
}
