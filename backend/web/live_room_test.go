package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"relevo/backend/auth"
	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/presence"
	"relevo/backend/wire"
)

// liveRoom is a server of nothing but the sockets, with a real hub over a log in memory.
type liveRoom struct {
	t      testing.TB
	server *Server
	http   *httptest.Server

	mu     sync.Mutex // guards the fields below
	events []desk.Event
	tokens map[string]auth.Identity
	ended  map[string]bool
	former map[desk.UserID]bool // were members once
}

func newLiveRoom(t testing.TB, change ...func(*Options)) *liveRoom {
	r := &liveRoom{t: t, tokens: map[string]auth.Identity{}, ended: map[string]bool{}, former: map[desk.UserID]bool{}}
	for _, user := range []string{"ana", "ben", "former"} {
		r.tokens["token of "+user] = auth.Identity{User: desk.UserID(user), Session: auth.SessionID("login-" + user), Expires: time.Now().Add(time.Hour)}
	}
	h, err := hub.New(context.Background(), hub.Options{
		Log: r, Messages: r, Directory: r, Board: presence.New(presence.Options{Now: time.Now, Lease: 30 * time.Second}),
		Alive: r.alive, Now: time.Now, Logger: slog.New(slog.DiscardHandler), Epoch: "e1", Build: "b1", Ping: 20 * time.Second, Backlog: 1000,
	})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Sessions: &liveSessions{r: r}, Now: time.Now, Logger: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry(),
		Live: Live{
			Hub: h, Customer: r.customer, HelloTimeout: 5 * time.Second, Ping: 20 * time.Second, Pong: 10 * time.Second,
			FrameLimit: 64 << 10, QueueBytes: 1 << 20, QueueAge: 10 * time.Second,
		},
	}
	for _, c := range change {
		c(&o)
	}
	r.server = &Server{o: o, echo: echo.New()}
	if r.server.sockets, err = newSockets(o); err != nil {
		t.Fatal(err)
	}
	e := r.server.echo
	e.HTTPErrorHandler, e.IPExtractor = r.server.refuse, echo.ExtractIPDirect()
	e.GET("/api/v1/live", r.server.live)
	e.GET("/api/v1/chat/live", r.server.chatLive)
	r.http = httptest.NewServer(e)
	t.Cleanup(r.close)
	return r
}

func (r *liveRoom) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	r.server.CloseSockets(ctx)
	r.server.o.Live.Hub.Close()
	r.http.Close()
}

// liveSessions knows the room's tokens.
type liveSessions struct {
	Sessions
	r *liveRoom
}

func (s *liveSessions) Verify(token string) (auth.Identity, error) {
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	if token == "panic" {
		panic("as asked")
	}
	who, ok := s.r.tokens[token]
	if !ok || s.r.ended[string(who.Session)] {
		return auth.Identity{}, unauthenticated()
	}
	return who, nil
}

// grant makes a token.
func (r *liveRoom) grant(token string, who auth.Identity) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tokens[token] = who
}

func (r *liveRoom) customer(token string) (Chatter, error) {
	c, origins, _ := strings.Cut(strings.TrimPrefix(token, "chat of "), " on ")
	if c == token {
		return Chatter{}, unauthenticated()
	}
	who := Chatter{Customer: hub.Customer{Workplace: "a", Conversation: desk.ConversationID(c), Expires: time.Now().Add(time.Hour)}}
	if origins != "" {
		who.Origins = []string{origins}
	}
	return who, nil
}

func (r *liveRoom) alive(session string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.ended[session]
}

func (r *liveRoom) Seqs(context.Context) (map[desk.WorkplaceID]desk.Seq, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return map[desk.WorkplaceID]desk.Seq{"a": desk.Seq(len(r.events))}, nil
}

func (r *liveRoom) Log(_ context.Context, _ desk.WorkplaceID, after desk.Seq, limit int) ([]desk.Event, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.events[min(int(after), len(r.events)):min(int(after)+limit, len(r.events))]), nil
}

