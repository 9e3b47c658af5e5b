package web

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"relevo/backend/desk"
)

// TestEveryCodeIsInTheCatalogue reads the domain's codes from its source: a new one decides how it leaves the program.
func TestEveryCodeIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "../desk/error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	inside := map[string]bool{"NotHolding": true, "Outdated": true} // never leave the program
	found := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "Code" {
			return true
		}
		code := desk.Code(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`))
		if _, listed := catalogue[code]; listed == inside[spec.Names[0].Name] {
			t.Errorf("%s: in the catalogue: %v", code, listed)
		}
		found++
		return true
	})
	if found != len(catalogue)-1+len(inside) { // all but internal
		t.Errorf("%d codes in the domain, %d in the catalogue", found, len(catalogue))
	}
}

// TestStatuses are the contract's table.
func TestStatuses(t *testing.T) {
	t.Parallel()
	for status, codes := range map[int]string{
		400: "malformed",
		401: "unauthenticated",
		403: "forbidden",
		404: "not_found",
		409: "held_by_other agents_locked_out already_with_staff not_with_office no_escalation already_closed crossed_reply",
		413: "too_large",
		422: "note_required reason_required invalid_reason invalid_assignee empty_message message_too_long opted_out idempotency_mismatch invalid",
		429: "rate_limited",
		503: "unavailable",
	} {
		for _, code := range strings.Fields(codes) {
			if p := newProblem(desk.Code(code), "x"); p.body.Status != status || p.body.Code != code || p.body.Title == "" || p.body.Detail != "x" {
				t.Errorf("%s is %+v", code, p.body)
			}
		}
	}
}

func TestFaultsSayNothingOfTheirCause(t *testing.T) {
	t.Parallel()
	for _, code := range []desk.Code{desk.NotHolding, desk.Outdated, "made up", internal} {
		p := newProblem(code, "secret")
		if p.body.Status != http.StatusInternalServerError || p.body.Code != "internal" || strings.Contains(p.body.Detail, "secret") {
			t.Errorf("%s leaves as %+v", code, p.body)
		}
	}
}

func TestRetryAfterIsRoundedUp(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{0: "", time.Millisecond: "1", time.Second: "1", 1001 * time.Millisecond: "2", time.Minute: "60"} {
		p := newProblem(desk.RateLimited, "x")
		p.retry = wait
		if got := p.GetHeaders().Get("Retry-After"); got != want {
			t.Errorf("%v: %q instead of %q", wait, got, want)
		}
	}
}

// TestHumasOwnRefusalsAreOurs gives huma's errors what was submitted; nothing of it may come out.
func TestHumasOwnRefusalsAreOurs(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]desk.Code{400: desk.Malformed, 408: desk.Malformed, 413: desk.TooLarge, 415: desk.Malformed, 422: desk.Malformed, 500: internal} {
		err := huma.NewError(status, "secret", &huma.ErrorDetail{Message: "secret", Value: "secret"}, errors.New("secret"))
		p, ok := err.(*problem)
		if !ok || p.body.Code != string(want) || strings.Contains(p.body.Detail+p.body.Title, "secret") {
			t.Errorf("%d became %+v", status, err)
		}
	}
}
