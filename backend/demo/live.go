package demo

import (
	"context"
	"errors"
	mathrand "math/rand/v2"
	"slices"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

// Stage is what the simulation sees of the program beside giving commands.
type Stage struct {
	Options
	// Conversation answers a conversation as it stands.
	Conversation func(context.Context, desk.WorkplaceID, desk.ConversationID) (desk.Conversation, error)
	// Waiting lists the open conversations whose customers wait.
	Waiting func(context.Context) ([]desk.Conversation, error)
	// Log answers the next events of a workplace after a seq.
	Log func(ctx context.Context, w desk.WorkplaceID, after desk.Seq) ([]desk.Event, error)
	// Here says that colleagues sit at their screens; it is called again and again.
	Here func([]desk.UserID)
	// Pace is the time between two acts.
	Pace time.Duration
}

// patience is how long colleagues leave a waiting customer to the people with a login.
const patience = 45 * time.Second

// Live goes on with the example until its context ends: customers write, colleagues without a login act on what no
// person holds, and texts reach the phones that they are for.
func Live(ctx context.Context, s Stage) error {
	casts, err := castsOf(s.User)
	if err != nil {
		return err
	}
	l := living{Stage: s, casts: casts, rng: mathrand.New(mathrand.NewPCG(s.Seed, 2)), plays: map[desk.ConversationID]*play{}}
	var colleagues []desk.UserID
	for _, c := range casts {
		l.carriers = append(l.carriers, newCarrier(c.workplace, c.sms.ID))
		for _, actor := range c.colleagues {
			colleagues = append(colleagues, actor.User)
		}
	}
	tick := time.NewTicker(s.Pace)
	defer tick.Stop()
	for n := 0; ; n++ {
		s.Here(colleagues)
		err := l.act(ctx, n)
		for _, c := range l.carriers {
			err = errors.Join(err, c.carry(ctx, l.Stage))
		}
		if err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// living is the state of a running simulation.
type living struct {
	Stage
	casts []*cast
	rng   *mathrand.Rand
	plays map[desk.ConversationID]*play // whose customers this simulation speaks for

	carriers []*carrier
}

// act does one thing. A refusal is no error: somebody was faster, which is what a live desk is about.
func (l *living) act(ctx context.Context, n int) error {
	var err error
	switch {
	case n%6 == 0 && len(l.plays) < 40:
		err = l.arrive(ctx)
	case n%2 == 0:
		err = l.help(ctx)
	default:
		err = l.goOn(ctx)
	}
	if _, refused := errors.AsType[*desk.Error](err); refused {
		return nil
	}
	return err
}

// arrive has a new customer write.
func (l *living) arrive(ctx context.Context) error {
	p := pick(l.rng, l.casts).newPlay(l.rng)
	known := p.knowledge[p.language]
	switch l.rng.IntN(3) {
	case 0:
		p.writes(pick(l.rng, known).ask)
	default:
		p.writes(pick(l.rng, topics[p.language]).ask)
	}
	l.plays[p.id] = p
	return l.give(ctx, p, p.steps[0].by, p.steps[0].do(desk.Conversation{}))
}

// help has a colleague answer the customer who waits longest where no person with a login is asked.
func (l *living) help(ctx context.Context) error {
	waiting, err := l.Waiting(ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(waiting, func(a, b desk.Conversation) int { return a.WaitingSince.Compare(*b.WaitingSince) })
	for _, c := range waiting {
		cast := l.castOf(c.Workplace)
		if cast == nil || l.Now().Sub(*c.WaitingSince) < patience {
			continue
		}
		if by, ok := cast.helper(l.rng, c.Holder); ok {
			return l.Stage.answer(ctx, by, c, pick(l.rng, topics[language(c)]).answer)
		}
	}
	return nil
}

// goOn has a customer of the simulation write again after an answer, or a colleague close what is done.
func (l *living) goOn(ctx context.Context) error {
	for id, p := range l.plays {
		c, err := l.Conversation(ctx, p.workplace, id)
		if err != nil {
			return err
		}
		if !c.Open() {
			delete(l.plays, id)
			continue
		}
		if c.Waiting() || l.Now().Sub(c.LastMessage.At) < 20*time.Second {
			continue
		}
		if by := desk.Actor(c.Holder); slices.Contains(p.colleagues, by) && c.Received > 2 {
			return l.give(ctx, p, by, desk.Close{Note: newNote(), Text: p.say().closing})
		}
		return l.give(ctx, p, desk.TheCustomer, desk.Receive{
			Message: newMessage(), Text: pick(l.rng, topics[p.language]).thanks, Limit: 2000, Language: p.language, Customer: p.customer, Channel: p.channel,
		})
	}
	return nil
}

func (l *living) give(ctx context.Context, p *play, by desk.Actor, do desk.Command) error {
	_, err := l.Do(ctx, dispatch.Command{Workplace: p.workplace, Conversation: p.id, By: by, Do: do})
	return err
}

// answer writes only if nothing happened since the conversation was read, so that a colleague never takes over from a
// person who was faster.
func (s Stage) answer(ctx context.Context, by desk.Actor, c desk.Conversation, text string) error {
	seen := c.LastSeq
	_, err := s.Do(ctx, dispatch.Command{Workplace: c.Workplace, Conversation: c.ID, By: by, Do: desk.Reply{Message: newMessage(), Text: text, IfSeen: &seen}})
	return err
}

func (l *living) castOf(w desk.WorkplaceID) *cast {
	for _, c := range l.casts {
		if c.workplace == w {
			return c
		}
	}
	return nil
}

// helper is a colleague without a login who may act on what this holder has: that colleague, or one of the team whose
// queue it is. What Lara or a person with a login holds is nobody's business.
func (c *cast) helper(rng *mathrand.Rand, holder desk.Holder) (desk.Actor, bool) {
	var team []desk.Actor
	for _, actor := range c.colleagues {
		if desk.Holder(actor) == holder {
			return actor, true
		}
		if actor.Team == holder.Team {
			team = append(team, actor)
		}
	}
	if !holder.Queue() || len(team) == 0 {
		return desk.Actor{}, false
	}
	return pick(rng, team), true
}

func language(c desk.Conversation) string {
	if c.Customer.Language == "en" {
		return "en"
	}
	return "es"
}
