package main

import (
	"context"
	"errors"
	"time"

	"relevo/backend/desk"
	"relevo/backend/lara"
	"relevo/backend/ledger"
	"relevo/backend/presence"
	"relevo/backend/timers"
	"relevo/backend/workplace"
)

// This file fits what one room offers to what another asks for.

// followed is the ledger as those ask for it who follow the log of many workplaces.
type followed struct{ *ledger.Ledger }

func (f followed) Log(ctx context.Context, w desk.WorkplaceID, after desk.Seq, limit int) ([]desk.Event, error) {
	return f.In(w).Log(ctx, after, limit)
}

func (f followed) Conversation(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID) (desk.Conversation, error) {
	return f.In(w).Conversation(ctx, c)
}

func (f followed) Timeline(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID, before desk.Seq, limit int) ([]desk.Event, bool, error) {
	return f.In(w).Timeline(ctx, c, before, limit)
}

func (f followed) Episode(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID, from desk.Seq) ([]desk.Event, error) {
	return f.In(w).Episode(ctx, c, from)
}

func (f followed) Idle(ctx context.Context, w desk.WorkplaceID, since time.Time, limit int) ([]desk.ConversationID, error) {
	return f.In(w).Idle(ctx, since, limit)
}

func (f followed) PublicAt(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID, seq desk.Seq) (desk.PublicMessage, error) {
	return f.In(w).PublicAt(ctx, c, seq)
}

// Public answers nothing for a conversation that does not exist yet: a customer may listen before they write.
func (f followed) Public(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID, after, limit int) ([]desk.PublicMessage, error) {
	messages, err := f.In(w).Public(ctx, c, after, limit)
	if errors.Is(err, desk.Refuse(desk.NotFound, "")) {
		return nil, nil
	}
	return messages, err
}

func (f followed) PublicCount(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID) (int, error) {
	return f.In(w).PublicCount(ctx, c)
}

// drafts keeps what people began to write.
type drafts struct{ write writer }

func (d drafts) SaveDraft(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID, user desk.UserID, mode desk.DraftMode, text string) error {
	return d.write(ctx, func(tx *ledger.Tx) error { return tx.SaveDraft(w, c, user, mode, text, time.Now()) })
}

func (d drafts) DropDraft(ctx context.Context, c desk.ConversationID, user desk.UserID, mode desk.DraftMode) error {
	return d.write(ctx, func(tx *ledger.Tx) error { return tx.DropDraft(c, user, mode) })
}

// office is the directory as Lara and the timers ask for it.
type office struct{ *workplace.Directory }

// lara are the settings and the knowledge that Lara goes by.
func (o office) lara(id desk.WorkplaceID) (lara.Settings, bool) {
	w, ok := o.Settings(id)
	if !ok {
		return lara.Settings{}, false
	}
	s := lara.Settings{On: w.Lara, Name: w.Name, Language: w.Language, Limit: w.MessageLimit, Hours: w.Hours, Zone: w.Zone}
	for _, k := range o.Knowledge(id) {
		s.Knowledge = append(s.Knowledge, lara.Entry{Question: k.Question, Answer: k.Answer, Language: k.Language})
	}
	return s, true
}

// timed are the settings that the timers go by.
func (o office) timed() []timers.Workplace {
	var places []timers.Workplace
	for _, w := range o.Workplaces() {
		places = append(places, timers.Workplace{
			ID: w.ID, CloseAfter: w.CloseAfter, ReturnAfter: w.ReturnAfter, OpenBetween: w.Hours.OpenBetween,
		})
	}
	return places
}

// newBoard is the presence of everybody, with when they were last here from before the start.
func (o options) newBoard(ctx context.Context, l *ledger.Ledger) (*presence.Board, error) {
	var rows []lastSeen
	if err := l.Reader().WithContext(ctx).Find(&rows).Error; err != nil {
		return nil, err
	}
	seen := make(map[string]time.Time, len(rows))
	for _, r := range rows {
		seen[r.User] = time.UnixMilli(r.At)
	}
	return presence.New(presence.Options{Now: time.Now, Lease: o.ping + o.pong, Seen: seen}), nil
}

// lastSeen is a row: when a user was last here.
type lastSeen struct {
	User string `gorm:"column:user;primaryKey"`
	At   int64  `gorm:"column:at"`
}

// TableName names the table for GORM.
func (lastSeen) TableName() string { return "last_seen" }

// keepSeen writes down who was here when, so that somebody who was away before a restart is away after it.
func (p *program) keepSeen(ctx context.Context) error {
	seen := p.board.Keep()
	if len(seen) == 0 {
		return nil
	}
	return p.ledger.Write(ctx, func(tx *ledger.Tx) error {
		for user, at := range seen {
			err := tx.GORM().Exec(`INSERT INTO last_seen (user, at) VALUES (?, ?) ON CONFLICT (user) DO UPDATE SET at = excluded.at`, user, at.UnixMilli()).Error
			if err != nil {
				return err
			}
		}
		return nil
	})
}
