package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

// internal is the code of what is no refusal: a fault of the program. The contract's codes are desk's.
const internal desk.Code = "internal"

// catalogue is every code that leaves the program, with its status and title. A code that is not here is a fault.
var catalogue = map[desk.Code]struct {
	status int
	title  string
}{
	desk.Malformed:           {http.StatusBadRequest, "The request can't be read"},
	desk.Unauthenticated:     {http.StatusUnauthorized, "Not signed in"},
	desk.Forbidden:           {http.StatusForbidden, "Not allowed"},
	desk.NotFound:            {http.StatusNotFound, "Not found"},
	desk.HeldByOther:         {http.StatusConflict, "Somebody else holds the conversation"},
	desk.AgentsLockedOut:     {http.StatusConflict, "The office holds the conversation"},
	desk.AlreadyWithStaff:    {http.StatusConflict, "Already with the office"},
	desk.NotWithOffice:       {http.StatusConflict, "Not with the office"},
	desk.NoEscalation:        {http.StatusConflict, "Nothing to acknowledge"},
	desk.AlreadyClosed:       {http.StatusConflict, "Already closed"},
	desk.CrossedReply:        {http.StatusConflict, "Somebody was faster"},
	desk.TooLarge:            {http.StatusRequestEntityTooLarge, "Too large"},
	desk.NoteRequired:        {http.StatusUnprocessableEntity, "A note is needed"},
	desk.ReasonRequired:      {http.StatusUnprocessableEntity, "A reason is needed"},
	desk.InvalidReason:       {http.StatusUnprocessableEntity, "No such reason"},
	desk.InvalidAssignee:     {http.StatusUnprocessableEntity, "Nobody to assign to"},
	desk.EmptyMessage:        {http.StatusUnprocessableEntity, "Nothing written"},
	desk.MessageTooLong:      {http.StatusUnprocessableEntity, "Too long"},
	desk.OptedOut:            {http.StatusUnprocessableEntity, "The customer wants no messages"},
	desk.IdempotencyMismatch: {http.StatusUnprocessableEntity, "The idempotency key is taken"},
	desk.Invalid:             {http.StatusUnprocessableEntity, "Not usable"},
	desk.RateLimited:         {http.StatusTooManyRequests, "Too many requests"},
	desk.Unavailable:         {http.StatusServiceUnavailable, "Not available right now"},
	internal:                 {http.StatusInternalServerError, "Something went wrong"},
}

// statusGone is the status, known from proxies, of what came to nothing because its client was gone: nobody reads it, but
// it is counted, and not among the faults.
const statusGone = 499

// retryUnavailable is when to try again what could not be recorded.
const retryUnavailable = time.Second

// problem is a refusal on its way out.
type problem struct {
	body  wire.Problem
	retry time.Duration // when to try again; 0: not said
}

// newProblem makes a problem of a code and a sentence, with the catalogue's status.
func newProblem(code desk.Code, detail string) *problem {
	row, known := catalogue[code]
	if !known {
		code, row = internal, catalogue[internal]
	}
	if code == internal {
		detail = "It was noted, and is not your fault. Try again, or tell whoever runs this server the request's id."
	}
	return &problem{body: wire.Problem{Type: "about:blank", Title: row.title, Status: row.status, Detail: detail, Code: string(code)}}
}

// as is the same problem under another status: 405 and 415 are malformed with their own.
func (p *problem) as(status int) *problem {
	p.body.Status = status
	return p
}

// Error, GetStatus, GetHeaders, ContentType and Schema are what huma asks of an error.
func (p *problem) Error() string { return p.body.Code + ": " + p.body.Detail }

// GetStatus is the HTTP status.
func (p *problem) GetStatus() int { return p.body.Status }

// ContentType is RFC 9457's.
func (p *problem) ContentType(string) string { return "application/problem+json" }

// Schema is the body's.
func (p *problem) Schema(huma.Registry) *huma.Schema { return problemSchema() }

// GetHeaders says when to try again, and how to sign in.
func (p *problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int((p.retry+time.Second-1)/time.Second)))
	}
	if p.body.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
	return h
}

// refusal turns any error into a problem. What is no refusal is logged here, once, and shown as a bland sentence.
func (s *Server) refusal(ctx context.Context, err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	r, ok := errors.AsType[*desk.Error](err)
	if !ok {
		return s.fault(ctx, err)
	}
	p := newProblem(r.Code, r.Detail)
	if p.body.Code != string(r.Code) {
		return s.fault(ctx, err)
	}
	p.retry = r.RetryAfter
	if r.Code == desk.Unavailable && p.retry == 0 {
		p.retry = retryUnavailable
	}
	if c := r.Conversation; c != nil {
		holder, seq := wire.FromHolder(c.Holder, s.o.Directory), int64(c.LastSeq)
		p.body.Holder, p.body.LastSeq = &holder, &seq
	}
	if r.Code == desk.CrossedReply {
		p.body.Missed = wire.FromEvents(r.Missed, s.o.Directory)
	}
	return p
}

// fault logs what should not have happened. A request that its client gave up is none of that.
func (s *Server) fault(ctx context.Context, err error) *problem {
	p := newProblem(internal, "")
	p.body.Request = requestID(ctx)
	if ctx.Err() != nil {
		return p.as(statusGone)
	}
	s.o.Logger.LogAttrs(ctx, slog.LevelError, "request failed", slog.String("request", p.body.Request), slog.String("error", err.Error()))
	return p
}

// write answers a problem outside of huma.
func (p *problem) write(w http.ResponseWriter, method string) {
	h := w.Header()
	for name, values := range p.GetHeaders() {
		h[name] = values
	}
	h.Set("Content-Type", p.ContentType(""))
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(p.body.Status)
	if method != http.MethodHead {
		_ = writeJSON(w, p.body)
	}
}

func notFound() error { return desk.Refuse(desk.NotFound, "There is no such thing here.") }

func malformed(detail string) error { return desk.Refuse(desk.Malformed, detail) }

func forbidden() error { return desk.Refuse(desk.Forbidden, "Your role does not allow this.") }

func unauthenticated() error {
	return desk.Refuse(desk.Unauthenticated, "Sign in, and send the access token.")
}

// init makes huma's own refusals ours. It is huma's only way to do so, and the values it was given are dropped: they
// are what was submitted.
func init() {
	huma.NewError = func(status int, _ string, _ ...error) huma.StatusError {
		switch {
		case status >= http.StatusInternalServerError:
			return newProblem(internal, "")
		case status == http.StatusRequestEntityTooLarge:
			return newProblem(desk.TooLarge, "The body is too large.")
		default:
			return newProblem(desk.Malformed, "The body is not one JSON object of the documented shape.")
		}
	}
}
