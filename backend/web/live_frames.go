package web

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
)

// isObject tells whether the bytes are one JSON object and nothing else. What is wrong inside of it is told in words.
func isObject(b []byte) bool {
	v := jsontext.Value(b)
	return v.Kind() == '{' && v.IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// typeOf is what a frame says it is; empty where it says nothing of use.
func typeOf(b []byte) string {
	var head struct {
		Type jsontext.Value `json:"type"`
	}
	if err := json.Unmarshal(b, &head, jsontext.AllowInvalidUTF8(true)); err != nil {
		return ""
	}
	var kind string
	if err := json.Unmarshal(head.Type, &kind); err != nil {
		return ""
	}
	return kind
}

// readFrame reads a frame of a known type as strictly as a body.
func readFrame(b []byte, into any) error {
	if readJSON(b, into) != nil {
		return desk.Refuse(desk.Malformed, "The frame does not have the documented shape.")
	}
	return nil
}

// readLogin is readFrame for a frame that brings a token. With null for one it is not malformed: whoever sent it is not
// logged in.
func readLogin(b []byte, into any) error {
	var head struct {
		Token jsontext.Value `json:"token"`
	}
	if json.Unmarshal(b, &head) == nil && head.Token.Kind() == 'n' {
		return unauthenticated()
	}
	return readFrame(b, into)
}

func unknownFrame() error { return desk.Refuse(desk.Malformed, "There is no such frame here.") }

// colleague is the dialogue with somebody who is logged in.
type colleague struct {
	s *Server
	k *socket

	session *hub.Session // nil until hello
}

func (d *colleague) hello(ctx context.Context, b []byte) error {
	var hello wire.Hello
	if err := readLogin(b, &hello); err != nil {
		return err
	}
	who, err := d.verify(hello.Token)
	if err != nil {
		return err
	}
	if err := d.k.hold("user:" + string(who.User)); err != nil {
		return err
	}
	session, err := d.s.o.Live.Hub.Join(ctx, who, hello, d.k)
	if err != nil {
		return err
	}
	d.k.settle(func() { d.session = session })
	return nil
}

// verify reads an access token.
func (d *colleague) verify(token string) (hub.Identity, error) {
	if token == "" {
		return hub.Identity{}, unauthenticated()
	}
	who, err := d.s.o.Sessions.Verify(token)
	if err != nil {
		return hub.Identity{}, err
	}
	return hub.Identity{User: who.User, Session: string(who.Session), Expires: who.Expires}, nil
}

func (d *colleague) frame(ctx context.Context, kind string, b []byte) error {
	switch kind {
	case wire.FrameToken:
		var in wire.Token
		if err := readLogin(b, &in); err != nil {
			return err
		}
		who, err := d.verify(in.Token)
		if err != nil {
			return err
		}
		return d.session.Renew(who)
	case wire.FrameViewing:
		var in struct {
			Type         string         `json:"type"`
			Conversation jsontext.Value `json:"conversation"`
		}
		if err := readFrame(b, &in); err != nil {
			return err
		}
		var c *string
		if json.Unmarshal(in.Conversation, &c) != nil {
			return desk.Refuse(desk.Malformed, "The conversation is an id or null.")
		}
		return d.session.Viewing(ctx, c)
	case wire.FrameTyping:
		var in wire.TypingIn
		if err := readFrame(b, &in); err != nil {
			return err
		}
		return d.session.Typing(ctx, in)
	case wire.FramePresence:
		var in wire.PresenceIn
		if err := readFrame(b, &in); err != nil {
			return err
		}
		return d.session.Present(in.State)
	}
	return unknownFrame()
}

func (d *colleague) seen(at time.Time) {
	if s := d.joined(); s != nil {
		s.Seen(at)
	}
}

func (d *colleague) drained() {
	if s := d.joined(); s != nil {
		s.Drained()
	}
}

func (d *colleague) leave() {
	if s := d.joined(); s != nil {
		s.Leave()
	}
}

// joined is the session for everybody but the reader, who sets it.
func (d *colleague) joined() (s *hub.Session) {
	d.k.settle(func() { s = d.session })
	return s
}
