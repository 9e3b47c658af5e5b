package web

import (
	"context"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
)

// chatLive serves a customer's socket. Whose page it is can only be judged by the channel, which the token names.
func (s *Server) chatLive(c echo.Context) error {
	d := &customer{s: s, origin: originOf(c.Request())}
	d.own = d.origin == "" || s.ownOrigin(c.Request(), d.origin)
	return s.sockets.serve(c, func(k *socket) dialogue { d.k = k; return d })
}

// Chatter is who holds a chat token, and the pages that may show the channel's chat; none: any.
type Chatter struct {
	hub.Customer
	Origins []string
}

// customer is the dialogue with somebody in the web chat.
type customer struct {
	s      *Server
	k      *socket
	origin string
	own    bool // the page is of the desk itself, or none

	chat *hub.Chat // nil until hello
}

func (d *customer) hello(ctx context.Context, b []byte) error {
	var hello wire.ChatHello
	if err := readLogin(b, &hello); err != nil {
		return err
	}
	if hello.Token == "" {
		return unauthenticated()
	}
	who, err := d.s.o.Live.Customer(hello.Token)
	if err != nil {
		return err
	}
	if !d.own && len(who.Origins) > 0 && !slices.Contains(who.Origins, d.origin) {
		return desk.Refuse(desk.Forbidden, "This page may not open the chat.")
	}
	if err := d.k.hold("chat:" + string(who.Conversation)); err != nil {
		return err
	}
	who.Allowed = func() bool {
		_, err := d.s.o.Live.Customer(hello.Token)
		return err == nil
	}
	chat, err := d.s.o.Live.Hub.JoinChat(ctx, who.Customer, hello, d.k)
	if err != nil {
		return err
	}
	d.k.settle(func() { d.chat = chat })
	return nil
}

func (d *customer) frame(_ context.Context, kind string, b []byte) error {
	if kind != wire.FrameTyping {
		return unknownFrame()
	}
	var in wire.ChatTyping
	if err := readFrame(b, &in); err != nil {
		return err
	}
	d.chat.Typing()
	return nil
}

func (d *customer) seen(time.Time) {}

func (d *customer) drained() {
	if c := d.joined(); c != nil {
		c.Drained()
	}
}

func (d *customer) leave() {
	if c := d.joined(); c != nil {
		c.Leave()
	}
}

func (d *customer) joined() (c *hub.Chat) {
	d.k.settle(func() { c = d.chat })
	return c
}
