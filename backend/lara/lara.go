package lara

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

// Log is what Lara reads. Every answer is of committed events alone, and never older than the hint that led to it.
type Log interface {
	// Seqs are the newest seqs of all workplaces that have events.
	Seqs(ctx context.Context) (map[desk.WorkplaceID]desk.Seq, error)
	// Log is a workplace's events after a seq, in their order.
	Log(ctx context.Context, w desk.WorkplaceID, after desk.Seq, limit int) ([]desk.Event, error)
	Conversation(ctx context.Context, w desk.WorkplaceID, id desk.ConversationID) (desk.Conversation, error)
	// Episode is the messages either way since the conversation was last opened, and not before a seq, with their texts,
	// oldest first. Other events among them are passed over.
	Episode(ctx context.Context, w desk.WorkplaceID, id desk.ConversationID, from desk.Seq) ([]desk.Event, error)
	// Timeline is a conversation's newest events before a seq (0: of all), oldest first, and whether there are older ones.
	Timeline(ctx context.Context, w desk.WorkplaceID, id desk.ConversationID, before desk.Seq, limit int) ([]desk.Event, bool, error)
	// WaitingAll are the open conversations of all workplaces whose customers wait.
	WaitingAll(ctx context.Context) ([]desk.Conversation, error)
}

// Dispatcher runs her commands.
type Dispatcher interface {
	Do(ctx context.Context, cmd dispatch.Command) (dispatch.Result, error)
}

// Options of Lara.
type Options struct {
	Log        Log
	Dispatcher Dispatcher
	// Settings are a workplace's as they are now; false: there is no such workplace.
	Settings func(desk.WorkplaceID) (Settings, bool)
	Now      func() time.Time
	Logger   *slog.Logger
	// Count is told what became of each thing that she set out to do; nil: nobody counts.
	Count func(Outcome)
	// Workers is how many conversations she thinks about at a time; 0: 8.
	Workers int
	// Poll is how often she asks the log without being told; 0: 5 s. A lost hint delays her by this much.
	Poll time.Duration
}

// Outcome is what became of something that Lara set out to do.
type Outcome string

// The outcomes. What was discarded is thought about anew; what failed is left to the timers, which give it up.
const (
	Answered   Outcome = "answered"    // a text that answers the customer was recorded
	HandedOver Outcome = "handed_over" // people got the conversation
	Rang       Outcome = "rang"        // an alarm, in a conversation that people hold
	GaveUp     Outcome = "gave_up"     // handed over because the customer had waited too long
	Discarded  Outcome = "discarded"   // somebody took over, answered or wrote on while she thought
	Failed     Outcome = "failed"      // she stopped trying
)

// Outcomes are all that there are.
var Outcomes = []Outcome{Answered, HandedOver, Rang, GaveUp, Discarded, Failed}

const (
	pageSize    = 500
	queueLength = 1024 // conversations that may wait for a worker before she stops reading on
	tries       = 5    // of what fails for another reason than a log that takes nothing
	lookLimit   = 50   // looks at one conversation that changes under her eyes
	firstPause  = 50 * time.Millisecond
	longPause   = 5 * time.Second
)

// Lara is the assistant at work. Make her with New and let her Run.
type Lara struct {
	o     Options
	wake  chan struct{} // holds one token while news is not empty
	ready chan *task
	books library

	mu    sync.Mutex // guards the fields below, and the tasks'
	news  map[desk.WorkplaceID]desk.Seq
	tasks map[desk.ConversationID]*task
}

// task is one conversation that is to be looked at. One worker at a time has it, so that its order stays.
type task struct {
	workplace    desk.WorkplaceID
	conversation desk.ConversationID
	since        desk.Seq // the oldest message that she has not heard yet; 0: not known
	again        bool     // more came meanwhile
}

// New makes Lara; she does nothing before Run.
func New(o Options) *Lara {
	o.Workers = cmp.Or(o.Workers, 8)
	o.Poll = cmp.Or(o.Poll, 5*time.Second)
	if o.Count == nil {
		o.Count = func(Outcome) {}
	}
	return &Lara{
		o: o, wake: make(chan struct{}, 1), ready: make(chan *task, queueLength),
		news: map[desk.WorkplaceID]desk.Seq{}, tasks: map[desk.ConversationID]*task{},
	}
}

// Hear tells that workplaces have events up to a seq. It never waits.
func (l *Lara) Hear(news map[desk.WorkplaceID]desk.Seq) {
	l.mu.Lock()
	for w, seq := range news {
		l.news[w] = max(l.news[w], seq)
	}
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default: // she is awake
	}
}

// Run looks once at whatever waits, and then follows the log until the context ends; it returns when everything it
// began has ended.
func (l *Lara) Run(ctx context.Context) {
	var workers sync.WaitGroup
	defer workers.Wait()
	for range l.o.Workers {
		workers.Go(func() { l.work(ctx) })
	}
	positions, ok := l.begin(ctx)
	if !ok {
		return
	}
	poll := time.NewTicker(l.o.Poll)
	defer poll.Stop()
	for {
		heads := l.takeNews()
		if heads == nil {
			select {
			case <-ctx.Done():
				return
			case <-l.wake:
				continue
			case <-poll.C:
			}
			var err error
			if heads, err = l.o.Log.Seqs(ctx); err != nil {
				l.trouble(ctx, "ask for the newest events", err)
				continue
			}
		}
		for w, head := range heads {
			l.follow(ctx, positions, w, head)
		}
	}
}

