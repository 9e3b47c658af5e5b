// Package webchat is the customer's side of the web chat: what a customer writes becomes a command like anybody's, and
// what they may see of their conversation is its public messages, counted 1, 2, 3 …
//
// A customer is known by a signed token alone, which somebody else makes and reads; nothing is recorded until the first
// message. Everything may be called from any goroutine. Tests run on the real ledger.
package webchat

import (
	"context"
	"crypto/rand"
	"fmt"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

// Limit is how many code points a customer's message may have.
const Limit = 2000

// Visitor is whose chat it is, as their token says.
type Visitor struct {
	Workplace    desk.WorkplaceID
	Channel      desk.ChannelID
	Conversation desk.ConversationID
	Customer     desk.Customer // for the first message; unverified
}

// Options of a Chat. All are needed.
type Options struct {
	Do func(context.Context, dispatch.Command) (dispatch.Result, error)
	// PublicAt answers the public message that an event recorded.
	PublicAt func(context.Context, desk.WorkplaceID, desk.ConversationID, desk.Seq) (desk.PublicMessage, error)
	// Language is the language that a text shows ("en", "es"), or empty.
	Language func(text string) string
}

// Chat takes what customers write.
type Chat struct{ o Options }

// New makes a chat.
func New(o Options) *Chat { return &Chat{o} }

// Say records a customer's message and answers it as they see it. With a key a retry answers the first one again. It
// answers what the rules refuse: an empty text, one that is too long.
func (c *Chat) Say(ctx context.Context, who Visitor, text string, key *dispatch.Key) (desk.PublicMessage, error) {
	result, err := c.o.Do(ctx, dispatch.Command{
		Workplace: who.Workplace, Conversation: who.Conversation, By: desk.TheCustomer, Key: key,
		Do: desk.Receive{
			Message: desk.MessageID(rand.Text()), Text: text, Limit: Limit, Language: c.o.Language(text), Customer: who.Customer,
			Channel: desk.Channel{ID: who.Channel, Kind: desk.ChannelWeb},
		},
	})
	if err != nil {
		return desk.PublicMessage{}, err
	}
	for _, e := range result.Events {
		d, ok := e.Data.(desk.Received)
		switch {
		case !ok:
			continue
		case result.Replayed: // more may have been said since
			return c.o.PublicAt(ctx, e.Workplace, e.Conversation, e.Seq)
		}
		return desk.PublicMessage{N: result.Conversation.Public, Message: d.Message, FromCustomer: true, Text: d.Text, At: e.At}, nil
	}
	return desk.PublicMessage{}, fmt.Errorf("a customer's message was recorded as %d events, none of them a message", len(result.Events))
}
