package ledger

import (
	"context"
	"errors"
	"fmt"

	"relevo/backend/desk"
)

// snapshot is the log as it stood at one moment: everything read from it fits together.
type snapshot struct{ querier }

// read gives f a snapshot in which everything is that was acknowledged before, in the log and in what is derived from it.
func (l *Ledger) read(ctx context.Context, f func(*snapshot) error) error {
	if err := l.bringUpToDate(ctx); err != nil {
		return l.readAside(ctx, f)
	}
	return l.readLog(ctx, f)
}

// readLog gives f a snapshot in which the derived tables may be a little behind the log. The context bounds the waiting
// for a connection; queries are short and run to their end, for an interrupted connection serves the next reader.
func (l *Ledger) readLog(ctx context.Context, f func(*snapshot) error) error {
	conn, err := l.readPool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("wait for a reading connection: %w", err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(context.Background(), nil)
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	if err := f(&snapshot{tx}); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Rollback()
}

// readAside serves those who read while the disk takes no writes: it derives what is behind in memory alone, in a
// transaction that is given up. Where not even that can be, there are the tables as they are.
func (l *Ledger) readAside(ctx context.Context, f func(*snapshot) error) error {
	told := false
	_, err := inside(ctx, l.asidePool, func(c *connection) (int, error) {
		if _, err := catchUp(c); err != nil {
			return 0, err
		}
		told = true
		return 0, f(&snapshot{c})
	})
	if told {
		return err
	}
	return l.readLog(ctx, f)
}

// seqs are the newest seqs of all workplaces that have events.
func (s *snapshot) seqs() (map[desk.WorkplaceID]desk.Seq, error) {
	seqs := map[desk.WorkplaceID]desk.Seq{}
	err := each(s, func(row scanner) (bool, error) {
		var w desk.WorkplaceID
		var seq desk.Seq
		err := row.Scan(&w, &seq)
		seqs[w] = seq
		return true, err
	}, `SELECT workplace, seq FROM workplace_seq`)
	return seqs, err
}

// WorkplaceOf answers whose a conversation is, or desk.NotFound. It stays with its workplace for ever, so that only the
// first to ask has to wait for a reading connection.
func (l *Ledger) WorkplaceOf(ctx context.Context, id desk.ConversationID) (desk.WorkplaceID, error) {
	if w, ok := l.places.Get(id); ok {
		return w, nil
	}
	var w desk.WorkplaceID
	err := l.read(ctx, func(s *snapshot) error {
		err := one(s, &w, `SELECT workplace FROM conversations WHERE id = ?`, string(id))
		if err == nil && w == "" {
			err = notFound()
		}
		return err
	})
	if err == nil {
		l.places.Add(id, w)
	}
	return w, err
}

// PlaceOfCustomer answers whose a customer is, and their conversation, or desk.NotFound.
func (l *Ledger) PlaceOfCustomer(ctx context.Context, id desk.CustomerID) (desk.WorkplaceID, desk.ConversationID, error) {
	var w desk.WorkplaceID
	var c desk.ConversationID
	err := l.read(ctx, func(s *snapshot) error {
		err := each(s, func(row scanner) (bool, error) {
			return false, row.Scan(&w, &c)
		}, `SELECT workplace, id FROM conversations WHERE customer = ? ORDER BY no`, string(id))
		if err == nil && c == "" {
			err = notFound()
		}
		return err
	})
	return w, c, err
}

// WaitingAll are all open conversations whose customer waits, in every workplace.
func (l *Ledger) WaitingAll(ctx context.Context) ([]desk.Conversation, error) {
	var found []folded
	err := l.read(ctx, func(s *snapshot) (err error) {
		found, err = conversations(s, `SELECT `+conversationColumns+` FROM `+conversationTables+` WHERE c.waiting_since IS NOT NULL ORDER BY c.waiting_since, c.no`)
		return err
	})
	return states(found), err
}

// queueLimit bounds each part of an agent's queue.
const queueLimit = 1000

// Queue is an agent's own work in the given workplaces: what they hold, longest waiting first and then the newest
// message; what All Agents hold, longest waiting first and then those that don't wait, oldest first; and in that order
// too what the office holds and directs them to answer; with the place in each workplace's order that all this stands at.
func (l *Ledger) Queue(ctx context.Context, me desk.UserID, workplaces []desk.WorkplaceID) (desk.Queue, error) {
	q := desk.Queue{Seqs: map[desk.WorkplaceID]desk.Seq{}}
	places := inList(workplaces)
	err := l.read(ctx, func(s *snapshot) error {
		mine, err := conversations(s, mineOverAll, string(me), places, queueLimit)
		if err != nil {
			return err
		}
		waiting, err := conversations(s, queueOverAll, places, queueLimit)
		if err != nil {
			return err
		}
		directed, err := conversations(s, directedOverAll, places, string(me), queueLimit)
		if err != nil {
			return err
		}
		seqs, err := s.seqs()
		for _, w := range workplaces {
			q.Seqs[w] = seqs[w]
		}
		q.Mine, q.MayReply, q.Waiting = states(mine), states(directed), states(waiting)
		return err
	})
	return q, err
}
