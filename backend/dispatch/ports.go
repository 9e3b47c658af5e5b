package dispatch

import (
	"context"
	"time"

	"relevo/backend/desk"
)

// Log runs a unit inside the log's next transaction. The unit may be called on another goroutine, exactly once, and
// must not block; when it answers an error, nothing of it is kept. Write answers after the commit is durable, or the
// unit's error, or desk.Unavailable where the log could not commit. The context bounds the waiting for the writer
// alone.
type Log interface {
	Write(ctx context.Context, unit func(Tx) error) error
}

// Tx is the log inside one transaction: it sees what earlier units of the same transaction appended.
type Tx interface {
	// Conversation answers desk.NotFound where there is none.
	Conversation(id desk.ConversationID) (desk.Conversation, error)
	// ConversationOfPhone answers the conversation of a number on a channel.
	ConversationOfPhone(w desk.WorkplaceID, channel desk.ChannelID, phone string) (desk.Conversation, bool, error)
	// ConversationOfCustomer answers desk.NotFound where there is none.
	ConversationOfCustomer(id desk.CustomerID) (desk.Conversation, error)
	// HeldBy lists the open conversations of exactly this holder.
	HeldBy(w desk.WorkplaceID, holder desk.Holder) ([]desk.ConversationID, error)
	// NextWaiting is the first of All Agents' conversations in these workplaces: longest waiting first, then those
	// that don't wait, oldest first.
	NextWaiting(workplaces []desk.WorkplaceID) (desk.ConversationID, bool, error)
	// SeenFacts are the newest news at or before a seq and how many of the customer's messages that are.
	SeenFacts(id desk.ConversationID, upto desk.Seq) (newest desk.Seq, received int, err error)
	// Events are a conversation's events in [first, last], with their texts.
	Events(w desk.WorkplaceID, id desk.ConversationID, first, last desk.Seq) ([]desk.Event, error)
	// Append records the events that a command decided on, next to each other in the workplace's order.
	Append(c desk.Conversation, by desk.Actor, at time.Time, data []desk.EventData) ([]desk.Event, error)
	// Recall answers what a command with this key was answered before.
	Recall(scope, key string) (desk.Receipt, bool, error)
	// Remember keeps a receipt for as long as keys are kept.
	Remember(scope, key string, at time.Time, r desk.Receipt) error
}

// Directory answers the workplaces as they are now. It must be as new as the log's last transaction.
type Directory interface {
	Rules(w desk.WorkplaceID) (*desk.Workplace, bool)
	// AgentOf lists the workplaces in which the user is an agent and the Live Agents service is on.
	AgentOf(user desk.UserID) []desk.WorkplaceID
}
