package web

import (
	"context"
	"time"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

type SessionID string
type Identity struct {
	User    desk.UserID
	Session SessionID
	Expires time.Time
}
type Tokens struct {
	Access, Refresh         string
	Expires, RefreshExpires time.Time
	User                    desk.UserID
}
type ChatIdentity struct{ Conversation desk.ConversationID }
type Sessions interface {
	Login(ctx context.Context, email, password, addr string) (Tokens, error)
	Refresh(ctx context.Context, refresh string) (Tokens, error)
	Logout(ctx context.Context, refresh string, s SessionID) error
	Verify(token string) (Identity, error)
	ChangePassword(ctx context.Context, who Identity, current, new string) error
}
type Chat interface{}
type Office interface {
	SetUp(ctx context.Context, in wire.SetUp) error
}

func (s *Server) mountMembers()               {}
func (s *Server) mountLists()                 {}
func (s *Server) mountChat()                  {}
func (s *Server) admitCustomer(c *call) error { return nil }
