package web

import (
	"context"
	"net/http"
	"slices"

	"relevo/backend/desk"
	"relevo/backend/wire"
	"relevo/backend/workplace"
)

// This file holds a workplace's lists: everybody there reads them, admins change them. Reasons and channels have ids of
// their maker's choice, which also name what does not exist yet; the others are found first, then changed.

func (s *Server) mountLists() {
	list := func(path, id, about string) route {
		return route{method: http.MethodGet, path: "/api/v1/workplaces/{w}/" + path, id: id, about: about, tag: "settings", door: ofWorkplace}
	}
	edit := func(method, path, id, about string) route {
		r := list(path, id, about)
		r.method = method
		if method == http.MethodPost {
			r.status = http.StatusCreated
		}
		return r
	}
	add(s, list("escalation-reasons", "listReasons", "Why a conversation may be escalated"), s.listReasons)
	add(s, edit(http.MethodPut, "escalation-reasons/{reason}", "putReason", "Create, change or deactivate a reason"), s.putReason)
	add(s, list("quick-responses", "listQuickResponses", "Saved messages"), s.listQuickResponses)
	add(s, edit(http.MethodPost, "quick-responses", "addQuickResponse", "Save a message for everybody"), s.addQuickResponse)
	add(s, edit(http.MethodPatch, "quick-responses/{response}", "changeQuickResponse", "Change or deactivate a saved message"), s.changeQuickResponse)
	add(s, list("knowledge", "listKnowledge", "What Lara may say"), s.listKnowledge)
	add(s, edit(http.MethodPost, "knowledge", "addKnowledge", "Teach Lara an answer"), s.addKnowledge)
	add(s, edit(http.MethodPatch, "knowledge/{entry}", "changeKnowledge", "Change an answer, or take it from Lara"), s.changeKnowledge)
	add(s, list("channels", "listChannels", "Numbers and widgets"), s.listChannels)
	add(s, edit(http.MethodPut, "channels/{channel}", "putChannel", "Create, change or deactivate a channel"), s.putChannel)
}

// shown is a list as the contract writes it: never null.
func shown[T, V any](list []T, show func(T) V) []V {
	all := make([]V, len(list))
	for i, v := range list {
		all[i] = show(v)
	}
	return all
}

func showReason(r workplace.Reason) wire.Reason {
	return wire.Reason{ID: string(r.ID), Name: r.Name, NameES: r.NameES, Active: r.Active}
}

func (s *Server) listReasons(_ context.Context, c *call, _ *none) (wire.Reasons, error) {
	return wire.Reasons{Reasons: shown(s.o.Directory.Reasons(c.workplace), showReason)}, nil
}

func (s *Server) putReason(ctx context.Context, c *call, in *body[wire.PutReason]) (wire.OneReason, error) {
	if err := c.admin(); err != nil {
		return wire.OneReason{}, err
	}
	change := workplace.ReasonChange{Name: in.Body.Name, NameES: in.Body.NameES, Active: in.Body.Active}
	reason, err := s.o.Office.PutReason(ctx, c.workplace, desk.ReasonID(c.param("reason")), change)
	return wire.OneReason{Reason: showReason(reason)}, err
}

func showQuickResponse(q workplace.QuickResponse) wire.QuickResponse {
	return wire.QuickResponse{ID: q.ID, Shortcut: q.Shortcut, Text: q.Text, Personal: q.Owner != ""}
}

func (s *Server) listQuickResponses(_ context.Context, c *call, _ *none) (wire.QuickResponses, error) {
	return wire.QuickResponses{QuickResponses: shown(s.o.Directory.QuickResponses(c.workplace, c.who.User), showQuickResponse)}, nil
}

func (s *Server) addQuickResponse(ctx context.Context, c *call, in *body[wire.AddQuickResponse]) (wire.OneQuickResponse, error) {
	if err := c.admin(); err != nil {
		return wire.OneQuickResponse{}, err
	}
	response, err := s.o.Office.AddQuickResponse(ctx, c.workplace, shared, in.Body.Shortcut, in.Body.Text)
	return wire.OneQuickResponse{QuickResponse: showQuickResponse(response)}, err
}

