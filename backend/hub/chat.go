package hub

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

// chatPage is how many messages are read at once.
const chatPage = 100

// Chat is one customer's open connection: their own conversation's public messages and nothing else.
type Chat struct {
	hub    *Hub
	conn   Conn
	who    Customer
	runner runner // of push

	mu     sync.Mutex // guards the fields below
	ready  bool       // the welcome was sent
	ended  bool
	news   bool // there may be messages that were not sent
	at     int  // the newest message that was handed over
	beatAt time.Time
	typing allowance
}

// JoinChat opens a customer's connection: it welcomes them and sends what they missed. Leave must follow on success.
func (h *Hub) JoinChat(ctx context.Context, who Customer, hello wire.ChatHello, conn Conn) (*Chat, error) {
	c := &Chat{hub: h, conn: conn, who: who, beatAt: h.o.Now().Add(h.o.Ping), news: true}
	h.addChat(c) // before counting: what comes after the count is news
	newest, err := h.o.Messages.PublicCount(ctx, who.Workplace, who.Conversation)
	if err != nil {
		c.Leave()
		return nil, fmt.Errorf("count a conversation's messages: %w", err)
	}
	conn.Send(frameOf("", wire.ChatWelcome{
		Type: wire.FrameWelcome, Epoch: h.o.Epoch, Build: h.o.Build, Seq: int64(newest), PingSeconds: h.o.Ping.Seconds(),
	}))
	at := newest
	if since := hello.Since; since != nil {
		foreign := hello.Epoch != nil && *hello.Epoch != h.o.Epoch
		if foreign || *since < 0 || int64(*since) > int64(newest) || newest-int(*since) > h.o.Backlog {
			h.counts.resyncs.Add(1)
			conn.Send(frameOf("", wire.Resync{Type: wire.FrameResync, Seq: int64(newest)}))
		} else {
			at = int(*since)
		}
	}
	c.mu.Lock()
	c.at, c.ready = at, true
	c.mu.Unlock()
	c.Drained()
	return c, nil
}

// Drained continues where the connection has room again. It never waits.
func (c *Chat) Drained() {
	c.mu.Lock()
	idle := c.ended || !c.ready || !c.news
	c.mu.Unlock()
	if !idle {
		c.runner.ask(c.hub, c.push)
	}
}

// Typing tells the workplace that the customer writes.
func (c *Chat) Typing() {
	c.mu.Lock()
	opened := c.at > 0 // before the first message nobody inside knows the conversation
	allowed := opened && c.typing.take(c.hub.o.Now())
	c.mu.Unlock()
	if !allowed {
		return
	}
	w := c.who.Workplace
	c.hub.feed(w).show(frameOf(w, wire.Typing{Type: wire.FrameTyping, Workplace: string(w), Conversation: string(c.who.Conversation)}), nil)
}

// Leave ends the chat's part in everything. Leaving again does nothing.
func (c *Chat) Leave() {
	c.hub.removeChat(c)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
}

// hear says that there may be news.
func (c *Chat) hear() {
	c.mu.Lock()
	c.news = true
	c.mu.Unlock()
	c.Drained()
}

// push sends what the customer has not got, as fast as the connection takes it.
func (c *Chat) push() {
	for c.conn.Waiting() < roomBytes {
		c.mu.Lock()
		at, done := c.at, c.ended || !c.news
		c.news = false
		c.mu.Unlock()
		if done {
			return
		}
		run, err := c.page(at)
		if err != nil && c.hub.ctx.Err() == nil {
			c.hub.logger.Warn("read a customer's messages", "error", err)
		}
		c.mu.Lock()
		c.news = c.news || err != nil || len(run) > 0
		c.mu.Unlock()
		if err != nil {
			return // the sweep tries again
		}
		c.hand(run)
	}
}

func (c *Chat) page(after int) ([]encoded, error) {
	if !c.hub.slot() {
		return nil, context.Cause(c.hub.ctx)
	}
	defer c.hub.free()
	list, err := c.hub.o.Messages.Public(c.hub.ctx, c.who.Workplace, c.who.Conversation, after, chatPage)
	if errors.Is(err, &desk.Error{Code: desk.NotFound}) {
		return nil, nil // nobody has written yet
	}
	if err != nil {
		return nil, err
	}
	run := make([]encoded, len(list))
	for i, m := range list {
		if after++; m.N != after {
			return nil, fmt.Errorf("message %d comes where %d follows", m.N, after)
		}
		b, err := marshal(wire.FromPublicMessage(m))
		if err != nil {
			return nil, fmt.Errorf("encode message %d: %w", m.N, err)
		}
		run[i] = encoded{seq: desk.Seq(m.N), bytes: b}
	}
	return run, nil
}

func (c *Chat) hand(run []encoded) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, b := range batches("", messagesBegin, run) {
		if c.ended {
			return
		}
		c.conn.Send(b.frame)
		c.at = int(b.last)
	}
}

// sweep does what is due.
func (c *Chat) sweep(now time.Time) {
	c.mu.Lock()
	switch {
	case c.ended || !c.ready:
	case !now.Before(c.who.Expires):
		c.ended = true
		c.conn.Close(wire.CloseUnauthenticated, "the token has run out")
	case !now.Before(c.beatAt):
		c.beatAt = now.Add(c.hub.o.Ping)
		c.conn.Send(frameOf("", wire.ChatHeartbeat{Type: wire.FrameHeartbeat, Seq: int64(c.at), Build: c.hub.o.Build}))
	}
	c.mu.Unlock()
	c.Drained()
}

// reauthorise ends a chat whose channel was switched off.
func (c *Chat) reauthorise() {
	if c.who.Allowed == nil || c.who.Allowed() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		c.ended = true
		c.conn.Close(wire.CloseUnauthenticated, "the chat is closed")
	}
}

// tellChats wakes the chats whose conversations have messages among the events.
func (h *Hub) tellChats(events []desk.Event) {
	for _, e := range events {
		if kind := e.Kind(); kind != desk.KindReceived && kind != desk.KindSent {
			continue
		}
		for _, c := range h.chatsOf(e.Conversation) {
			c.hear()
		}
	}
}

// showTyping tells a conversation's customer that the other side writes.
func (h *Hub) showTyping(c desk.ConversationID) {
	for _, chat := range h.chatsOf(c) {
		chat.mu.Lock()
		if chat.ready && !chat.ended {
			chat.conn.Send(frameOf("", wire.ChatTyping{Type: wire.FrameTyping}))
		}
		chat.mu.Unlock()
	}
}
