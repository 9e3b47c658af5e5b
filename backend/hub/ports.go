package hub

import (
	"context"
	"time"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

// Log is the truth that the hub follows.
type Log interface {
	// Seqs are the newest seqs of all workplaces that have events.
	Seqs(ctx context.Context) (map[desk.WorkplaceID]desk.Seq, error)
	// Log answers at most limit events after a seq, in their order and without gaps, with the texts as they are now.
	Log(ctx context.Context, w desk.WorkplaceID, after desk.Seq, limit int) ([]desk.Event, error)
	// WorkplaceOf answers desk.NotFound where there is no such conversation.
	WorkplaceOf(ctx context.Context, c desk.ConversationID) (desk.WorkplaceID, error)
}

// Messages are the conversations as their customers see them.
type Messages interface {
	// Public answers at most limit messages after the n-th, in their order and without gaps; none, or desk.NotFound,
	// where the conversation does not exist yet.
	Public(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID, after, limit int) ([]desk.PublicMessage, error)
	// PublicCount is how many there are.
	PublicCount(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID) (int, error)
}

// Directory answers from memory who is who, as of the log's last transaction.
type Directory interface {
	wire.Directory
	// Role is an active membership of an active account.
	Role(w desk.WorkplaceID, user desk.UserID) (desk.Role, bool)
	// EverMember tells whether the user is or was a member.
	EverMember(w desk.WorkplaceID, user desk.UserID) bool
	// Version is another whenever an answer of Role may be. It is asked for each frame, so it must cost next to nothing.
	Version() uint64
	// MemberOf lists the workplaces of which the user is an active member.
	MemberOf(user desk.UserID) []desk.WorkplaceID
	// Rules hold the workplace's active members.
	Rules(w desk.WorkplaceID) (*desk.Workplace, bool)
}

// Frame is one text frame, encoded once, shared by all connections that get it and never changed.
type Frame struct {
	Workplace desk.WorkplaceID // of whose life it tells; empty: of none
	Bytes     []byte
	Heard     time.Time // when the hub was told of the news in it; zero: it is no news
}

// Conn is a connection's way out. Its methods never wait and may be called from any goroutine, also under the hub's
// locks: they must not call the hub back.
type Conn interface {
	// Send has the frame written after those before it. A connection behind which too much waits closes itself
	// (wire.CloseTooSlow); one that is closing forgets the frame.
	Send(f *Frame)
	// Waiting is how many bytes are not written yet. Whoever is answered some has the session's or chat's Drained called
	// when there are none any more.
	Waiting() int
	// Drop forgets what waits of a workplace.
	Drop(w desk.WorkplaceID)
	// Close forgets what waits and closes with a code. The first code counts.
	Close(code int, reason string)
}

// Identity is whose connection it is, and for how long.
type Identity struct {
	User    desk.UserID
	Session string    // of the login; it ends with it
	Expires time.Time // of the access token
}

// Customer is whose chat it is: a customer's, of one conversation alone.
type Customer struct {
	Workplace    desk.WorkplaceID
	Conversation desk.ConversationID
	Expires      time.Time
	Allowed      func() bool // asked again after an edit: the channel may be off; nil: always
}
