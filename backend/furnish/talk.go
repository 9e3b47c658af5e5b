package furnish

import (
	"fmt"

	"relevo/backend/desk"
)

// talk is one conversation while its story is told.
type talk struct {
	*chronicle
	place    *place
	id       desk.ConversationID
	customer desk.Customer
	channel  desk.Channel
	language string

	left  int  // messages that are still to come
	opens bool // stays open at the end
	ends  desk.Holder
	waits bool // at the end, for an answer
	over  bool

	now desk.Conversation // as the steps so far left it
}

// newTalk plans a conversation.
func (c *chronicle) newTalk(p *place, length int, opens bool) *talk {
	t := &talk{
		chronicle: c, place: p, id: desk.ConversationID(c.newID()), channel: p.sms, language: "es", left: length, opens: opens,
		customer: desk.Customer{ID: desk.CustomerID(c.newID()), Phone: fmt.Sprintf("+1787%07d", 2000000+c.phones)},
	}
	if c.chance(30) {
		t.language = "en"
	}
	if c.chance(40) {
		t.channel, t.customer.Phone = p.web, ""
	}
	if c.chance(85) {
		t.customer.Name = personName(c.rng.IntN(1 << 20))
	}
	t.customer.Language = t.language
	t.ends, t.waits = t.lastHolder()
	return t
}

// lastHolder is who holds a conversation that stays open, and whether the customer waits for them. Nobody waits for
// Lara: a server that starts on the folder has her answer at once.
func (t *talk) lastHolder() (holder desk.Holder, waits bool) {
	switch waits = t.chance(40); t.rng.IntN(10) {
	case 0, 1:
		return desk.Holder{Team: desk.TeamLara}, false
	case 2, 3:
		return desk.Holder{Team: desk.TeamAgents}, true
	case 4, 5, 6:
		return desk.Holder(t.one(t.place.agents)), waits
	case 7:
		return desk.Holder{Team: desk.TeamStaff}, true
	}
	return desk.Holder(t.one(t.place.staff)), waits
}

// rests tells whether the customer is done for now and writes again another time.
func (t *talk) rests() bool { return t.left > 0 && t.now.Exists() && !t.now.Open() }

// next is what happens next.
func (t *talk) next() (desk.Actor, desk.Command) {
	c := &t.now
	switch {
	case t.left <= 0 && t.opens:
		return t.arrive()
	case t.left <= 0 && c.Open(), t.left > 3 && c.Open() && !c.Waiting() && t.chance(8):
		t.over = t.left <= 0
		return t.closer(), desk.Close{Note: t.note(), Text: t.maybe(10)}
	case c.Open() && c.Waiting():
		return t.attend()
	}
	return t.write()
}

// write is a message of the customer.
func (t *talk) write() (desk.Actor, desk.Command) {
	return desk.TheCustomer, desk.Receive{
		Message: t.message(), Text: t.text(), Limit: 2000, Language: t.language, Customer: t.customer, Channel: t.channel,
	}
}

// attend is what whoever holds the conversation does while the customer waits.
func (t *talk) attend() (desk.Actor, desk.Command) {
	holder := t.now.Holder
	by := desk.Actor(holder)
	if holder.Queue() {
		by = t.one(t.place.agents)
	}
	switch {
	case holder.Team == desk.TeamLara && t.chance(25):
		return desk.Lara, desk.LaraHandOver{
			Message: t.message(), Text: t.text(), Note: t.note(), Summary: t.text(), Reason: "general", Upto: t.now.ReceivedSeq,
		}
	case holder.Team == desk.TeamLara:
		return desk.Lara, desk.LaraReply{Message: t.message(), Text: t.text(), Upto: t.now.ReceivedSeq}
	case holder.Team == desk.TeamStaff && holder.Queue():
		by = t.one(t.place.staff)
	case holder.Team == desk.TeamAgents && t.chance(5):
		return by, desk.Escalate{Reason: "general", Note: t.note(), Text: t.text()}
	case holder.Team == desk.TeamAgents && t.chance(5):
		return by, desk.Assign{To: desk.Holder(t.one(t.place.agents)), Note: t.note(), Text: t.text()}
	case t.chance(2):
		by = t.one(t.place.staff) // the office steps in
	}
	switch {
	case t.chance(8):
		return by, desk.AddNote{Note: t.note(), Text: t.text()}
	case t.chance(15):
		return by, desk.MarkSeen{Upto: t.now.LastSeq}
	}
	return by, desk.Reply{Message: t.message(), Text: t.text()}
}

// arrive brings a conversation that stays open to where it is at the end.
func (t *talk) arrive() (desk.Actor, desk.Command) {
	c := &t.now
	switch {
	case c.Waiting() && c.Holder.Team == desk.TeamLara, c.Waiting() && !t.waits:
		return t.attend()
	case !c.Open():
		return t.write()
	case c.Holder != t.ends:
		t.over = !t.waits || c.Waiting()
		return t.one(t.place.staff), desk.Assign{To: t.ends, Note: t.note(), Text: t.text()}
	case t.waits && !c.Waiting():
		t.over = true
		return t.write()
	}
	t.over = true
	return t.one(t.place.staff), desk.AddNote{Note: t.note(), Text: t.text()}
}

// closer is who ends an episode.
func (t *talk) closer() desk.Actor {
	if h := t.now.Holder; h.User != "" {
		return desk.Actor(h)
	}
	return t.one(t.place.staff)
}

func (t *talk) text() string { return t.texts.write(t.language) }

// maybe is a text in so many of a hundred cases.
func (t *talk) maybe(percent int) string {
	if t.chance(percent) {
		return t.text()
	}
	return ""
}

func (t *talk) message() desk.MessageID { return desk.MessageID(t.newID()) }
func (t *talk) note() desk.NoteID       { return desk.NoteID(t.newID()) }

func (c *chronicle) chance(percent int) bool        { return c.rng.IntN(100) < percent }
func (c *chronicle) one(of []desk.Actor) desk.Actor { return of[c.rng.IntN(len(of))] }

// newID is an id of the form that the program gives, but the same for the same seed.
func (c *chronicle) newID() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var id [26]byte
	for i := 0; i < len(id); i += 13 {
		bits := c.rng.Uint64()
		for j := range 13 {
			id[i+j] = letters[bits>>(5*j)&31]
		}
	}
	return string(id[:])
}
