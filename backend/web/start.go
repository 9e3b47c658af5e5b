package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/wire"
)

// This file holds the commands that find their own conversation: by a number, and by the queue.

func (s *Server) mountStarts() {
	add(s, route{method: http.MethodPost, path: "/api/v1/workplaces/{w}/conversations", id: "startConversation", tag: "commands", door: ofWorkplace,
		command: true, status: http.StatusCreated, about: "Write to a number"}, s.startConversation)
	add(s, route{method: http.MethodGet, path: "/api/v1/queue", id: "getQueue", tag: "queue", door: anyUser,
		about: "An agent's own work over all their workplaces"}, s.getQueue)
	add(s, route{method: http.MethodPost, path: "/api/v1/queue/next", id: "claimNext", tag: "queue", door: anyUser, command: true,
		maybe: http.StatusNoContent, about: "Claim the first of those who wait"}, s.claimNext)
}

func (s *Server) startConversation(ctx context.Context, c *call, in *body[wire.StartConversation]) (wire.CommandAnswer, error) {
	b := in.Body
	channel, phone, err := s.destination(c.workplace, given(b.Channel), b.Phone)
	unusable, known := errors.AsType[*desk.Error](err)
	if err != nil && !known {
		return wire.CommandAnswer{}, err
	}
	settings, _ := s.o.Directory.Settings(c.workplace)
	result, err := s.o.Dispatcher.Do(ctx, dispatch.Command{
		Workplace: c.workplace, Conversation: desk.ConversationID(rand.Text()), By: c.actor(), Key: c.key, Unusable: unusable,
		Do: desk.Start{
			Message: desk.MessageID(rand.Text()), Text: b.Text, Force: b.Force, Channel: channel,
			Customer: desk.Customer{ID: desk.CustomerID(rand.Text()), Name: given(b.Name), Phone: phone, Language: settings.Language},
		},
	})
	if isCode(err, desk.HeldByOther) {
		return wire.CommandAnswer{}, s.heldByOther(ctx, c, err)
	}
	if err != nil {
		return wire.CommandAnswer{}, err
	}
	return s.done(c, result), nil
}

// destination is the channel and the number that a new conversation goes to.
func (s *Server) destination(w desk.WorkplaceID, id, phone string) (desk.Channel, string, error) {
	channel, err := s.textChannel(w, desk.ChannelID(id))
	if err != nil {
		return desk.Channel{}, "", err
	}
	settings, _ := s.o.Directory.Settings(w)
	number, err := normalise(phone, settings.Country)
	return channel, number, err
}

// textChannel is the workplace's channel of that id, or its first for SMS where none is named. Only these reach a number.
func (s *Server) textChannel(w desk.WorkplaceID, id desk.ChannelID) (desk.Channel, error) {
	for _, c := range s.o.Directory.Channels(w) {
		if c.Active && c.Kind == desk.ChannelTwilio && (id == "" || c.ID == id) {
			return desk.Channel{ID: c.ID, Kind: c.Kind}, nil
		}
	}
	if id == "" {
		return desk.Channel{}, desk.Refuse(desk.Invalid, "The workplace has no channel for text messages.")
	}
	return desk.Channel{}, desk.Refuse(desk.Invalid, "The workplace has no such channel for text messages.")
}

// heldByOther shows the conversation that another person holds: its number's, which the sender could not know.
func (s *Server) heldByOther(ctx context.Context, c *call, err error) error {
	p := s.refusal(ctx, err)
	if held := conversationOf(err); held != nil {
		shown := wire.FromConversation(*held, c.who.User, s.o.Directory)
		p.body.Conversation = &shown
	}
	return p
}

// agent answers the workplaces whose queues the caller works; only agents have any.
func (s *Server) agent(c *call) ([]desk.WorkplaceID, *desk.Error) {
	for _, m := range s.o.Directory.Memberships(c.who.User) {
		if m.Role == desk.RoleAgent {
			return s.o.Directory.AgentOf(c.who.User), nil
		}
	}
	return nil, desk.Refuse(desk.Forbidden, "Only agents have a queue of their own.")
}

func (s *Server) getQueue(ctx context.Context, c *call, _ *none) (wire.Queue, error) {
	workplaces, refusal := s.agent(c)
	if refusal != nil {
		return wire.Queue{}, refusal
	}
	queue, err := s.o.Log.Queue(ctx, c.who.User, workplaces)
	if err != nil {
		return wire.Queue{}, err
	}
	return wire.FromQueue(queue, c.who.User, s.o.Directory), nil
}

func (s *Server) claimNext(ctx context.Context, c *call, _ *maybe[wire.Nothing]) (wire.CommandAnswer, error) {
	_, refusal := s.agent(c)
	result, err := s.o.Dispatcher.Do(ctx, dispatch.Command{By: c.actor(), Do: desk.ClaimNext{}, Key: c.key, Unusable: refusal})
	if err != nil {
		return wire.CommandAnswer{}, err
	}
	if result.Conversation.ID == "" {
		c.status = http.StatusNoContent
		return wire.CommandAnswer{}, nil
	}
	return s.done(c, result), nil
}
