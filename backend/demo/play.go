package demo

import (
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

// cast is a workplace with the people who act in it.
type cast struct {
	workplace     desk.WorkplaceID
	web, sms      desk.Channel
	areaCode      string
	staff, agents []desk.Actor // those with a login first
	colleagues    []desk.Actor // those without
	supervisor    desk.Actor
	knowledge     map[string][]topic // by language: question and answer
	used          int                // numbers given out
}

// play is one conversation's story: its steps, and how far it got.
type play struct {
	*cast
	rng      *mathrand.Rand
	language string
	customer desk.Customer
	channel  desk.Channel
	id       desk.ConversationID

	steps []step
	at    time.Duration // of the newest step, since the story's begin

	now desk.Conversation // as the steps so far left it
}

// step is one command, so long after the story's begin.
type step struct {
	at time.Duration
	by desk.Actor
	do func(now desk.Conversation) desk.Command
}

// newPlay begins a story with a customer of its own.
func (c *cast) newPlay(rng *mathrand.Rand) *play {
	p := &play{cast: c, rng: rng, language: "es", channel: c.web, id: desk.ConversationID(rand.Text())}
	if rng.IntN(100) < 40 {
		p.language = "en"
	}
	c.used++
	p.customer = desk.Customer{ID: desk.CustomerID(rand.Text()), Language: p.language}
	if rng.IntN(100) < 55 {
		p.channel = c.sms
	}
	if p.channel == c.sms {
		p.customer.Phone = fmt.Sprintf("+1%s555%04d", c.areaCode, 1000+c.used)
	}
	if p.channel == c.web || rng.IntN(100) < 80 {
		p.customer.Name = pick(rng, firstNames) + " " + pick(rng, lastNames)
	}
	return p
}

func pick[T any](rng *mathrand.Rand, from []T) T { return from[rng.IntN(len(from))] }

func (p *play) say() lines { return said[p.language] }

// add appends a step some time after the one before: between least and four times that.
func (p *play) add(least time.Duration, by desk.Actor, do func(desk.Conversation) desk.Command) {
	p.at += least + time.Duration(p.rng.Int64N(int64(3*least)+1))
	p.steps = append(p.steps, step{at: p.at, by: by, do: do})
}

func (p *play) writes(text string) {
	p.add(40*time.Second, desk.TheCustomer, func(desk.Conversation) desk.Command {
		return desk.Receive{Message: newMessage(), Text: text, Limit: 2000, Language: p.language, Customer: p.customer, Channel: p.channel}
	})
}

func (p *play) laraSays(text string) {
	p.add(time.Second, desk.Lara, func(now desk.Conversation) desk.Command {
		return desk.LaraReply{Message: newMessage(), Text: text, Upto: now.ReceivedSeq}
	})
	p.delivered()
}

func (p *play) laraHandsOver(text, summary string, reason desk.ReasonID) {
	p.add(time.Second, desk.Lara, func(now desk.Conversation) desk.Command {
		return desk.LaraHandOver{Message: newMessage(), Text: text, Note: newNote(), Summary: summary, Reason: reason, Upto: now.ReceivedSeq}
	})
	p.delivered()
}

func (p *play) replies(by desk.Actor, text string) {
	p.add(45*time.Second, by, func(desk.Conversation) desk.Command { return desk.Reply{Message: newMessage(), Text: text} })
	p.delivered()
}

func (p *play) starts(by desk.Actor, text string) {
	p.channel, p.customer.Phone = p.sms, fmt.Sprintf("+1%s555%04d", p.areaCode, 1000+p.used)
	p.add(time.Second, by, func(desk.Conversation) desk.Command {
		return desk.Start{Message: newMessage(), Text: text, Customer: p.customer, Channel: p.channel}
	})
}

// delivered follows a text to the customer's phone.
func (p *play) delivered() {
	if p.channel == p.sms {
		p.reaches(desk.DeliverySent, "")
		p.reaches(desk.DeliveryDelivered, "")
	}
}

func (p *play) reaches(state desk.DeliveryState, why string) {
	p.add(time.Second, desk.System, func(now desk.Conversation) desk.Command {
		return desk.Deliver{Message: now.LastMessage.Message, State: state, Error: why}
	})
}

func (p *play) notes(by desk.Actor, text string, directs bool) {
	p.add(30*time.Second, by, func(desk.Conversation) desk.Command {
		return desk.AddNote{Note: newNote(), Text: text, DirectsAgents: directs}
	})
}

func (p *play) assigns(by desk.Actor, to desk.Holder, note string) {
	p.add(30*time.Second, by, func(desk.Conversation) desk.Command { return desk.Assign{To: to, Note: newNote(), Text: note} })
}

func (p *play) escalates(by desk.Actor, reason desk.ReasonID, note string) {
	p.add(30*time.Second, by, func(desk.Conversation) desk.Command {
		return desk.Escalate{Reason: reason, Note: newNote(), Text: note}
	})
}

func (p *play) acknowledges(by desk.Actor) {
	p.add(20*time.Second, by, func(desk.Conversation) desk.Command { return desk.Acknowledge{} })
}

func (p *play) closes(by desk.Actor, note string) {
	p.add(2*time.Minute, by, func(desk.Conversation) desk.Command { return desk.Close{Note: newNote(), Text: note} })
}

// fallsAsleep closes it after a day without a word, as the system does.
func (p *play) fallsAsleep() {
	p.at += 24 * time.Hour
	p.add(time.Minute, desk.System, func(desk.Conversation) desk.Command { return desk.CloseIdle{} })
}

func (p *play) sees(by desk.Actor) {
	p.add(2*time.Second, by, func(now desk.Conversation) desk.Command { return desk.MarkSeen{Upto: now.LastSeq} })
}

// command is the next step's command, given where the conversation stands.
func (p *play) command(s step, began time.Time) dispatch.Command {
	return dispatch.Command{Workplace: p.workplace, Conversation: p.id, By: s.by, Do: s.do(p.now), At: began.Add(s.at)}
}

func newMessage() desk.MessageID { return desk.MessageID(rand.Text()) }
func newNote() desk.NoteID       { return desk.NoteID(rand.Text()) }
