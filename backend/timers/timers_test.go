package timers_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
	"relevo/backend/timers"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

const c1 = desk.ConversationID("c1")

var (
	gil     = desk.Actor{Team: desk.TeamAgents, User: "gil"}
	sol     = desk.Actor{Team: desk.TeamStaff, User: "sol"}
	channel = desk.Channel{ID: "lomas-web", Kind: desk.ChannelWeb}
)

// room is a workplace on a real ledger, with a clock of its own.
type room struct {
	t       *testing.T
	ledger  *ledger.Ledger
	do      *dispatch.Dispatcher
	timers  *timers.Timers
	at      time.Time
	rules   desk.Workplace
	offline map[desk.UserID]time.Time
	open    bool
	gaveUp  int

	returnAfter time.Duration
}

func (r *room) Rules(desk.WorkplaceID) (*desk.Workplace, bool) { return &r.rules, true }
func (r *room) AgentOf(desk.UserID) []desk.WorkplaceID         { return []desk.WorkplaceID{"lomas"} }

// Write makes the room the dispatcher's log, and Idle, WaitingAll and PurgeKeys the timers'.
func (r *room) Write(ctx context.Context, unit func(dispatch.Tx) error) error {
	return r.ledger.Write(ctx, func(tx *ledger.Tx) error { return unit(tx) })
}
func (r *room) WaitingAll(ctx context.Context) ([]desk.Conversation, error) {
	return r.ledger.WaitingAll(ctx)
}
func (r *room) Idle(ctx context.Context, w desk.WorkplaceID, since time.Time, limit int) ([]desk.ConversationID, error) {
	return r.ledger.In(w).Idle(ctx, since, limit)
}
func (r *room) PurgeKeys(ctx context.Context, before time.Time) error {
	return r.ledger.PurgeKeys(ctx, before)
}

func newRoom(t *testing.T) *room {
	t.Helper()
	r := &room{t: t, at: noon, returnAfter: 15 * time.Minute, offline: map[desk.UserID]time.Time{}, open: true, rules: desk.Workplace{
		ID: "lomas", AgentsService: true, Lara: true, MessageLimit: 320, CloseAfter: 24 * time.Hour, Reasons: []desk.ReasonID{"general"},
		Members: map[desk.UserID]desk.Member{"gil": {ID: "gil", Handle: "gil", Role: desk.RoleAgent}, "sol": {ID: "sol", Handle: "sol", Role: desk.RoleStaff}},
	}}
	var err error
	if r.ledger, err = ledger.Open(t.Context(), ledger.Options{Dir: t.TempDir(), Now: r.now, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.ledger.Close() })
	r.do = dispatch.New(r, r, r.now)
	r.timers = timers.New(timers.Options{
		Log: r, Do: r.do.Do, Now: r.now, Logger: slog.New(slog.DiscardHandler), LaraTimeout: 30 * time.Second, KeysKept: 7 * 24 * time.Hour,
		Workplaces: func() []timers.Workplace {
			return []timers.Workplace{{ID: "lomas", CloseAfter: r.rules.CloseAfter, ReturnAfter: r.returnAfter, OpenBetween: func(from, to time.Time) time.Duration {
				if !r.open || to.Before(from) {
					return 0
				}
				return to.Sub(from)
			}}}
		},
		OfflineSince: func(user desk.UserID) (time.Time, bool) { at, away := r.offline[user]; return at, away },
		GiveUp:       func(context.Context, desk.Conversation) error { r.gaveUp++; return desk.Refuse(desk.Outdated, "") },
	})
	return r
}

func (r *room) now() time.Time { return r.at }

func (r *room) run(by desk.Actor, do desk.Command) {
	r.t.Helper()
	if _, err := r.do.Do(r.t.Context(), dispatch.Command{Workplace: "lomas", Conversation: c1, By: by, Do: do}); err != nil {
		r.t.Fatalf("%T: %v", do, err)
	}
}

