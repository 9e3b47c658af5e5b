package lara

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const home = desk.WorkplaceID("sonrisas")

var (
	gil = desk.Actor{Team: desk.TeamAgents, User: "gil"}
	sol = desk.Actor{Team: desk.TeamStaff, User: "sol"}
)

// place is a workplace on a real ledger, with Lara in it.
type place struct {
	t      *testing.T
	ledger *ledger.Ledger
	do     *dispatch.Dispatcher
	now    time.Time
	rules  desk.Workplace
	deaf   bool // hints are lost

	stop  func()
	stops sync.WaitGroup

	mu       sync.Mutex // guards the fields below
	lara     *Lara
	settings Settings
	between  func(desk.Command) error // called between a thought and its command
	outcomes map[Outcome]int
	news     chan struct{} // closed at the next commit, and when something of hers is counted
	named    int
	asked    chan struct{} // holds a token once her settings were asked for while she is off
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, now: monday, settings: sonrisas(), news: make(chan struct{}), asked: make(chan struct{}, 1), outcomes: map[Outcome]int{}, rules: desk.Workplace{
		ID: home, AgentsService: true, Lara: true, MessageLimit: 320,
		Reasons: []desk.ReasonID{"urgent_emergency", "complaint", "scheduling", "general"},
		Members: map[desk.UserID]desk.Member{"gil": {ID: "gil", Handle: "gil", Role: desk.RoleAgent}, "sol": {ID: "sol", Handle: "sol", Role: desk.RoleStaff}},
	}}
	var err error
	if p.ledger, err = ledger.Open(t.Context(), ledger.Options{Dir: t.TempDir(), Now: func() time.Time { return p.now }, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.leave()
		if err := p.ledger.Close(); err != nil {
			t.Error(err)
		}
	})
	p.do = dispatch.New(p, p, func() time.Time { return p.now })
	p.ledger.OnCommit(func(c ledger.Commit) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.lara != nil && !p.deaf {
			p.lara.Hear(c.Workplaces)
		}
		p.wake()
	})
	return p
}

// wake has whoever waits look again. p.mu must be held.
func (p *place) wake() {
	close(p.news)
	p.news = make(chan struct{})
}

// The place is the dispatcher's log and directory, Lara's log, and her dispatcher.
func (p *place) Rules(desk.WorkplaceID) (*desk.Workplace, bool) { return &p.rules, true }
func (p *place) AgentOf(desk.UserID) []desk.WorkplaceID         { return []desk.WorkplaceID{home} }

func (p *place) Write(ctx context.Context, unit func(dispatch.Tx) error) error {
	return p.ledger.Write(ctx, func(tx *ledger.Tx) error { return unit(tx) })
}

type laraLog struct{ *ledger.Ledger }

func (l laraLog) Log(ctx context.Context, w desk.WorkplaceID, after desk.Seq, limit int) ([]desk.Event, error) {
	return l.In(w).Log(ctx, after, limit)
}

func (l laraLog) Conversation(ctx context.Context, w desk.WorkplaceID, id desk.ConversationID) (desk.Conversation, error) {
	return l.In(w).Conversation(ctx, id)
}

func (l laraLog) Episode(ctx context.Context, w desk.WorkplaceID, id desk.ConversationID, from desk.Seq) ([]desk.Event, error) {
	return l.In(w).Episode(ctx, id, from)
}

func (l laraLog) Timeline(ctx context.Context, w desk.WorkplaceID, id desk.ConversationID, before desk.Seq, limit int) ([]desk.Event, bool, error) {
	return l.In(w).Timeline(ctx, id, before, limit)
}

// Do is what Lara's commands go through.
func (p *place) Do(ctx context.Context, cmd dispatch.Command) (dispatch.Result, error) {
	p.mu.Lock()
	between := p.between
	p.mu.Unlock()
	if between != nil {
		if err := between(cmd.Do); err != nil {
			return dispatch.Result{}, err
		}
	}
	return p.do.Do(ctx, cmd)
}

// before has something happen between Lara's next thought and its command, once.
func (p *place) before(happens func()) {
	var once sync.Once
	p.intercept(func(desk.Command) error { once.Do(happens); return nil })
}

func (p *place) intercept(f func(desk.Command) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.between = f
}

// comes starts Lara with one worker, so that what came first is done first.
func (p *place) comes() { p.comesWith(1) }

