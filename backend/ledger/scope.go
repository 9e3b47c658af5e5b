package ledger

import (
	"context"
	"slices"
	"time"

	"relevo/backend/desk"
)

// Scope reads one workplace of the log. What is another workplace's does not exist in it.
type Scope struct {
	ledger    *Ledger
	workplace desk.WorkplaceID
}

func (s Scope) read(ctx context.Context, f func(*snapshot) error) error { return s.ledger.read(ctx, f) }

const conversationQuery = `SELECT ` + conversationColumns + ` FROM ` + conversationTables + ` WHERE c.id = ? AND c.workplace = ?`

// conversation finds a conversation of the workplace, or answers desk.NotFound.
func (s Scope) conversation(snap *snapshot, id desk.ConversationID) (folded, error) {
	found, err := conversations(snap, conversationQuery, string(id), string(s.workplace))
	if err != nil {
		return folded{}, err
	}
	if len(found) == 0 {
		return folded{}, notFound()
	}
	return found[0], nil
}

// within reads something of one of the workplace's conversations.
func (s Scope) within(ctx context.Context, id desk.ConversationID, f func(*snapshot, folded) error) error {
	return s.read(ctx, func(snap *snapshot) error {
		c, err := s.conversation(snap, id)
		if err != nil {
			return err
		}
		return f(snap, c)
	})
}

// Conversation answers desk.NotFound where the workplace has none of that id.
func (s Scope) Conversation(ctx context.Context, id desk.ConversationID) (desk.Conversation, error) {
	var c desk.Conversation
	err := s.within(ctx, id, func(_ *snapshot, f folded) error { c = f.c; return nil })
	return c, err
}

const logQuery = `SELECT ` + eventColumns + ` FROM events e WHERE e.workplace = ? AND e.seq > ? ORDER BY e.seq LIMIT ?`

// Log is the workplace's events after a seq, in their order.
func (s Scope) Log(ctx context.Context, after desk.Seq, limit int) ([]desk.Event, error) {
	if newest, ok := s.ledger.tail.after(s.workplace, after, limit); ok {
		return newest, nil
	}
	var found []desk.Event
	err := s.ledger.readLog(ctx, func(snap *snapshot) (err error) {
		found, err = events(snap, logQuery, string(s.workplace), int64(after), limit)
		return err
	})
	return found, err
}

const timelineQuery = `SELECT ` + eventColumns + ` FROM ` + ofConversation + ` AND l.seq < ? ORDER BY l.seq DESC LIMIT ?`

// Timeline is a conversation's events before a seq (0: the newest), oldest first, and whether there are older ones.
func (s Scope) Timeline(ctx context.Context, id desk.ConversationID, before desk.Seq, limit int) ([]desk.Event, bool, error) {
	if before == 0 {
		before = top.Seq
	}
	limit = max(limit, 1)
	var found []desk.Event
	err := s.within(ctx, id, func(snap *snapshot, f folded) (err error) {
		found, err = events(snap, timelineQuery, string(s.workplace), f.no, int64(before), limit+1)
		return err
	})
	more := len(found) > limit
	if more {
		found = found[:limit]
	}
	slices.Reverse(found)
	return found, more, err
}

// Episode is what was written since the conversation was last opened, and not before a seq: messages and notes, oldest
// first.
func (s Scope) Episode(ctx context.Context, id desk.ConversationID, from desk.Seq) ([]desk.Event, error) {
	var found []desk.Event
	err := s.within(ctx, id, func(snap *snapshot, f folded) error {
		var opened int64
		err := one(snap, &opened, `SELECT l.seq FROM `+ofConversation+` AND e.kind = 'conversation.opened' ORDER BY l.seq DESC LIMIT 1`, string(s.workplace), f.no)
		if err != nil {
			return err
		}
		found, err = events(snap, `SELECT `+eventColumns+` FROM `+ofConversation+` AND l.seq > ?
			AND e.kind IN ('message.received', 'message.sent', 'note.added') ORDER BY l.seq`, string(s.workplace), f.no, max(opened, int64(from)-1))
		return err
	})
	return found, err
}

