// Package wire is the public contract as Go structs: bodies over HTTP, events, and the live sockets' frames. Names and
// meanings here are fixed; fields are only ever added. The OpenAPI file, and from it the SPA's types, are made from them.
//
// The package holds no rule and asks nobody: it turns what the domain says into what the contract says (From…). Anybody
// may call it from any goroutine. Golden JSON of every shape lies in testdata.
package wire

import (
	"time"

	"relevo/backend/desk"
)

// timeLayout is RFC 3339 with milliseconds, always UTC.
const timeLayout = "2006-01-02T15:04:05.000Z"

// Time is a moment as the contract writes it.
func Time(t time.Time) string { return t.UTC().Format(timeLayout) }

func optionalTime(t *time.Time) *string {
	if t == nil {
		return nil
	}
	s := Time(*t)
	return &s
}

// Directory answers what the shapes show beside the domain's own words.
type Directory interface {
	// Person names a user, also who is no member any more: accounts are never deleted.
	Person(desk.UserID) (name, handle string)
	// AgentsService tells whether the workplace has Live Agents.
	AgentsService(desk.WorkplaceID) bool
}

// Person is a user as everybody in the workplace sees them.
type Person struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Handle string `json:"handle"`
}

// FromUser names a user; nil for none.
func FromUser(id desk.UserID, d Directory) *Person {
	if id == "" {
		return nil
	}
	name, handle := d.Person(id)
	return &Person{ID: string(id), Name: name, Handle: handle}
}

// Actor is who did something. Lara, the customer and the system have no user.
type Actor struct {
	Team string  `json:"team" enum:"customer,lara,agents,staff,supervisor,system"`
	User *Person `json:"user"`
}

// FromActor names an actor.
func FromActor(a desk.Actor, d Directory) Actor {
	return Actor{Team: string(a.Team), User: FromUser(a.User, d)}
}

// Holder is who holds a conversation: a team's queue, or one user of the team.
type Holder struct {
	Team string  `json:"team" enum:"lara,agents,staff"`
	User *Person `json:"user"`
}

// FromHolder names a holder.
func FromHolder(h desk.Holder, d Directory) Holder {
	return Holder{Team: string(h.Team), User: FromUser(h.User, d)}
}

// Customer is the person outside. Name is the number, or "Web visitor", until somebody gives one.
type Customer struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Phone    string `json:"phone"`
	Language string `json:"language"`
	About    string `json:"about"`
}

// FromCustomer shows a customer.
func FromCustomer(c desk.Customer) Customer {
	name := c.Name
	if name == "" {
		name = c.Phone
	}
	if name == "" {
		name = "Web visitor"
	}
	return Customer{ID: string(c.ID), Name: name, Phone: c.Phone, Language: c.Language, About: c.About}
}

// Channel is the number or widget that a conversation is on.
type Channel struct {
	ID   string `json:"id"`
	Kind string `json:"kind" enum:"web,twilio"`
}

// FromChannel shows a channel.
func FromChannel(c desk.Channel) Channel { return Channel{ID: string(c.ID), Kind: string(c.Kind)} }
