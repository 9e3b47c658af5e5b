package web

import (
	"context"

	"relevo/backend/auth"
	"relevo/backend/desk"
	"relevo/backend/workplace"
)

// Log is what handlers read of the log, outside of any one workplace. The ledger is one.
type Log interface {
	// Epoch is the log's identity.
	Epoch() string
	// Ready tells whether an event could be committed now.
	Ready(ctx context.Context) error
	// Seqs are the newest seqs of all workplaces that have events.
	Seqs(ctx context.Context) (map[desk.WorkplaceID]desk.Seq, error)
	// WorkplaceOf answers whose a conversation is, or desk.NotFound.
	WorkplaceOf(ctx context.Context, id desk.ConversationID) (desk.WorkplaceID, error)
	// PlaceOfCustomer answers whose a customer is and their conversation, or desk.NotFound.
	PlaceOfCustomer(ctx context.Context, id desk.CustomerID) (desk.WorkplaceID, desk.ConversationID, error)
	// Queue is an agent's own work in these workplaces.
	Queue(ctx context.Context, me desk.UserID, workplaces []desk.WorkplaceID) (desk.Queue, error)
}

// Scope reads one workplace of the log: nothing of another one can come out of it. What it does not know is
// desk.NotFound, and a cursor that it did not make desk.Malformed.
type Scope interface {
	// Seq is the workplace's newest; 0: it has no events.
	Seq(ctx context.Context) (desk.Seq, error)
	Conversation(ctx context.Context, id desk.ConversationID) (desk.Conversation, error)
	Stream(ctx context.Context, me desk.UserID, perSection int) (desk.Stream, error)
	// Section takes an empty section for all of them together, as Search does.
	Section(ctx context.Context, me desk.UserID, section desk.Section, cursor string, limit int) (desk.Page, error)
	Search(ctx context.Context, me desk.UserID, section desk.Section, q, cursor string, limit int) (desk.Page, error)
	// Log is the workplace's events after a seq, in their order.
	Log(ctx context.Context, after desk.Seq, limit int) ([]desk.Event, error)
	// Timeline is a conversation's events before a seq (0: the newest), oldest first, and whether there are older ones.
	Timeline(ctx context.Context, id desk.ConversationID, before desk.Seq, limit int) ([]desk.Event, bool, error)
	// Public is what the customer may see of a conversation, after the given number of messages.
	Public(ctx context.Context, id desk.ConversationID, after, limit int) ([]desk.PublicMessage, error)
	Drafts(ctx context.Context, id desk.ConversationID, user desk.UserID) (map[desk.DraftMode]string, error)
}

// Drafts keeps what people began to write.
type Drafts interface {
	SaveDraft(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID, user desk.UserID, mode desk.DraftMode, text string) error
	DropDraft(ctx context.Context, c desk.ConversationID, user desk.UserID, mode desk.DraftMode) error
}

// SetUp makes the first workplace and its admin with the token of the link that the program printed, or answers
// desk.Unauthenticated where it is not that token.
type SetUp func(ctx context.Context, token string, first workplace.FirstWorkplace, admin workplace.NewMember) error

// Sessions are passwords, sessions and tokens; auth keeps them.
type Sessions interface {
	Login(ctx context.Context, email, password string) (auth.Tokens, error)
	Refresh(ctx context.Context, refresh string) (auth.Tokens, error)
	Logout(ctx context.Context, refresh string, id auth.SessionID) error
	Verify(access string) (auth.Identity, error)
	ChangePassword(ctx context.Context, who auth.Identity, current, fresh string) error
	// Hash makes what is kept of a password, or refuses one that is easy. It takes long: call it before an edit.
	Hash(ctx context.Context, password string, about ...string) (string, error)
	SignChat(auth.Chat) (string, error)
	VerifyChat(token string) (auth.Chat, error)
}
