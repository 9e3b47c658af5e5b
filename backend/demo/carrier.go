package demo

import (
	"context"
	"errors"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

// carrier stands for the telephone network of one workplace: what the log says was texted, and of which no receipt is
// there yet, it takes and delivers.
type carrier struct {
	workplace desk.WorkplaceID
	channel   desk.ChannelID
	after     desk.Seq
	texting   map[desk.ConversationID]bool
	queued    map[desk.MessageID]desk.ConversationID
}

func newCarrier(w desk.WorkplaceID, channel desk.ChannelID) *carrier {
	return &carrier{workplace: w, channel: channel, texting: map[desk.ConversationID]bool{}, queued: map[desk.MessageID]desk.ConversationID{}}
}

// carry reads on in the log to its end, and delivers what is on its way.
func (c *carrier) carry(ctx context.Context, s Stage) error {
	for {
		events, err := s.Log(ctx, c.workplace, c.after)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			return c.deliver(ctx, s)
		}
		for _, e := range events {
			c.read(e)
		}
	}
}

func (c *carrier) read(e desk.Event) {
	c.after = e.Seq
	switch data := e.Data.(type) {
	case desk.Opened:
		if data.Channel.ID == c.channel {
			c.texting[e.Conversation] = true
		}
	case desk.Sent:
		if c.texting[e.Conversation] {
			c.queued[data.Message] = e.Conversation
		}
	case desk.Delivery:
		delete(c.queued, data.Message)
	}
}

func (c *carrier) deliver(ctx context.Context, s Stage) error {
	for message, conversation := range c.queued {
		delete(c.queued, message)
		for _, state := range []desk.DeliveryState{desk.DeliverySent, desk.DeliveryDelivered} {
			_, err := s.Do(ctx, dispatch.Command{Workplace: c.workplace, Conversation: conversation, By: desk.System, Do: desk.Deliver{Message: message, State: state}})
			if _, refused := errors.AsType[*desk.Error](err); err != nil && !refused {
				return err
			}
		}
	}
	return nil
}
