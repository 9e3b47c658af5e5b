package demo

import (
	"context"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/workplace"
)

const (
	days       = 15 // of history
	pastPerDay = 20 // conversations of a day that ended, over both workplaces
	nowCount   = 45 // conversations under way
)

// Options of the example.
type Options struct {
	// Do runs a command to its durable end.
	Do func(context.Context, dispatch.Command) (dispatch.Result, error)
	// User answers the account of an email.
	User func(email string) (desk.UserID, bool)
	Now  func() time.Time
	Seed uint64
}

// Furnish tells two weeks of conversations, in the order in which they happened, and answers how many they are.
// Progress is called now and then with what part is told. It belongs on an empty log with the example's File applied.
func Furnish(ctx context.Context, o Options, progress func(done, all int)) (int, error) {
	casts, err := castsOf(o.User)
	if err != nil {
		return 0, err
	}
	plays, order := compose(casts, mathrand.New(mathrand.NewPCG(o.Seed, 1)), o.Now())
	for i, next := range order {
		if i%200 == 0 {
			progress(i, len(order))
		}
		p := plays[next.play]
		result, err := o.Do(ctx, p.command(p.steps[next.step], next.began))
		if err != nil {
			return 0, fmt.Errorf("tell step %d of a story: %w", next.step, err)
		}
		p.now = result.Conversation
	}
	progress(len(order), len(order))
	return len(plays), nil
}

// cue says which step of which play comes at a time.
type cue struct {
	at, began  time.Time
	play, step int
}

// compose writes all plays and puts their steps in the order of time.
func compose(casts []*cast, rng *mathrand.Rand, now time.Time) ([]*play, []cue) {
	var plays []*play
	var order []cue
	add := func(s story, begins func(length time.Duration) time.Time) {
		p := pick(rng, casts).newPlay(rng)
		s(p)
		began := begins(p.at)
		for i, step := range p.steps {
			order = append(order, cue{at: began.Add(step.at), began: began, play: len(plays), step: i})
		}
		plays = append(plays, p)
	}
	for day := 1; day <= days; day++ {
		for i := range pastPerDay {
			s := finished[(day*pastPerDay+i)%len(finished)]
			add(s, func(length time.Duration) time.Time {
				morning := now.AddDate(0, 0, -day).Truncate(24 * time.Hour).Add(12 * time.Hour) // 8 o'clock in Puerto Rico
				began := morning.Add(time.Duration(rng.Int64N(int64(9 * time.Hour))))
				if latest := now.Add(-length - time.Minute); began.After(latest) {
					return latest
				}
				return began
			})
		}
	}
	for i := range nowCount {
		add(underWay[i%len(underWay)], func(length time.Duration) time.Time {
			length = min(length, 23*time.Hour) // what falls asleep tomorrow has not done so yet
			return now.Add(-length - time.Duration(rng.Int64N(int64(12*time.Minute))))
		})
	}
	order = slices.DeleteFunc(order, func(c cue) bool { return c.at.After(now) })
	slices.SortStableFunc(order, func(a, b cue) int { return a.at.Compare(b.at) })
	return plays, order
}

// castsOf finds the people of the example.
func castsOf(user func(string) (desk.UserID, bool)) ([]*cast, error) {
	file, err := File()
	if err != nil {
		return nil, fmt.Errorf("read the example: %w", err)
	}
	var casts []*cast
	for _, w := range file.Workplaces {
		c := &cast{workplace: desk.WorkplaceID(w.ID), areaCode: "787", knowledge: map[string][]topic{}}
		if w.Country == "US" {
			c.areaCode = "407"
		}
		for _, k := range w.Knowledge {
			c.knowledge[k.Language] = append(c.knowledge[k.Language], topic{ask: k.Question, answer: k.Answer})
		}
		for _, ch := range w.Channels {
			channel := desk.Channel{ID: desk.ChannelID(ch.ID), Kind: desk.ChannelKind(ch.Kind)}
			if channel.Kind == desk.ChannelWeb {
				c.web = channel
			} else {
				c.sms = channel
			}
		}
		for _, u := range file.Users {
			if err := c.join(u, user); err != nil {
				return nil, err
			}
		}
		casts = append(casts, c)
	}
	return casts, nil
}

// join gives a person their part in the workplaces that they belong to.
func (c *cast) join(u workplace.FileUser, user func(string) (desk.UserID, bool)) error {
	id, ok := user(u.Email)
	if !ok {
		return fmt.Errorf("%s is no account: apply the example's file first", u.Email)
	}
	for _, m := range u.Memberships {
		if m.Workplace != string(c.workplace) {
			continue
		}
		role := desk.Role(m.Role)
		actor := desk.Actor{Team: role.Team(), User: id}
		switch actor.Team {
		case desk.TeamAgents:
			c.agents = append(c.agents, actor)
		case desk.TeamSupervisor:
			c.supervisor = actor
		default:
			c.staff = append(c.staff, actor)
		}
		if u.Password == "" {
			c.colleagues = append(c.colleagues, actor)
		}
	}
	return nil
}