// shared is the owner of what is everybody's.
const shared desk.UserID = ""

func (s *Server) changeQuickResponse(ctx context.Context, c *call, in *body[wire.ChangeQuickResponse]) (wire.OneQuickResponse, error) {
	id := c.param("response")
	known := slices.ContainsFunc(s.o.Directory.QuickResponses(c.workplace, c.who.User), func(q workplace.QuickResponse) bool { return q.ID == id })
	if !known {
		return wire.OneQuickResponse{}, notFound()
	}
	if err := c.admin(); err != nil {
		return wire.OneQuickResponse{}, err
	}
	change := workplace.QuickResponseChange{Shortcut: in.Body.Shortcut, Text: in.Body.Text, Active: in.Body.Active}
	response, err := s.o.Office.ChangeQuickResponse(ctx, c.workplace, shared, id, change)
	return wire.OneQuickResponse{QuickResponse: showQuickResponse(response)}, err
}

func showKnowledge(k workplace.Knowledge) wire.Knowledge {
	return wire.Knowledge{ID: k.ID, Question: k.Question, Answer: k.Answer, Language: k.Language}
}

func (s *Server) listKnowledge(_ context.Context, c *call, _ *none) (wire.KnowledgeList, error) {
	return wire.KnowledgeList{Knowledge: shown(s.o.Directory.Knowledge(c.workplace), showKnowledge)}, nil
}

func (s *Server) addKnowledge(ctx context.Context, c *call, in *body[wire.AddKnowledge]) (wire.OneKnowledge, error) {
	if err := c.admin(); err != nil {
		return wire.OneKnowledge{}, err
	}
	entry, err := s.o.Office.AddKnowledge(ctx, c.workplace, in.Body.Question, in.Body.Answer, given(in.Body.Language))
	return wire.OneKnowledge{Knowledge: showKnowledge(entry)}, err
}

func (s *Server) changeKnowledge(ctx context.Context, c *call, in *body[wire.ChangeKnowledge]) (wire.OneKnowledge, error) {
	id := c.param("entry")
	known := slices.ContainsFunc(s.o.Directory.Knowledge(c.workplace), func(k workplace.Knowledge) bool { return k.ID == id })
	if !known {
		return wire.OneKnowledge{}, notFound()
	}
	if err := c.admin(); err != nil {
		return wire.OneKnowledge{}, err
	}
	b := in.Body
	change := workplace.KnowledgeChange{Question: b.Question, Answer: b.Answer, Language: b.Language, Active: b.Active}
	entry, err := s.o.Office.ChangeKnowledge(ctx, c.workplace, id, change)
	return wire.OneKnowledge{Knowledge: showKnowledge(entry)}, err
}

// showChannel leaves a channel's secrets out.
func showChannel(c workplace.Channel) wire.ChannelSettings {
	return wire.ChannelSettings{ID: string(c.ID), Kind: string(c.Kind), Number: c.Number, Origins: append([]string{}, c.Origins...), Active: c.Active}
}

func (s *Server) listChannels(_ context.Context, c *call, _ *none) (wire.Channels, error) {
	return wire.Channels{Channels: shown(s.o.Directory.Channels(c.workplace), showChannel)}, nil
}

func (s *Server) putChannel(ctx context.Context, c *call, in *body[wire.PutChannel]) (wire.OneChannel, error) {
	if err := c.admin(); err != nil {
		return wire.OneChannel{}, err
	}
	b := in.Body
	change := workplace.ChannelChange{
		Kind: b.Kind, Number: b.Number, AccountSID: b.AccountSID, AuthToken: b.AuthToken, APIBase: b.APIBase, Origins: b.Origins, Active: b.Active,
	}
	channel, err := s.o.Office.PutChannel(ctx, c.workplace, desk.ChannelID(c.param("channel")), change)
	return wire.OneChannel{Channel: showChannel(channel)}, err
}
