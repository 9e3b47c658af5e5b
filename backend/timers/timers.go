// Package timers is the system of the rules: it closes what sleeps, gives back to the queue what somebody left alone,
// and has handed over what waits too long with Lara.
//
// It remembers nothing. At every tick it looks up what is due in what is derived from the log, and gives a command,
// which the rules decide anew; somebody who was faster is no fault. So a kill delays, and never loses, what is due.
//
// Run is called once and ends with its context. Tests run on the real ledger with a clock of their own.
package timers

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

// batch is how many conversations of a workplace are closed at one tick; the rest is due at the next.
const batch = 200

// Workplace is what the timers ask of a workplace's settings.
type Workplace struct {
	ID          desk.WorkplaceID
	CloseAfter  time.Duration // 0: never
	ReturnAfter time.Duration // 0: at once
	// OpenBetween is how much of a span lies in the opening hours.
	OpenBetween func(from, to time.Time) time.Duration
}

// Log is what is due, from what is derived from the log.
type Log interface {
	// WaitingAll lists the open conversations whose customers wait.
	WaitingAll(ctx context.Context) ([]desk.Conversation, error)
	// Idle lists open conversations in which nobody waits and no alarm rings, without a message since a time.
	Idle(ctx context.Context, w desk.WorkplaceID, since time.Time, limit int) ([]desk.ConversationID, error)
	// PurgeKeys forgets the idempotency keys from before a time.
	PurgeKeys(ctx context.Context, before time.Time) error
}

// Options of the timers. All are needed.
type Options struct {
	Log        Log
	Do         func(context.Context, dispatch.Command) (dispatch.Result, error)
	Workplaces func() []Workplace
	// OfflineSince answers since when a user is not here; false: they are.
	OfflineSince func(desk.UserID) (time.Time, bool)
	// GiveUp has what Lara did not answer handed over.
	GiveUp func(context.Context, desk.Conversation) error
	Now    func() time.Time
	Logger *slog.Logger

	Tick        time.Duration
	LaraTimeout time.Duration
	KeysKept    time.Duration
}

// Timers are the system. Make them with New.
type Timers struct {
	o       Options
	started time.Time
	purged  time.Time // when keys were last forgotten
}

// New makes timers.
func New(o Options) *Timers { return &Timers{o: o, started: o.Now()} }

// Run looks up what is due until its context ends.
func (t *Timers) Run(ctx context.Context) {
	tick := time.NewTicker(t.o.Tick)
	defer tick.Stop()
	for {
		t.Look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Look does everything that is due now.
func (t *Timers) Look(ctx context.Context) {
	now := t.o.Now()
	places := map[desk.WorkplaceID]Workplace{}
	for _, w := range t.o.Workplaces() {
		places[w.ID] = w
		t.note(t.closeIdle(ctx, w, now))
	}
	t.note(t.relieve(ctx, places, now))
	if now.Sub(t.purged) >= time.Hour {
		t.purged = now
		t.note(t.o.Log.PurgeKeys(ctx, now.Add(-t.o.KeysKept)))
	}
}

// closeIdle ends the episodes in which nothing is said any more.
func (t *Timers) closeIdle(ctx context.Context, w Workplace, now time.Time) error {
	if w.CloseAfter <= 0 {
		return nil
	}
	idle, err := t.o.Log.Idle(ctx, w.ID, now.Add(-w.CloseAfter), batch)
	if err != nil {
		return err
	}
	for _, id := range idle {
		if err := t.do(ctx, w.ID, id, desk.CloseIdle{}); err != nil {
			return err
		}
	}
	return nil
}

// relieve looks after the customers who wait with Lara or with somebody who is away.
func (t *Timers) relieve(ctx context.Context, places map[desk.WorkplaceID]Workplace, now time.Time) error {
	waiting, err := t.o.Log.WaitingAll(ctx)
	if err != nil {
		return err
	}
	for _, c := range waiting {
		switch {
		case c.Holder.Team == desk.TeamLara && now.Sub(t.withLara(c)) >= t.o.LaraTimeout:
			err = ignoreRefusal(t.o.GiveUp(ctx, c))
		case !c.Holder.Queue() && t.leftAlone(c, places[c.Workplace], now):
			err = t.do(ctx, c.Workplace, c.ID, desk.Return{Holder: c.Holder, Cause: desk.CauseAbsent})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// withLara is since when Lara could have answered: what waits when the program starts gets its time from then on.
func (t *Timers) withLara(c desk.Conversation) time.Time {
	return later(t.started, later(*c.WaitingSince, c.HeldSince))
}

// leftAlone tells whether the holder has been away while the customer waited, longer than the workplace bears in its
// opening hours.
func (t *Timers) leftAlone(c desk.Conversation, w Workplace, now time.Time) bool {
	offline, away := t.o.OfflineSince(c.Holder.User)
	if !away {
		return false
	}
	alone := w.OpenBetween(later(offline, later(*c.WaitingSince, c.HeldSince)), now)
	return alone > 0 && alone >= w.ReturnAfter
}

func (t *Timers) do(ctx context.Context, w desk.WorkplaceID, id desk.ConversationID, do desk.Command) error {
	_, err := t.o.Do(ctx, dispatch.Command{Workplace: w, Conversation: id, By: desk.System, Do: do})
	return ignoreRefusal(err)
}

// ignoreRefusal takes it as the answer that somebody was faster. A log that takes nothing is left for the next tick.
func ignoreRefusal(err error) error {
	if refusal, ok := errors.AsType[*desk.Error](err); ok && refusal.Code != desk.Unavailable {
		return nil
	}
	return err
}

// note tells of a fault; the next tick tries again. A log that can't commit tells of that itself.
func (t *Timers) note(err error) {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, desk.Refuse(desk.Unavailable, "")) {
		return
	}
	t.o.Logger.Error("the timers could not do all that is due; they try again", "error", err)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
