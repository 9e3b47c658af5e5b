package web

import (
	"context"
	"io"
	"net/http"
	"regexp"

	"github.com/danielgtaylor/huma/v2"
)

// api is huma's, but speaking one format alone, and that strictly.
type api struct{ huma.API }

// Negotiate answers JSON to everybody.
func (api) Negotiate(string) (string, error) { return "application/json", nil }

// Marshal writes JSON.
func (api) Marshal(w io.Writer, _ string, v any) error {
	if p, ok := v.(*problem); ok {
		return writeJSON(w, p.body)
	}
	return writeJSON(w, v)
}

// Unmarshal reads strict JSON. The content type was looked at before.
func (api) Unmarshal(_ string, data []byte, v any) error { return readJSON(data, v) }

// route is one operation of the API.
type route struct {
	method, path string
	id           string // operationId, the name of the generated function
	about        string
	tag          string
	door         door
	bucket       *buckets // of the caller's address, for what strangers may do
	command      bool     // takes an Idempotency-Key
	status       int      // of success; 0: 200, or 204 where nothing is answered
	maybe        int      // another status of success, without a body
}

// Inputs of handlers. A body that may be left out is a pointer.
type (
	none         struct{}
	body[T any]  struct{ Body T }
	maybe[T any] struct{ Body *T }
)

// answer is what huma writes.
type answer[T any] struct {
	Status int
	Body   T
}

// add puts an operation on the API whose handler answers a body.
func add[I, T any](s *Server, r route, handle func(context.Context, *call, *I) (T, error)) {
	op := s.operation(r)
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*answer[T], error) {
		c := callOf(ctx)
		c.handled = true
		out, err := handle(ctx, c, in)
		s.count(c, err)
		if err != nil {
			return nil, s.refusal(ctx, err)
		}
		status := op.DefaultStatus
		if c.status != 0 {
			status = c.status
		}
		return &answer[T]{Status: status, Body: out}, nil
	})
}

// do puts an operation on the API that answers nothing but its success.
func do[I any](s *Server, r route, handle func(context.Context, *call, *I) error) {
	r.status = http.StatusNoContent
	huma.Register(s.api, s.operation(r), func(ctx context.Context, in *I) (*none, error) {
		c := callOf(ctx)
		c.handled = true
		err := handle(ctx, c, in)
		s.count(c, err)
		if err != nil {
			return nil, s.refusal(ctx, err)
		}
		return &none{}, nil
	})
}

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

// operation describes a route to huma. The door has read the body already, in the server's own time; it is read strictly
// from there and needs no validating after.
func (s *Server) operation(r route) huma.Operation {
	op := huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, Summary: r.about, Tags: []string{r.tag}, DefaultStatus: r.status,
		MaxBodyBytes: s.o.BodyLimit + 1, BodyReadTimeout: -1, SkipValidateBody: true, SkipValidateParams: true,
		Middlewares: huma.Middlewares{s.enter(r)},
		Responses: map[string]*huma.Response{"default": {
			Description: "Refused",
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problemSchema()}},
		}},
	}
	if op.DefaultStatus == 0 {
		op.DefaultStatus = http.StatusOK
	}
	if r.maybe != 0 {
		op.Responses["204"] = &huma.Response{Description: "There was nothing to do"}
	}
	for _, name := range pathParameter.FindAllStringSubmatch(r.path, -1) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: name[1], In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	if r.command {
		limit := keyLimit
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: "Idempotency-Key", In: "header", Description: "Makes retries safe: the same key with the same body happens once.",
			Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &limit},
		})
	}
	if scheme := r.door.scheme(); scheme != "" {
		op.Security = []map[string][]string{{scheme: {}}}
	}
	return op
}

func problemSchema() *huma.Schema { return &huma.Schema{Ref: "#/components/schemas/Problem"} }
