package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/wire"
)

// This file holds the commands on a conversation that exists. Each only says what is wanted: who may, and what then
// happens, the rules know.

func (s *Server) mountCommands() {
	command := func(path, id, about string) route {
		return route{method: http.MethodPost, path: "/api/v1/conversations/{c}/" + path, id: id, about: about, tag: "commands", door: ofConversation, command: true}
	}
	add(s, command("messages", "sendMessage", "Reply to the customer"), s.sendMessage)
	add(s, command("notes", "addNote", "Leave an internal note, or direct agents by one"), s.addNote)
	add(s, command("assign", "assign", "Give the conversation to somebody"), s.assign)
	add(s, command("escalate", "escalate", "Call the office"), s.escalate)
	add(s, command("acknowledge", "acknowledge", "Stop an escalation's alarm"), s.acknowledge)
	add(s, command("close", "closeConversation", "End the episode"), s.closeConversation)
	add(s, command("seen", "markSeen", "Say up to where I have read"), s.markSeen)
	add(s, route{method: http.MethodPatch, path: "/api/v1/customers/{id}", id: "changeCustomer", tag: "commands", door: ofCustomer, command: true,
		about: "Rename a customer, or say what colleagues should know"}, s.changeCustomer)
}

func (s *Server) sendMessage(ctx context.Context, c *call, in *body[wire.SendMessage]) (wire.CommandAnswer, error) {
	b := in.Body
	do := desk.Reply{Message: desk.MessageID(rand.Text()), Text: b.Text, Force: b.Force}
	if b.IfSeen != nil {
		if *b.IfSeen < 0 {
			return wire.CommandAnswer{}, malformed("if_seen is the seq of an event.")
		}
		seen := desk.Seq(*b.IfSeen)
		do.IfSeen = &seen
	}
	return s.run(ctx, c, do, noFiles(b.Attachments))
}

// noFiles refuses files, which nobody can have uploaded yet.
func noFiles(attachments []string) *desk.Error {
	if len(attachments) == 0 {
		return nil
	}
	return desk.Refuse(desk.Invalid, "There is no such file.")
}

func (s *Server) addNote(ctx context.Context, c *call, in *body[wire.AddNote]) (wire.CommandAnswer, error) {
	return s.do(ctx, c, desk.AddNote{Note: desk.NoteID(rand.Text()), Text: in.Body.Text, DirectsAgents: in.Body.DirectsAgents})
}

func (s *Server) assign(ctx context.Context, c *call, in *body[wire.Assign]) (wire.CommandAnswer, error) {
	b := in.Body
	if b.To == nil || b.To.Team == "" {
		return wire.CommandAnswer{}, malformed("Say in `to` who is to hold the conversation.")
	}
	to := desk.Holder{Team: desk.Team(b.To.Team), User: desk.UserID(given(b.To.User))}
	return s.do(ctx, c, desk.Assign{To: to, Note: desk.NoteID(rand.Text()), Text: given(b.Note)})
}

func (s *Server) escalate(ctx context.Context, c *call, in *body[wire.Escalate]) (wire.CommandAnswer, error) {
	b := in.Body
	return s.do(ctx, c, desk.Escalate{
		Reason: desk.ReasonID(b.Reason), ToUser: desk.UserID(given(b.ToUser)), Note: desk.NoteID(rand.Text()), Text: b.Note,
	})
}

func (s *Server) acknowledge(ctx context.Context, c *call, _ *maybe[wire.Nothing]) (wire.CommandAnswer, error) {
	return s.do(ctx, c, desk.Acknowledge{})
}

func (s *Server) closeConversation(ctx context.Context, c *call, in *maybe[wire.CloseConversation]) (wire.CommandAnswer, error) {
	do := desk.Close{Note: desk.NoteID(rand.Text())}
	if in.Body != nil {
		do.Text = given(in.Body.Note)
	}
	return s.do(ctx, c, do)
}

func (s *Server) markSeen(ctx context.Context, c *call, in *body[wire.MarkSeen]) (wire.CommandAnswer, error) {
	if in.Body.Seq == nil || *in.Body.Seq < 0 {
		return wire.CommandAnswer{}, malformed("`seq` is the seq of the newest event on the screen.")
	}
	return s.do(ctx, c, desk.MarkSeen{Upto: desk.Seq(*in.Body.Seq)})
}

func (s *Server) changeCustomer(ctx context.Context, c *call, in *body[wire.ChangeCustomer]) (wire.CommandAnswer, error) {
	return s.do(ctx, c, desk.UpdateCustomer{Name: in.Body.Name, About: in.Body.About})
}

// do runs a command on the call's conversation.
func (s *Server) do(ctx context.Context, c *call, what desk.Command) (wire.CommandAnswer, error) {
	return s.run(ctx, c, what, nil)
}

// run is do, where something that was submitted may be unusable.
func (s *Server) run(ctx context.Context, c *call, what desk.Command, unusable *desk.Error) (wire.CommandAnswer, error) {
	result, err := s.o.Dispatcher.Do(ctx, dispatch.Command{
		Workplace: c.workplace, Conversation: c.conversation, By: c.actor(), Do: what, Key: c.key, Unusable: unusable,
	})
	if err != nil {
		return wire.CommandAnswer{}, err
	}
	return s.done(c, result), nil
}

// done shows a command's result.
func (s *Server) done(c *call, r dispatch.Result) wire.CommandAnswer {
	return wire.CommandAnswer{
		Conversation: wire.FromConversation(r.Conversation, c.who.User, s.o.Directory),
		Events:       wire.FromEvents(r.Events, s.o.Directory),
	}
}

// given is what was said, or nothing.
func given(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// checkText refuses what no text may hold: NUL, and more code points than the limit.
func checkText(text string, limit int, tooLong desk.Code) error {
	switch {
	case strings.ContainsRune(text, 0):
		return desk.Refuse(desk.Invalid, "The text holds a NUL character.")
	case utf8.RuneCountInString(text) > limit:
		return desk.Refuse(tooLong, "The text is longer than allowed here.")
	}
	return nil
}

// conversationOf is the conversation that a refusal is about; nil: none.
func conversationOf(err error) *desk.Conversation {
	if r, ok := errors.AsType[*desk.Error](err); ok {
		return r.Conversation
	}
	return nil
}

// isCode tells whether an error is this refusal.
func isCode(err error, code desk.Code) bool {
	r, ok := errors.AsType[*desk.Error](err)
	return ok && r.Code == code
}