func (r *liveRoom) WorkplaceOf(_ context.Context, c desk.ConversationID) (desk.WorkplaceID, error) {
	switch c {
	case "mine":
		return "a", nil
	case "broken":
		return "", errors.New("the disk is gone")
	}
	return "", notFound()
}

func (r *liveRoom) Public(_ context.Context, _ desk.WorkplaceID, c desk.ConversationID, after, limit int) ([]desk.PublicMessage, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []desk.PublicMessage
	n := 0
	for _, e := range r.events {
		if m, ok := e.Data.(desk.Received); ok && e.Conversation == c {
			if n++; n > after && len(list) < limit {
				list = append(list, desk.PublicMessage{N: n, Message: m.Message, FromCustomer: true, Text: m.Text, At: e.At})
			}
		}
	}
	return list, nil
}

func (r *liveRoom) PublicCount(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID) (int, error) {
	list, err := r.Public(ctx, w, c, 0, 1<<30)
	return len(list), err
}

func (r *liveRoom) Person(u desk.UserID) (string, string) { return string(u), string(u) }
func (r *liveRoom) AgentsService(desk.WorkplaceID) bool   { return true }

func (r *liveRoom) Role(w desk.WorkplaceID, u desk.UserID) (desk.Role, bool) {
	return desk.RoleStaff, w == "a" && u != "former"
}

func (r *liveRoom) Version() uint64 { return 1 }

func (r *liveRoom) EverMember(w desk.WorkplaceID, u desk.UserID) bool { return w == "a" }

func (r *liveRoom) MemberOf(u desk.UserID) []desk.WorkplaceID {
	if _, ok := r.Role("a", u); ok {
		return []desk.WorkplaceID{"a"}
	}
	return nil
}

func (r *liveRoom) Rules(w desk.WorkplaceID) (*desk.Workplace, bool) {
	return &desk.Workplace{ID: w, Members: map[desk.UserID]desk.Member{"ana": {ID: "ana"}, "ben": {ID: "ben"}}}, w == "a"
}

// say records n messages of a size in a conversation.
func (r *liveRoom) say(c string, n, size int) {
	r.mu.Lock()
	for range n {
		r.events = append(r.events, desk.Event{
			Workplace: "a", Seq: desk.Seq(len(r.events) + 1), Conversation: desk.ConversationID(c), At: time.Now(),
			By: desk.TheCustomer, Data: desk.Received{Message: "m", Text: strings.Repeat("x", size)},
		})
	}
	newest := desk.Seq(len(r.events))
	r.mu.Unlock()
	r.server.o.Live.Hub.Hear(map[desk.WorkplaceID]desk.Seq{"a": newest})
}

// liveFrame is any frame as a client reads it.
type liveFrame struct {
	Type, Code, Workplace, Conversation string
	Seq                                 int64
	Events                              []struct{ Seq int64 }
	Messages                            []wire.ChatMessage
	User                                *wire.Person
	Users                               []wire.PresenceUser
}

// liveClient is a client that keeps what comes.
type liveClient struct {
	t    testing.TB
	conn *websocket.Conn

	mu     sync.Mutex // guards the fields below
	frames []liveFrame
	closed int // the close code; 0: open
	change chan struct{}
}

// dial opens a socket without a word, from a page where an origin is given.
func (r *liveRoom) dial(path string, origin ...string) *liveClient {
	r.t.Helper()
	c, res, err := r.tryDial(path, origin...)
	if err != nil {
		r.t.Fatalf("%v: %+v", err, res)
	}
	go c.read()
	return c
}

func (r *liveRoom) tryDial(path string, origin ...string) (*liveClient, *http.Response, error) {
	header := http.Header{}
	for _, o := range origin {
		header.Add("Origin", o)
	}
	conn, res, err := websocket.Dial(context.Background(), r.http.URL+path, &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		return nil, res, err
	}
	conn.SetReadLimit(16 << 20)
	r.t.Cleanup(func() { conn.CloseNow() })
	return &liveClient{t: r.t, conn: conn, change: make(chan struct{})}, res, nil
}

