package wire

import (
	"errors"
	"strconv"
)

// The types of the live sockets' frames, as their field `type` says them.
const (
	FrameHello     = "hello"
	FrameToken     = "token"
	FrameViewing   = "viewing"
	FrameTyping    = "typing"
	FramePresence  = "presence"
	FrameWelcome   = "welcome"
	FrameEvents    = "events"
	FrameMessages  = "messages"
	FrameResync    = "resync"
	FrameHeartbeat = "heartbeat"
	FrameLeft      = "left"
	FrameRole      = "role"
	FrameError     = "error"
)

// The close codes of the live sockets, beside WebSocket's own 1001 (the server goes away) and 1009 (frame too large).
const (
	CloseBadFrame        = 4400 // not a JSON object, binary, invalid UTF-8, or no hello first
	CloseUnauthenticated = 4401 // token missing, wrong, expired, revoked, logged out or another user's
	CloseForbidden       = 4403 // a workplace in `since` never was yours; web chat: a page of a foreign origin
	CloseNoHello         = 4408 // no hello in time
	CloseTooSlow         = 4429 // the client reads too slowly: reconnect with `since`
)

// Since is the last seq that a client has. A whole number too large for an int64 is beyond any log, and kept as the
// largest there is.
type Since int64

// UnmarshalJSON takes whole numbers of any size.
func (s *Since) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return errors.New("since is a whole number")
	}
	*s = Since(n)
	return nil
}

// Hello is a socket's first frame. Since names the workplaces to follow and the last seq that the client has of each,
// null: from now; left out: every membership, from now. Where Epoch is not the server's, every workplace is told to
// resync.
type Hello struct {
	Type  string            `json:"type" enum:"hello"`
	Token string            `json:"token"`
	Since map[string]*Since `json:"since,omitempty"`
	Epoch *string           `json:"epoch,omitempty"`
}

// ChatHello is the first frame of a customer's socket. Since is the last of the conversation's public messages that
// the client has; left out or null: from now. Where Epoch is not the server's, the client is told to resync.
type ChatHello struct {
	Type  string  `json:"type" enum:"hello"`
	Token string  `json:"token"`
	Since *Since  `json:"since,omitempty"`
	Epoch *string `json:"epoch,omitempty"`
}

// Token brings a fresh access token of the same user.
type Token struct {
	Type  string `json:"type" enum:"token"`
	Token string `json:"token"`
}

// Viewing says which conversation is on the screen; null: none.
type Viewing struct {
	Type         string  `json:"type" enum:"viewing"`
	Conversation *string `json:"conversation"`
}

// TypingIn says that the user writes in a conversation. With Note it is an internal note, of which the customer is
// shown nothing.
type TypingIn struct {
	Type         string `json:"type" enum:"typing"`
	Conversation string `json:"conversation"`
	Note         bool   `json:"note,omitempty"`
}

// PresenceIn says whether the user sits in front of the screen.
type PresenceIn struct {
	Type  string `json:"type" enum:"presence"`
	State string `json:"state" enum:"online,away"`
}

// ChatTyping says, in the web chat and both ways, that the other side writes.
type ChatTyping struct {
	Type string `json:"type" enum:"typing"`
}

// Place is where a workplace's order of events stands.
type Place struct {
	Seq int64 `json:"seq"`
}

// Welcome answers hello.
type Welcome struct {
	Type        string           `json:"type" enum:"welcome"`
	Session     string           `json:"session"`
	Epoch       string           `json:"epoch"`
	Build       string           `json:"build"`
	User        Person           `json:"user"`
	Workplaces  map[string]Place `json:"workplaces"`
	PingSeconds float64          `json:"ping_seconds"`
}

// ChatWelcome answers a customer's hello. Seq is the conversation's newest public message.
type ChatWelcome struct {
	Type        string  `json:"type" enum:"welcome"`
	Epoch       string  `json:"epoch"`
	Build       string  `json:"build"`
	Seq         int64   `json:"seq"`
	PingSeconds float64 `json:"ping_seconds"`
}

