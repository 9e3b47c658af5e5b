package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

// This file holds what people read of conversations and write for themselves: the stream, lists, timelines, drafts.

func (s *Server) mountConversations() {
	add(s, route{method: http.MethodGet, path: "/api/v1/workplaces/{w}/stream", id: "getStream", tag: "conversations", door: ofWorkplace,
		about: "The Activity Stream as it stands"}, s.getStream)
	add(s, route{method: http.MethodGet, path: "/api/v1/workplaces/{w}/conversations", id: "listConversations", tag: "conversations", door: ofWorkplace,
		about: "A section's conversations, or those that a search finds"}, s.listConversations)
	add(s, route{method: http.MethodGet, path: "/api/v1/workplaces/{w}/events", id: "listEvents", tag: "conversations", door: ofWorkplace,
		about: "The workplace's events in their order"}, s.listEvents)
	add(s, route{method: http.MethodGet, path: "/api/v1/conversations/{c}", id: "getConversation", tag: "conversations", door: ofConversation,
		about: "A conversation with the newest of its events and one's own drafts"}, s.getConversation)
	add(s, route{method: http.MethodGet, path: "/api/v1/conversations/{c}/events", id: "listOlderEvents", tag: "conversations", door: ofConversation,
		about: "Older events of a conversation"}, s.listOlderEvents)
	for _, mode := range []desk.DraftMode{desk.DraftReply, desk.DraftNote} {
		path, name := "/api/v1/conversations/{c}/drafts/"+string(mode), strings.ToUpper(string(mode[:1]))+string(mode[1:])
		do(s, route{method: http.MethodPut, path: path, id: "save" + name + "Draft", tag: "conversations", door: ofConversation,
			about: "Keep what I began to write as a " + string(mode)}, s.saveDraft(mode))
		do(s, route{method: http.MethodDelete, path: path, id: "drop" + name + "Draft", tag: "conversations", door: ofConversation,
			about: "Forget what I began to write as a " + string(mode)}, s.dropDraft(mode))
	}
}

// perSection is how many conversations of each section come with the stream.
const perSection = 50

func (s *Server) getStream(ctx context.Context, c *call, _ *none) (wire.Stream, error) {
	stream, err := s.o.In(c.workplace).Stream(ctx, c.who.User, perSection)
	if err != nil {
		return wire.Stream{}, err
	}
	if !s.o.Directory.AgentsService(c.workplace) {
		stream.Sections = slices.DeleteFunc(stream.Sections, func(part desk.StreamSection) bool {
			return part.Section == desk.SectionAgents && part.Count == 0
		})
	}
	return wire.FromStream(stream, c.who.User, s.o.Directory), nil
}

type listConversationsInput struct {
	Section string `query:"section" enum:"mine,staff,agents,lara,closed" doc:"Left out: all, newest first."`
	Q       string `query:"q" doc:"Words of a message, a name or a number, from their beginnings."`
	Cursor  string `query:"cursor" doc:"The page before's next."`
	Limit   limit  `query:"limit"`
}

func (s *Server) listConversations(ctx context.Context, c *call, in *listConversationsInput) (wire.ConversationPage, error) {
	section, err := sectionOf(in.Section)
	if err != nil {
		return wire.ConversationPage{}, err
	}
	limit, err := in.Limit.value()
	if err != nil {
		return wire.ConversationPage{}, err
	}
	var page desk.Page
	if scope := s.o.In(c.workplace); strings.TrimSpace(in.Q) == "" {
		page, err = scope.Section(ctx, c.who.User, section, in.Cursor, limit)
	} else {
		page, err = scope.Search(ctx, c.who.User, section, in.Q, in.Cursor, limit)
	}
	if err != nil {
		return wire.ConversationPage{}, err
	}
	return wire.FromPage(page, c.who.User, s.o.Directory), nil
}

type listEventsInput struct {
	After seq   `query:"after" doc:"The last seq that the client has."`
	Limit limit `query:"limit"`
}