func (r *room) writes() {
	r.t.Helper()
	r.run(desk.TheCustomer, desk.Receive{Message: "m", Text: "Hello", Limit: 2000, Customer: desk.Customer{ID: "cu"}, Channel: channel})
}

// after lets time pass, looks, and answers the conversation.
func (r *room) after(d time.Duration) desk.Conversation {
	r.t.Helper()
	r.at = r.at.Add(d)
	r.timers.Look(r.t.Context())
	c, err := r.ledger.In("lomas").Conversation(r.t.Context(), c1)
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}

func TestWhatSleepsForADayIsClosed(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.writes()
	r.run(gil, desk.Reply{Message: "r", Text: "Hi"})
	if c := r.after(24*time.Hour - time.Second); !c.Open() {
		t.Error("closed too early")
	}
	if c := r.after(time.Second); c.Open() {
		t.Error("still open after a day without a word")
	}
}

func TestWhatIsNotClosed(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*room){
		"somebody waits": func(r *room) { r.run(gil, desk.Reply{Message: "r", Text: "Hi"}); r.writes() },
		"an alarm rings": func(r *room) {
			r.run(gil, desk.Reply{Message: "r", Text: "Hi"})
			r.run(gil, desk.Escalate{Reason: "general", Note: "n", Text: "Look"})
		},
		"the workplace never closes": func(r *room) { r.run(gil, desk.Reply{Message: "r", Text: "Hi"}); r.rules.CloseAfter = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t)
			r.writes()
			prepare(r)
			if c := r.after(100 * 24 * time.Hour); !c.Open() {
				t.Error("closed")
			}
		})
	}
}

func TestWhatSomebodyAwayLeavesAloneGoesBackToTheQueue(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.writes()
	r.run(sol, desk.Reply{Message: "r", Text: "Hi"})
	r.writes()
	if c := r.after(time.Hour); c.Holder.User != "sol" {
		t.Error("given back although she is here")
	}
	r.offline["sol"] = r.at
	if c := r.after(15*time.Minute - time.Second); c.Holder.User != "sol" {
		t.Error("given back too early")
	}
	r.open = false
	if c := r.after(time.Hour); c.Holder.User != "sol" {
		t.Error("given back outside the opening hours")
	}
	r.open = true
	c := r.after(time.Second)
	if c.Holder != (desk.Holder{Team: desk.TeamStaff}) || c.TakenOver == nil {
		t.Errorf("held by %+v, taken over %+v", c.Holder, c.TakenOver)
	}
	events, err := r.ledger.In("lomas").Log(t.Context(), c.LastSeq-1, 1)
	if err != nil || len(events) != 1 {
		t.Fatal(err)
	}
	if a, ok := events[0].Data.(desk.Assigned); !ok || a.Cause != desk.CauseAbsent || events[0].By != desk.System || a.Note != "" {
		t.Errorf("recorded %+v", events[0])
	}
}

func TestAWorkplaceMayGiveBackAtOnce(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.returnAfter = 0
	r.writes()
	r.run(sol, desk.Reply{Message: "r", Text: "Hi"})
	r.writes()
	r.offline["sol"], r.open = r.at, false
	if c := r.after(time.Hour); c.Holder.User != "sol" {
		t.Error("given back outside the opening hours")
	}
	r.open = true
	if c := r.after(time.Second); !c.Holder.Queue() {
		t.Error("not given back")
	}
}

func TestNobodyWaitsSoNothingIsGivenBack(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.writes()
	r.run(sol, desk.Reply{Message: "r", Text: "Hi"})
	r.offline["sol"] = r.at
	if c := r.after(10 * time.Hour); c.Holder.User != "sol" {
		t.Error("given back although nobody waits")
	}
}

func TestWhatWaitsWithLaraIsHandedOver(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.writes()
	if r.after(30*time.Second - time.Millisecond); r.gaveUp != 0 {
		t.Error("handed over too early")
	}
	if r.after(time.Millisecond); r.gaveUp != 1 {
		t.Error("not handed over after half a minute")
	}
}