// begin takes the log's present end as her own place and looks at what waits before it.
func (l *Lara) begin(ctx context.Context) (map[desk.WorkplaceID]desk.Seq, bool) {
	for pause := firstPause; ; pause = min(2*pause, longPause) {
		positions, err := l.o.Log.Seqs(ctx)
		if err == nil {
			var waiting []desk.Conversation
			if waiting, err = l.o.Log.WaitingAll(ctx); err == nil {
				for _, c := range waiting {
					l.add(ctx, c.Workplace, c.ID, 0)
				}
				return positions, true
			}
		}
		l.trouble(ctx, "read what waits", err)
		if !sleep(ctx, pause) {
			return nil, false
		}
	}
}

func (l *Lara) takeNews() map[desk.WorkplaceID]desk.Seq {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.news) == 0 {
		return nil
	}
	news := l.news
	l.news = map[desk.WorkplaceID]desk.Seq{}
	return news
}

// follow reads a workplace's events on from her place. What can't be read now is read at the next hint or poll.
func (l *Lara) follow(ctx context.Context, positions map[desk.WorkplaceID]desk.Seq, w desk.WorkplaceID, head desk.Seq) {
	for positions[w] < head && ctx.Err() == nil {
		events, err := l.o.Log.Log(ctx, w, positions[w], pageSize)
		if err != nil {
			l.trouble(ctx, "read the log", err)
			return
		}
		for _, e := range events {
			if concernsHer(e) {
				l.add(ctx, w, e.Conversation, e.Seq)
			}
			positions[w] = e.Seq
		}
		if len(events) == 0 {
			return
		}
	}
}

// concernsHer tells whether an event may make her speak or ring: the customer wrote, or she was given the conversation.
func concernsHer(e desk.Event) bool {
	switch d := e.Data.(type) {
	case desk.Received:
		return true
	case desk.Assigned:
		return d.To.Team == desk.TeamLara
	}
	return false
}

// add has a conversation looked at. It waits while too many do.
func (l *Lara) add(ctx context.Context, w desk.WorkplaceID, id desk.ConversationID, since desk.Seq) {
	if s, ok := l.o.Settings(w); !ok || !s.On {
		return
	}
	l.mu.Lock()
	t, known := l.tasks[id]
	if known {
		t.again, t.since = true, min(t.since, since)
	} else {
		t = &task{workplace: w, conversation: id, since: since}
		l.tasks[id] = t
	}
	l.mu.Unlock()
	if known {
		return
	}
	select {
	case l.ready <- t:
	case <-ctx.Done():
	}
}

func (l *Lara) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case t := <-l.ready:
			for more := true; more && ctx.Err() == nil; {
				more = l.attend(ctx, t)
			}
		}
	}
}

// attend looks at a conversation until that needs no more, and tells whether more came meanwhile.
func (l *Lara) attend(ctx context.Context, t *task) (more bool) {
	l.mu.Lock()
	since := t.since
	t.again = false
	l.mu.Unlock()
	l.lookUntilDone(ctx, t, since)
	l.mu.Lock()
	defer l.mu.Unlock()
	if !t.again {
		delete(l.tasks, t.conversation)
	}
	return t.again
}

// lookUntilDone looks again when the conversation changed under her eyes, at once, and with growing pauses when
// nothing can be recorded or read. What she gives up is handed over by the timers.
func (l *Lara) lookUntilDone(ctx context.Context, t *task, since desk.Seq) {
	pause, failures := firstPause, 0
	for looks := 0; ctx.Err() == nil; looks++ {
		err := l.look(ctx, t.workplace, t.conversation, since)
		refusal, refused := errors.AsType[*desk.Error](err)
		switch {
		case err == nil:
			return
		case outdated(err):
			if looks < lookLimit {
				continue
			}
		case refused && refusal.Code == desk.Unavailable:
		default:
			failures++
		}
		if failures == tries || looks >= lookLimit && !(refused && refusal.Code == desk.Unavailable) {
			l.o.Count(Failed)
			l.trouble(ctx, "answer a customer", err)
			return
		}
		if !sleep(ctx, pause) {
			return
		}
		pause = min(2*pause, longPause)
	}
}

// outdated tells whether the rules refused what she did because the conversation is not any more as she saw it.
func outdated(err error) bool {
	refusal, refused := errors.AsType[*desk.Error](err)
	return refused && (refusal.Code == desk.Outdated || refusal.Code == desk.NotHolding)
}

// trouble is said to the operator, without anything that a customer wrote.
func (l *Lara) trouble(ctx context.Context, doing string, err error) {
	if ctx.Err() == nil {
		l.o.Logger.Error("Lara could not "+doing, "error", err)
	}
}

// sleep waits, and tells whether the context still stands.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