// LiveEvents carries events, of one workplace a frame: strictly in the order of seq, no gap, no repeat.
type LiveEvents struct {
	Type   string  `json:"type" enum:"events"`
	Events []Event `json:"events"`
}

// LiveMessages carries a customer's messages, in the order of their own seq, no gap, no repeat.
type LiveMessages struct {
	Type     string        `json:"type" enum:"messages"`
	Messages []ChatMessage `json:"messages"`
}

// Resync says that `since` can't be served: fetch the snapshot anew and go on from Seq. The web chat's has no
// workplace.
type Resync struct {
	Type      string `json:"type" enum:"resync"`
	Workplace string `json:"workplace,omitempty"`
	Seq       int64  `json:"seq"`
}

// Presence is who is here in a workplace: everybody after the welcome, then whoever changes. A list too long for one
// frame comes in several.
type Presence struct {
	Type      string         `json:"type" enum:"presence"`
	Workplace string         `json:"workplace"`
	Users     []PresenceUser `json:"users"`
}

// PresenceUser is one user's presence. Viewing is a conversation of this workplace; null: none, or one elsewhere.
type PresenceUser struct {
	ID         string  `json:"id"`
	State      string  `json:"state" enum:"online,away,offline"`
	Viewing    *string `json:"viewing"`
	LastSeenAt *string `json:"last_seen_at" format:"date-time"`
}

// Typing says that somebody writes in a conversation; it is shown for 5 s unless repeated. User is null where it is
// the customer. Note: it is an internal note.
type Typing struct {
	Type         string  `json:"type" enum:"typing"`
	Workplace    string  `json:"workplace"`
	Conversation string  `json:"conversation"`
	User         *Person `json:"user"`
	Note         bool    `json:"note,omitempty"`
}

// Heartbeat comes every ping_seconds with each workplace's newest seq, so that a client knows it is 0 behind.
type Heartbeat struct {
	Type  string           `json:"type" enum:"heartbeat"`
	Seqs  map[string]int64 `json:"seqs"`
	Build string           `json:"build"`
}

// ChatHeartbeat is the web chat's: Seq is the conversation's newest public message.
type ChatHeartbeat struct {
	Type  string `json:"type" enum:"heartbeat"`
	Seq   int64  `json:"seq"`
	Build string `json:"build"`
}

// Left says that the user is no member any more; no further event of the workplace comes.
type Left struct {
	Type      string `json:"type" enum:"left"`
	Workplace string `json:"workplace"`
}

// RoleChanged says what the user is in a workplace from now on: the role changed, or the membership came while the
// socket was open. The events after Seq follow.
type RoleChanged struct {
	Type      string `json:"type" enum:"role"`
	Workplace string `json:"workplace"`
	Role      string `json:"role" enum:"admin,staff,agent,supervisor"`
	Seq       int64  `json:"seq"`
}

// FrameProblem is the frame `error`: the frame before could not be used, and the socket stays.
type FrameProblem struct {
	Type   string `json:"type" enum:"error"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Frames are every frame of the live sockets, by who sends it in which of them: what the OpenAPI file shows of them.
var Frames = []struct {
	Name   string
	Frames []any
}{
	{"ClientFrame", []any{Hello{}, Token{}, Viewing{}, TypingIn{}, PresenceIn{}}},
	{"ServerFrame", []any{Welcome{}, LiveEvents{}, Resync{}, Presence{}, Typing{}, Heartbeat{}, RoleChanged{}, Left{}, FrameProblem{}}},
	{"ChatClientFrame", []any{ChatHello{}, ChatTyping{}}},
	{"ChatServerFrame", []any{ChatWelcome{}, LiveMessages{}, Resync{}, ChatTyping{}, ChatHeartbeat{}, FrameProblem{}}},
}