// Messages are read with the text and time of their events.
const (
	publicTables = `messages m JOIN events e ON e.workplace = m.workplace AND e.seq = m.seq`
	publicQuery  = `SELECT m.n, m.id, m.inbound, coalesce(e.text, ''), e.at FROM ` + publicTables + ` WHERE m.conversation = ? AND m.n > ? ORDER BY m.n LIMIT ?`
	publicAt     = `SELECT m.n, m.id, m.inbound, coalesce(e.text, ''), e.at FROM ` + publicTables + ` WHERE m.conversation = ? AND m.seq = ? ORDER BY m.n DESC LIMIT 1`
)

func publicMessages(snap *snapshot, query string, args ...any) ([]desk.PublicMessage, error) {
	var found []desk.PublicMessage
	err := each(snap, func(row scanner) (bool, error) {
		var m desk.PublicMessage
		var at int64
		err := row.Scan(&m.N, &m.Message, &m.FromCustomer, &m.Text, &at)
		m.At = fromMillis(at)
		found = append(found, m)
		return true, err
	}, query, args...)
	return found, err
}

// Public is what the customer may see of a conversation, after the given number of messages.
func (s Scope) Public(ctx context.Context, id desk.ConversationID, after, limit int) ([]desk.PublicMessage, error) {
	var found []desk.PublicMessage
	err := s.within(ctx, id, func(snap *snapshot, f folded) (err error) {
		found, err = publicMessages(snap, publicQuery, f.no, after, limit)
		return err
	})
	return found, err
}

// PublicAt is the message that the event at a seq recorded, or desk.NotFound.
func (s Scope) PublicAt(ctx context.Context, id desk.ConversationID, seq desk.Seq) (desk.PublicMessage, error) {
	var m desk.PublicMessage
	err := s.within(ctx, id, func(snap *snapshot, f folded) error {
		found, err := publicMessages(snap, publicAt, f.no, int64(seq))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return notFound()
		}
		m = found[0]
		return nil
	})
	return m, err
}

// PublicCount is how many messages the customer may see of a conversation; none where it does not exist yet.
func (s Scope) PublicCount(ctx context.Context, id desk.ConversationID) (int, error) {
	n := 0
	err := s.read(ctx, func(snap *snapshot) error {
		return one(snap, &n, `SELECT coalesce(max(n), 0) FROM messages WHERE conversation = (SELECT no FROM conversations WHERE id = ? AND workplace = ?)`, string(id), string(s.workplace))
	})
	return n, err
}

// Drafts are what a user began to write in a conversation.
func (s Scope) Drafts(ctx context.Context, id desk.ConversationID, user desk.UserID) (map[desk.DraftMode]string, error) {
	drafts := map[desk.DraftMode]string{}
	err := s.within(ctx, id, func(snap *snapshot, _ folded) error {
		return each(snap, func(row scanner) (bool, error) {
			var mode desk.DraftMode
			var text string
			err := row.Scan(&mode, &text)
			drafts[mode] = text
			return true, err
		}, `SELECT mode, text FROM drafts WHERE conversation = ? AND user = ?`, string(id), string(user))
	})
	return drafts, err
}

const idleQuery = `SELECT id FROM conversations WHERE workplace = ? AND idle_since <= ? ORDER BY idle_since LIMIT ?`

// Idle lists open conversations in which there was no message since the given time, nobody waits and no alarm rings;
// quiet for longest first.
func (s Scope) Idle(ctx context.Context, quietBefore time.Time, limit int) ([]desk.ConversationID, error) {
	var found []desk.ConversationID
	err := s.read(ctx, func(snap *snapshot) (err error) {
		found, err = list[desk.ConversationID](snap, idleQuery, string(s.workplace), quietBefore.UnixMilli(), limit)
		return err
	})
	return found, err
}