func (p *place) comesWith(workers int) {
	p.t.Helper()
	l := New(Options{
		Log: laraLog{p.ledger}, Dispatcher: p, Now: func() time.Time { return p.now }, Logger: slog.New(slog.DiscardHandler), Workers: workers, Poll: 20 * time.Millisecond,
		Count: func(o Outcome) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.outcomes[o]++
			p.wake()
		},
		Settings: func(w desk.WorkplaceID) (Settings, bool) {
			p.mu.Lock()
			defer p.mu.Unlock()
			if !p.settings.On {
				select {
				case p.asked <- struct{}{}:
				default:
				}
			}
			return p.settings, w == home
		},
	})
	ctx, stop := context.WithCancel(context.Background())
	p.mu.Lock()
	p.lara, p.stop = l, stop
	p.mu.Unlock()
	p.stops.Go(func() { l.Run(ctx) })
}

// leave stops Lara, as a crash would between two of her commands.
func (p *place) leave() {
	p.mu.Lock()
	stop := p.stop
	p.lara, p.stop = nil, nil
	p.mu.Unlock()
	if stop != nil {
		stop()
	}
	p.stops.Wait()
}

// run gives a command that must be taken.
func (p *place) run(c desk.ConversationID, by desk.Actor, do desk.Command) {
	p.t.Helper()
	if _, err := p.do.Do(context.Background(), dispatch.Command{Workplace: home, Conversation: c, By: by, Do: do}); err != nil {
		p.t.Errorf("%T: %v", do, err)
	}
}

// unique names something; who names by the log instead races with whoever writes.
func (p *place) unique(prefix string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.named++
	return fmt.Sprintf("%s%d", prefix, p.named)
}

// writes has a customer write.
func (p *place) writes(c desk.ConversationID, text string) {
	p.t.Helper()
	id := desk.MessageID(p.unique("m"))
	p.run(c, desk.TheCustomer, desk.Receive{
		Message: id, Text: text, Limit: 2000, Language: Language(text),
		Customer: desk.Customer{ID: desk.CustomerID("of-" + c)}, Channel: desk.Channel{ID: "web", Kind: desk.ChannelWeb},
	})
}

func (p *place) replies(c desk.ConversationID, by desk.Actor) {
	p.t.Helper()
	id := desk.MessageID(p.unique("r"))
	p.run(c, by, desk.Reply{Message: id, Text: "A person here."})
}

func (p *place) log() []desk.Event {
	p.t.Helper()
	events, err := p.ledger.In(home).Log(context.Background(), 0, 10_000)
	if err != nil {
		p.t.Fatal(err)
	}
	return events
}

// hers is what Lara did in a conversation, in short.
func (p *place) hers(c desk.ConversationID) string {
	p.t.Helper()
	var did []string
	for _, e := range p.log() {
		if e.Conversation == c && e.By == desk.Lara {
			did = append(did, string(e.Kind()))
		}
	}
	return strings.Join(did, " ")
}

// await waits until Lara has done this, and nothing else, in a conversation.
func (p *place) await(c desk.ConversationID, want string) {
	p.t.Helper()
	p.until(fmt.Sprintf("Lara does %q in %s", want, c), func() bool { return p.hers(c) == want })
}

func (p *place) until(what string, is func() bool) {
	p.t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		p.mu.Lock()
		news := p.news
		p.mu.Unlock()
		if is() {
			return
		}
		select {
		case <-news:
		case <-timeout:
			p.t.Fatalf("waited in vain: %s; the log: %s", what, p.kinds())
		}
	}
}

// settled waits until Lara has come to what was written before: she answers in the order of the log.
func (p *place) settled() {
	p.t.Helper()
	marker := desk.ConversationID(p.unique("marker-"))
	p.writes(marker, "hola")
	p.await(marker, "message.sent")
}

// counted waits until so many things came to an outcome.
func (p *place) counted(o Outcome, n int) {
	p.t.Helper()
	p.until(fmt.Sprintf("%d %s", n, o), func() bool { p.mu.Lock(); defer p.mu.Unlock(); return p.outcomes[o] == n })
}

func (p *place) kinds() string {
	var kinds []string
	for _, e := range p.log() {
		kinds = append(kinds, fmt.Sprintf("%s:%s(%s)", e.Conversation, e.Kind(), e.By.Team))
	}
	return strings.Join(kinds, " ")
}

func (p *place) conversation(c desk.ConversationID) desk.Conversation {
	p.t.Helper()
	found, err := p.ledger.In(home).Conversation(context.Background(), c)
	if err != nil {
		p.t.Fatal(err)
	}
	return found
}