// join opens a colleague's socket and waits for the welcome.
func (r *liveRoom) join(user string) *liveClient {
	r.t.Helper()
	c := r.dial("/api/v1/live")
	c.send(`{"type":"hello","token":"token of ` + user + `"}`)
	c.await("welcome", func(f liveFrame) bool { return f.Type == "welcome" })
	return c
}

func (c *liveClient) read() {
	for {
		_, b, err := c.conn.Read(context.Background())
		c.mu.Lock()
		if err != nil {
			if c.closed = int(websocket.CloseStatus(err)); c.closed == -1 {
				c.closed = 1006
			}
		} else {
			var f liveFrame
			if err := json.Unmarshal(b, &f); err != nil {
				panic(err)
			}
			c.frames = append(c.frames, f)
		}
		close(c.change)
		c.change = make(chan struct{})
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (c *liveClient) send(text string) { c.sendAs(websocket.MessageText, text) }

func (c *liveClient) sendAs(kind websocket.MessageType, text string) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = c.conn.Write(ctx, kind, []byte(text)) // a refusal shows in what comes back
}

// until waits for something to become true of what came.
func (c *liveClient) until(what string, ok func(frames []liveFrame, closed int) bool) {
	c.t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		c.mu.Lock()
		done, change, got, closed := ok(c.frames, c.closed), c.change, len(c.frames), c.closed
		c.mu.Unlock()
		if done {
			return
		}
		select {
		case <-change:
		case <-deadline:
			c.t.Fatalf("not within 10 s: %s (%d frames, closed with %d)", what, got, closed)
		}
	}
}

func (c *liveClient) await(what string, want func(liveFrame) bool) (found liveFrame) {
	c.t.Helper()
	c.until(what, func(frames []liveFrame, _ int) bool {
		i := slices.IndexFunc(frames, want)
		if i >= 0 {
			found = frames[i]
		}
		return i >= 0
	})
	return found
}

func (c *liveClient) awaitClose(code int) {
	c.t.Helper()
	c.until("it closes", func(_ []liveFrame, closed int) bool { return closed != 0 })
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed != code {
		c.t.Errorf("closed with %d instead of %d", c.closed, code)
	}
}

// awaitState waits until a user is shown in a state.
func (c *liveClient) awaitState(user, state string) {
	c.t.Helper()
	c.await(user+" is "+state, func(f liveFrame) bool { return f.shows(user, state) })
}

// shows tells whether a frame shows a user in a state.
func (f liveFrame) shows(user, state string) bool {
	return slices.ContainsFunc(f.Users, func(u wire.PresenceUser) bool { return u.ID == user && u.State == state })
}

// awaitErrors waits until so many frames were refused, and answers the last one's code.
func (c *liveClient) awaitErrors(n int) (code string) {
	c.t.Helper()
	c.until("the frame is refused", func(frames []liveFrame, _ int) bool {
		refused := slices.DeleteFunc(slices.Clone(frames), func(f liveFrame) bool { return f.Type != "error" })
		if len(refused) >= n {
			code = refused[n-1].Code
		}
		return len(refused) >= n
	})
	return code
}

// seqs are the events that came, or the messages.
func (c *liveClient) seqs() []int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	var seqs []int64
	for _, f := range c.frames {
		for _, e := range f.Events {
			seqs = append(seqs, e.Seq)
		}
		for _, m := range f.Messages {
			seqs = append(seqs, m.Seq)
		}
	}
	return seqs
}

// awaitSeqs waits until everything up to a seq has come, and holds that nothing is missing or doubled.
func (c *liveClient) awaitSeqs(first, last int64) {
	c.t.Helper()
	c.until("everything comes", func(frames []liveFrame, closed int) bool {
		n := 0
		for _, f := range frames {
			n += len(f.Events) + len(f.Messages)
		}
		return int64(n) >= last-first+1 || closed != 0
	})
	for i, seq := range c.seqs() {
		if seq != first+int64(i) {
			c.t.Fatalf("number %d is seq %d", i, seq)
		}
	}
	if n := int64(len(c.seqs())); n != last-first+1 {
		c.t.Fatalf("%d came instead of %d", n, last-first+1)
	}
}
