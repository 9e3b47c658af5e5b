package furnish

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
	"relevo/backend/workplace"
)

const (
	years   = 2
	atOnce  = 3000 // commands in one transaction
	abreast = 600  // conversations under way at the same time
	open    = 0.05 // part of the conversations that are open at the end
)

// Options say how much there is to be.
type Options struct {
	Dir           string // data folder; empty or new
	Conversations int
	Messages      int // about so many: the last conversations come to their end
	Workplaces    int // the first has half of the conversations
	People        int // of each workplace
	Seed          uint64
	Now           time.Time // when the story ends
	Log           *slog.Logger
	// Progress is told now and then how many messages there are.
	Progress func(messages int)
}

// Made is how much there is.
type Made struct{ Conversations, Messages, Events int }

// Furnish fills a folder. It refuses one in which something has happened already.
func Furnish(ctx context.Context, o Options) (_ Made, err error) {
	if o.Workplaces < 1 || o.People < least || o.Conversations < o.Workplaces || o.Messages < o.Conversations {
		return Made{}, fmt.Errorf("there are at least one workplace, %d people, a conversation each and a message in each", least)
	}
	l, err := ledger.Open(ctx, ledger.Options{Dir: o.Dir, Now: time.Now, Log: o.Log})
	if err != nil {
		return Made{}, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if seqs, err := l.Seqs(ctx); err != nil || len(seqs) > 0 {
		return Made{}, errors.Join(err, errors.New("something has happened in this folder already: take an empty one"))
	}
	directory := workplace.NewDirectory(l.Reader())
	if err := settle(ctx, l, directory, o); err != nil {
		return Made{}, err
	}
	places, err := placesOf(directory, o)
	if err != nil {
		return Made{}, err
	}
	rng := rand.New(rand.NewPCG(o.Seed, 1))
	c := &chronicle{o: o, places: places, rng: rng, texts: newTexts(rng)}
	return c.tell(ctx, l, directory)
}

// chronicle is the whole story while it is told.
type chronicle struct {
	o      Options
	places []*place
	rng    *rand.Rand
	texts  *texts

	made     Made
	promised int     // messages that the conversations which have begun are still to have
	lively   []*talk // under way
	resting  []*talk // closed, but the customer will write again
	phones   int
}

// tell runs commands until every conversation is as it is to be.
func (c *chronicle) tell(ctx context.Context, l *ledger.Ledger, directory *workplace.Directory) (Made, error) {
	for done := false; !done; {
		err := l.Write(ctx, func(tx *ledger.Tx) (err error) {
			d := dispatch.New(within{tx}, directory, time.Now)
			for range atOnce {
				if done = c.gather(); done {
					return nil
				}
				if err := c.step(ctx, d); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return Made{}, err
		}
		c.o.Progress(c.made.Messages)
	}
	return c.made, nil
}

// within is the log from inside one of its own transactions.
type within struct{ tx *ledger.Tx }

func (w within) Write(_ context.Context, unit func(dispatch.Tx) error) error { return unit(w.tx) }

// gather sees to it that enough is under way, and tells whether all has been told.
func (c *chronicle) gather() (done bool) {
	for len(c.lively) < abreast {
		begun := c.made.Conversations < c.o.Conversations
		switch rest := len(c.resting); {
		case rest > 0 && (!begun || c.rng.IntN(2) == 0):
			i := c.rng.IntN(rest)
			c.lively = append(c.lively, c.resting[i])
			c.resting[i] = c.resting[rest-1]
			c.resting = c.resting[:rest-1]
		case begun:
			c.lively = append(c.lively, c.begin())
		default:
			return len(c.lively) == 0
		}
	}
	return false
}

// begin plans the next conversation: the last ones stay open.
func (c *chronicle) begin() *talk {
	n := c.made.Conversations
	c.made.Conversations++
	mean := float64(c.o.Messages-c.made.Messages-c.promised) / float64(c.o.Conversations-n)
	length := max(1, int(mean*c.rng.ExpFloat64()+0.5))
	if n == c.o.Conversations-1 {
		length = max(1, c.o.Messages-c.made.Messages-c.promised)
	}
	c.promised += length
	p := c.places[0]
	if len(c.places) > 1 && c.rng.IntN(2) == 0 {
		p = c.places[1+c.rng.IntN(len(c.places)-1)]
	}
	c.phones++
	return c.newTalk(p, length, n >= int(float64(c.o.Conversations)*(1-open)))
}

// step has the next thing happen in one of the conversations that are under way.
func (c *chronicle) step(ctx context.Context, d *dispatch.Dispatcher) error {
	i := c.rng.IntN(len(c.lively))
	t := c.lively[i]
	by, do := t.next()
	result, err := d.Do(ctx, dispatch.Command{Workplace: t.place.id, Conversation: t.id, By: by, Do: do, At: c.now()})
	if err != nil {
		return fmt.Errorf("%T: %w", do, err)
	}
	t.now = result.Conversation
	c.made.Events += len(result.Events)
	for _, e := range result.Events {
		switch e.Data.(type) {
		case desk.Received, desk.Sent:
			c.made.Messages++
			if t.left > 0 {
				t.left, c.promised = t.left-1, c.promised-1
			}
		}
	}
	if t.rests() || t.over {
		c.lively[i] = c.lively[len(c.lively)-1]
		c.lively = c.lively[:len(c.lively)-1]
	}
	if t.rests() && !t.over {
		c.resting = append(c.resting, t)
	}
	return nil
}

// now is the story's time: it runs as evenly as the messages come, and ends where the story does.
func (c *chronicle) now() time.Time {
	told := min(1, float64(c.made.Messages)/float64(c.o.Messages))
	span := years * 365 * 24 * time.Hour
	return c.o.Now.Add(time.Duration((told - 1) * float64(span)))
}
