package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"relevo/backend/auth"
	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/workplace"
)

// door says who gets past it, and what the path names.
type door int

const (
	open           door = iota // anybody
	anyUser                    // whoever is signed in
	ofWorkplace                // members of {w}
	ofConversation             // members of the workplace of conversation {c}
	ofCustomer                 // members of the workplace of customer {id}
	ofChannel                  // anybody, where {channel} is a web chat
	ofChat                     // the customer whose chat token it is
)

// scheme is the door's entry in the OpenAPI document.
func (d door) scheme() string {
	switch d {
	case open, ofChannel:
		return ""
	case ofChat:
		return "chat"
	default:
		return "access"
	}
}

// keyLimit is how many bytes an idempotency key may have.
const keyLimit = 200

// call is one request that got past its door: who asks, what the path named, and what makes a retry of it the same.
type call struct {
	route        route
	echo         echo.Context
	who          auth.Identity
	chat         auth.Chat
	channel      workplace.Channel
	workplace    desk.WorkplaceID
	role         desk.Role
	conversation desk.ConversationID
	key          *dispatch.Key
	status       int  // where it is not the route's
	handled      bool // the body was what the route takes
}

type callKey struct{}

func callOf(ctx context.Context) *call { return ctx.Value(callKey{}).(*call) }

// param is a part of the path.
func (c *call) param(name string) string { return c.echo.Param(name) }

// actor is who asks, as a command takes it: the team follows from the role at that moment.
func (c *call) actor() desk.Actor { return desk.Actor{User: c.who.User} }

// admin refuses whoever does not manage the workplace.
func (c *call) admin() error {
	if c.role != desk.RoleAdmin {
		return forbidden()
	}
	return nil
}

// enter is every operation's door.
func (s *Server) enter(r route) func(huma.Context, func(huma.Context)) {
	return func(h huma.Context, next func(huma.Context)) {
		c := &call{route: r, echo: humaecho.Unwrap(h)}
		ctx := h.Context()
		err := s.admit(ctx, c)
		if err == nil {
			err = s.take(c)
		}
		if err != nil {
			s.count(c, err)
			s.refusal(ctx, err).write(c.echo.Response(), r.method)
			return
		}
		next(huma.WithValue(h, callKey{}, c))
		if !c.handled {
			s.count(c, malformed("")) // huma has answered it
		}
	}
}

// admit asks who it is and whose the thing is that the path names, in the contract's order: 429, 401, 404.
func (s *Server) admit(ctx context.Context, c *call) error {
	if err := c.route.bucket.take(placeOf(c.echo.RealIP())); err != nil {
		return err
	}
	switch c.route.door {
	case open:
		return nil
	case ofChannel:
		return s.admitChannel(c)
	case ofChat:
		return s.admitCustomer(c)
	}
	var err error
	if c.who, err = s.identify(c.echo.Request()); err != nil {
		return err
	}
	if err := s.limits.of(c.route.method).take(string(c.who.User)); err != nil {
		return err
	}
	switch c.route.door {
	case ofWorkplace:
		c.workplace = desk.WorkplaceID(c.param("w"))
	case ofConversation:
		c.conversation = desk.ConversationID(c.param("c"))
		c.workplace, err = s.o.Log.WorkplaceOf(ctx, c.conversation)
	case ofCustomer:
		c.workplace, c.conversation, err = s.o.Log.PlaceOfCustomer(ctx, desk.CustomerID(c.param("id")))
	default:
		return nil
	}
	if err != nil {
		return err
	}
	role, member := s.o.Directory.Role(c.workplace, c.who.User)
	if !member {
		return notFound()
	}
	c.role = role
	return nil
}

// identify reads the access token.
func (s *Server) identify(r *http.Request) (auth.Identity, error) {
	token, ok := bearer(r)
	if !ok {
		return auth.Identity{}, unauthenticated()
	}
	return s.o.Sessions.Verify(token)
}

// bearer is the token of the Authorization header.
func bearer(r *http.Request) (string, bool) {
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	return token, ok && strings.EqualFold(scheme, "Bearer") && token != ""
}

// take looks at everything else that was submitted, before anything of it is used: the query, the idempotency key, the
// body.
func (s *Server) take(c *call) error {
	r := c.echo.Request()
	if err := checkQuery(r.URL.RawQuery); err != nil {
		return err
	}
	var data []byte
	if r.Method != http.MethodGet && r.Method != http.MethodDelete {
		var err error
		if data, err = s.readBody(c.echo.Response(), r); err != nil {
			return err
		}
		r.Body = io.NopCloser(bytes.NewReader(data))
	}
	if !c.route.command {
		return nil
	}
	key := r.Header.Get("Idempotency-Key")
	if len(key) > keyLimit {
		return malformed("The idempotency key is longer than 200 bytes.")
	}
	if key != "" {
		c.key = &dispatch.Key{Scope: c.scope(), Key: key, Fingerprint: fingerprint(r, data)}
	}
	return nil
}

// scope is whose idempotency keys these are: the user's, or the chat token's conversation's.
func (c *call) scope() string {
	if c.route.door == ofChat {
		return "chat:" + string(c.conversation)
	}
	return "user:" + string(c.who.User)
}

// fingerprint tells one request from another under the same key.
func fingerprint(r *http.Request, data []byte) []byte {
	h := sha256.New()
	io.WriteString(h, r.Method+"\x00"+r.URL.Path+"\x00")
	h.Write(data)
	return h.Sum(nil)
}

// checkQuery refuses what can't be read as a query in UTF-8.
func checkQuery(raw string) error {
	if raw == "" {
		return nil
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return malformed("The query can't be read.")
	}
	for name, list := range values {
		if len(list) > 1 || !utf8.ValidString(name) || !utf8.ValidString(list[0]) {
			return malformed("The query can't be read.")
		}
	}
	return nil
}

// readBody reads a body of at most the limit, however it is sent.
func (s *Server) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	tooLarge := desk.Refuse(desk.TooLarge, "The body is too large.")
	if r.ContentLength > s.o.BodyLimit {
		s.hearOut(r)
		return nil, tooLarge
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.o.BodyLimit))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		s.hearOut(r)
		return nil, tooLarge
	}
	if err != nil {
		return nil, malformed("The body did not arrive in full.")
	}
	if len(data) > 0 && !isJSON(r.Header.Get("Content-Type")) {
		return nil, newProblem(desk.Malformed, "Send JSON, as application/json.").as(http.StatusUnsupportedMediaType)
	}
	return data, nil
}

// hearOut lets a body that is too large go by, up to a point: many clients read no answer before they have sent
// everything, and would find the connection broken instead. Who asks beforehand is told before they send anything.
func (s *Server) hearOut(r *http.Request) {
	if r.Header.Get("Expect") == "" {
		_, _ = io.CopyN(io.Discard, r.Body, 64*s.o.BodyLimit)
	}
}

// isJSON tells whether a body says that it is JSON, or says nothing.
func isJSON(contentType string) bool {
	if contentType == "" {
		return true
	}
	kind, parameters, err := mime.ParseMediaType(contentType)
	charset := strings.ToLower(parameters["charset"])
	return err == nil && kind == "application/json" && (charset == "" || charset == "utf-8" || charset == "utf8")
}
