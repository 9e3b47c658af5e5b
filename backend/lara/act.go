package lara

import (
	"context"
	"crypto/rand"
	"fmt"
	"runtime/debug"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

// This file is what Lara does about one conversation: every look reads it as it is now, and whatever she does is a
// command that the rules weigh once more.

// look sees a conversation as it is now and does what is to be done: answer, hand over, ring, or nothing.
func (l *Lara) look(ctx context.Context, w desk.WorkplaceID, id desk.ConversationID, since desk.Seq) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("think about a message: a panic of type %T at %s", r, debug.Stack())
		}
	}()
	s, ok := l.o.Settings(w)
	if !ok || !s.On {
		return nil
	}
	c, err := l.o.Log.Conversation(ctx, w, id)
	if err != nil {
		return fmt.Errorf("read a conversation: %w", err)
	}
	switch {
	case !c.Open():
		return nil
	case c.Holder.Team != desk.TeamLara:
		return l.listen(ctx, c, since)
	case !c.Waiting():
		return nil
	}
	input, upto, err := l.input(ctx, c, s)
	if err != nil {
		return err
	}
	if c.OptedOut {
		return l.act(ctx, c, silenced(input), upto) // no message may go out, so people have to look
	}
	return l.act(ctx, c, Think(input), upto)
}

// input gathers what she thinks about, and the customer's newest message in it.
func (l *Lara) input(ctx context.Context, c desk.Conversation, s Settings) (Input, desk.Seq, error) {
	episode, err := l.o.Log.Episode(ctx, c.Workplace, c.ID, 0)
	if err != nil {
		return Input{}, 0, fmt.Errorf("read an episode: %w", err)
	}
	now := l.o.Now()
	if s.Zone != nil {
		now = now.In(s.Zone)
	}
	in, upto := Input{Settings: s, Customer: c.Customer.Language, Now: now, read: l.books.read}, desk.Seq(0)
	for _, e := range episode {
		switch d := e.Data.(type) {
		case desk.Received:
			in.Messages = append(in.Messages, Message{FromCustomer: true, Text: d.Text})
			upto = e.Seq
		case desk.Sent:
			in.Messages = append(in.Messages, Message{Text: d.Text, Answers: d.Answers})
		}
	}
	return in, upto, nil
}

// act gives a thought as a command. The rules refuse it when it does not fit any more.
func (l *Lara) act(ctx context.Context, c desk.Conversation, th Thought, upto desk.Seq) error {
	if th.HandOver {
		return l.do(ctx, c, handOver(th, upto), HandedOver)
	}
	return l.do(ctx, c, desk.LaraReply{Message: desk.MessageID(rand.Text()), Text: th.Text, Upto: upto}, Answered)
}

func handOver(th Thought, upto desk.Seq) desk.LaraHandOver {
	return desk.LaraHandOver{
		Message: desk.MessageID(rand.Text()), Text: th.Text,
		Note: desk.NoteID(rand.Text()), Summary: th.Note, Reason: th.Reason, Upto: upto,
	}
}

// do gives a command and counts what became of it. What could not be recorded now is no outcome yet: it is tried again.
func (l *Lara) do(ctx context.Context, c desk.Conversation, do desk.Command, done Outcome) error {
	_, err := l.o.Dispatcher.Do(ctx, dispatch.Command{Workplace: c.Workplace, Conversation: c.ID, By: desk.Lara, Do: do})
	switch {
	case err == nil:
		l.o.Count(done)
	case outdated(err):
		l.o.Count(Discarded)
	}
	return err
}

// listen rings where she does not hold the conversation and hears of an emergency that has not rung yet.
func (l *Lara) listen(ctx context.Context, c desk.Conversation, since desk.Seq) error {
	if since == 0 {
		var err error
		if since, err = l.heardBefore(ctx, c); err != nil {
			return err
		}
	}
	since = max(since, c.HeardSeq+1)
	if c.ReceivedSeq < since {
		return nil
	}
	episode, err := l.o.Log.Episode(ctx, c.Workplace, c.ID, since)
	if err != nil {
		return fmt.Errorf("read an episode: %w", err)
	}
	ring := desk.Seq(0)
	for _, e := range episode {
		if d, ok := e.Data.(desk.Received); ok && emergency(d.Text) {
			ring = e.Seq
		}
	}
	if ring == 0 {
		return nil
	}
	return l.do(ctx, c, desk.LaraAlarm{Upto: ring}, Rang)
}

// heardBefore is the first seq that she can't have heard before a restart: what somebody has acknowledged since does
// not ring again.
func (l *Lara) heardBefore(ctx context.Context, c desk.Conversation) (desk.Seq, error) {
	events, _, err := l.o.Log.Timeline(ctx, c.Workplace, c.ID, 0, pageSize)
	if err != nil {
		return 0, fmt.Errorf("read a timeline: %w", err)
	}
	since := desk.Seq(1)
	for _, e := range events {
		if e.Kind() == desk.KindAcknowledged {
			since = e.Seq + 1
		}
	}
	return since, nil
}

// GiveUp hands over a conversation that waited too long with her, whatever keeps her. The timers call it; the same
// fence holds for it as for anything that she does.
func (l *Lara) GiveUp(ctx context.Context, c desk.Conversation) (err error) {
	s, ok := l.o.Settings(c.Workplace)
	if !ok {
		return nil
	}
	input, upto, err := l.input(ctx, c, s)
	if err != nil {
		return err
	}
	return l.do(ctx, c, handOver(tooLate(input), upto), GaveUp)
}