func (s *Server) listEvents(ctx context.Context, c *call, in *listEventsInput) (wire.EventPage, error) {
	after, err := in.After.value()
	if err != nil {
		return wire.EventPage{}, err
	}
	limit, err := in.Limit.value()
	if err != nil {
		return wire.EventPage{}, err
	}
	events, err := s.o.In(c.workplace).Log(ctx, after, limit+1)
	if err != nil {
		return wire.EventPage{}, err
	}
	page := wire.EventPage{}
	if len(events) > limit {
		events = events[:limit]
		page.Next = cursor(events[limit-1].Seq)
	}
	page.Events = wire.FromEvents(events, s.o.Directory)
	return page, nil
}

func cursor(seq desk.Seq) *string {
	s := strconv.FormatInt(int64(seq), 10)
	return &s
}

// newest is how many events come with a conversation.
const newest = 50

func (s *Server) getConversation(ctx context.Context, c *call, _ *none) (wire.ConversationView, error) {
	scope := s.o.In(c.workplace)
	// Each is read after the one before, so that it is never the older one.
	upto, err := scope.Seq(ctx)
	if err != nil {
		return wire.ConversationView{}, err
	}
	conversation, err := scope.Conversation(ctx, c.conversation)
	if err != nil {
		return wire.ConversationView{}, err
	}
	events, more, err := scope.Timeline(ctx, c.conversation, conversation.LastSeq+1, newest)
	if err != nil {
		return wire.ConversationView{}, err
	}
	drafts, err := scope.Drafts(ctx, c.conversation, c.who.User)
	if err != nil {
		return wire.ConversationView{}, err
	}
	return wire.ConversationView{
		Seq:          int64(upto),
		Conversation: wire.FromConversation(conversation, c.who.User, s.o.Directory),
		Events:       wire.FromEvents(events, s.o.Directory), HasMore: more, Drafts: wire.FromDrafts(drafts),
	}, nil
}

type listOlderEventsInput struct {
	Before seq   `query:"before" doc:"The oldest seq that the client has; left out: the newest events."`
	Limit  limit `query:"limit"`
}

func (s *Server) listOlderEvents(ctx context.Context, c *call, in *listOlderEventsInput) (wire.OlderEvents, error) {
	before, err := in.Before.value()
	if err != nil {
		return wire.OlderEvents{}, err
	}
	limit, err := in.Limit.value()
	if err != nil {
		return wire.OlderEvents{}, err
	}
	if in.Before != "" && before == 0 {
		return wire.OlderEvents{}, malformed("There is nothing before the first event.")
	}
	events, more, err := s.o.In(c.workplace).Timeline(ctx, c.conversation, before, limit)
	if err != nil {
		return wire.OlderEvents{}, err
	}
	page := wire.OlderEvents{Events: wire.FromEvents(events, s.o.Directory), HasMore: more}
	if more && len(events) > 0 {
		page.Next = cursor(events[0].Seq)
	}
	return page, nil
}

func (s *Server) saveDraft(mode desk.DraftMode) func(context.Context, *call, *body[wire.SaveDraft]) error {
	return func(ctx context.Context, c *call, in *body[wire.SaveDraft]) error {
		if err := mayDraft(c, mode); err != nil {
			return err
		}
		text := in.Body.Text
		if strings.TrimSpace(text) == "" {
			return s.o.Drafts.DropDraft(ctx, c.conversation, c.who.User, mode)
		}
		if err := checkText(text, desk.NoteLimit, desk.MessageTooLong); err != nil {
			return err
		}
		return s.o.Drafts.SaveDraft(ctx, c.workplace, c.conversation, c.who.User, mode, text)
	}
}

func (s *Server) dropDraft(mode desk.DraftMode) func(context.Context, *call, *none) error {
	return func(ctx context.Context, c *call, _ *none) error {
		if err := mayDraft(c, mode); err != nil {
			return err
		}
		return s.o.Drafts.DropDraft(ctx, c.conversation, c.who.User, mode)
	}
}

// mayDraft refuses a draft that could never be sent: supervisors don't write to customers.
func mayDraft(c *call, mode desk.DraftMode) error {
	if mode == desk.DraftReply && c.role == desk.RoleSupervisor {
		return forbidden()
	}
	return nil
}
