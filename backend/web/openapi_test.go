package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/prometheus/client_golang/prometheus"

	"relevo/backend/wire"
)

// described is a server that answers nothing, but knows what it would.
func described(t *testing.T) *Server {
	t.Helper()
	s, err := New(Options{Pages: somePages(t), Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func parsed(t *testing.T) map[string]any {
	t.Helper()
	b, err := described(t).OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestEveryOperationIsDescribed wants of each an id of its own, words, who may, and how it refuses; and a door for all
// but those of strangers.
func TestEveryOperationIsDescribed(t *testing.T) {
	t.Parallel()
	d := parsed(t)
	if d["openapi"] != "3.1.0" {
		t.Errorf("OpenAPI %v", d["openapi"])
	}
	strangers := []string{"signIn", "refresh", "signOut", "setUp", "beginChat"}
	ids := map[string]bool{}
	for path, methods := range d["paths"].(map[string]any) {
		if !strings.HasPrefix(path, "/api/v1/") {
			t.Errorf("%s is no part of the API", path)
		}
		for method, operation := range methods.(map[string]any) {
			o := operation.(map[string]any)
			id, _ := o["operationId"].(string)
			if id == "" || ids[id] || o["summary"] == "" || o["tags"] == nil {
				t.Errorf("%s %s is described as %v", method, path, o)
			}
			ids[id] = true
			if open := o["security"] == nil; open != slices.Contains(strangers, id) {
				t.Errorf("%s asks nobody who they are: %v", id, open)
			}
			responses := o["responses"].(map[string]any)
			if responses["default"] == nil || len(responses) < 2 || responses["422"] != nil {
				t.Errorf("%s answers %v", id, slices.Collect(maps.Keys(responses)))
			}
			for _, name := range pathParameter.FindAllStringSubmatch(path, -1) {
				if !strings.Contains(fmt.Sprint(o["parameters"]), "name:"+name[1]) {
					t.Errorf("%s does not describe {%s}", id, name[1])
				}
			}
		}
	}
}

// TestReferencesLeadSomewhere follows every $ref of the document.
func TestReferencesLeadSomewhere(t *testing.T) {
	t.Parallel()
	d := parsed(t)
	known := d["components"].(map[string]any)["schemas"].(map[string]any)
	used := map[string]bool{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, value := range v {
				if ref, ok := value.(string); ok && (key == "$ref" || strings.HasPrefix(ref, schemas)) {
					name := strings.TrimPrefix(ref, schemas)
					used[name] = true
					if known[name] == nil {
						t.Errorf("%s leads nowhere", ref)
					}
				}
				walk(value)
			}
		case []any:
			for _, value := range v {
				walk(value)
			}
		}
	}
	walk(d)
	for name := range known {
		if !used[name] && !strings.HasSuffix(name, "Frame") {
			t.Errorf("nothing uses %s", name)
		}
	}
}

// TestUnions tells events by their kind and frames by their type.
func TestUnions(t *testing.T) {
	t.Parallel()
	known := parsed(t)["components"].(map[string]any)["schemas"].(map[string]any)
	event := known["Event"].(map[string]any)
	mapping := event["discriminator"].(map[string]any)["mapping"].(map[string]any)
	if len(mapping) != len(wire.Kinds) || len(event["oneOf"].([]any)) != len(wire.Kinds) {
		t.Errorf("%d kinds", len(mapping))
	}
	for _, k := range wire.Kinds {
		variant := known[strings.TrimPrefix(mapping[string(k.Kind)].(string), schemas)].(map[string]any)
		properties := variant["properties"].(map[string]any)
		if got := fmt.Sprint(properties["kind"].(map[string]any)["enum"]); got != "["+string(k.Kind)+"]" {
			t.Errorf("%s has the kind %s", k.Kind, got)
		}
		if ref := properties["data"].(map[string]any)["$ref"]; ref == nil {
			t.Errorf("%s says %v", k.Kind, properties["data"])
		}
	}
	for _, group := range wire.Frames {
		if got := known[group.Name].(map[string]any)["oneOf"].([]any); len(got) != len(group.Frames) {
			t.Errorf("%s has %d of %d frames", group.Name, len(got), len(group.Frames))
		}
	}
	if codes := known["Problem"].(map[string]any)["properties"].(map[string]any)["code"].(map[string]any)["enum"].([]any); len(codes) != len(catalogue) {
		t.Errorf("%d codes", len(codes))
	}
}

// TestNullability finds null where the contract has it, and nowhere else.
func TestNullability(t *testing.T) {
	t.Parallel()
	known := parsed(t)["components"].(map[string]any)["schemas"].(map[string]any)
	for property, want := range map[string]bool{
		"Conversation.taken_over": true, "Conversation.escalation": true, "Conversation.waiting_since": true, "Conversation.last_message": true,
		"Conversation.holder": false, "Holder.user": true, "Actor.user": true, "Escalation.acknowledged_by": true, "Escalated.note": true,
		"Assigned.note": false, "StreamSection.next": true, "StreamSection.conversations": false, "Drafts.reply": true, "Note.mentions": false,
		"Problem.holder": false, "Assign.to": false, "MarkSeen.seq": false, "SendMessage.if_seen": false, "Viewing.conversation": true, "PresenceUser.viewing": true,
	} {
		schema, name, _ := strings.Cut(property, ".")
		p := known[schema].(map[string]any)["properties"].(map[string]any)[name].(map[string]any)
		if got := strings.Contains(fmt.Sprint(p["type"], p["anyOf"]), "null"); got != want {
			t.Errorf("%s can be null: %v", property, got)
		}
	}
}

// Check holds a body against the schema of an operation's answer.
func (s *Server) Check(method, path string, status int, body []byte) []error {
	item := s.api.OpenAPI().Paths[path]
	if item == nil {
		return []error{fmt.Errorf("%s is not described", path)}
	}
	operation := map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete}[method]
	response, ok := operation.Responses[fmt.Sprint(status)]
	if !ok {
		response = operation.Responses["default"]
	}
	if len(response.Content) == 0 {
		if len(body) > 0 {
			return []error{fmt.Errorf("a body where none is described")}
		}
		return nil
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return []error{err}
	}
	registry, result := s.api.OpenAPI().Components.Schemas, &huma.ValidateResult{}
	for _, media := range response.Content {
		media.Schema.PrecomputeMessages()
		huma.Validate(registry, media.Schema, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, v, result)
	}
	return result.Errors
}

func TestCheckFindsWhatIsOtherwiseThanDescribed(t *testing.T) {
	t.Parallel()
	s := described(t)
	for body, ok := range map[string]bool{
		`{"events":[],"next":null}`:                true,
		`{"events":[],"next":"5"}`:                 true,
		`{"events":[],"next":5}`:                   false,
		`{"events":[]}`:                            false,
		`{"events":[],"next":null,"more":1}`:       false,
		`{"events":null,"next":null}`:              false,
		`{"events":[{"seq":1}],"next":null}`:       false,
		`{"events":[` + anEvent + `],"next":null}`: true,
		`{"events":[` + strings.Replace(anEvent, `"reason":"billing"`, `"cause":"billing"`, 1) + `],"next":null}`: false,
	} {
		if errs := s.Check("GET", "/api/v1/workplaces/{w}/events", 200, []byte(body)); (len(errs) == 0) != ok {
			t.Errorf("%s: %v", body, errs)
		}
	}
}

const anEvent = `{"workplace":"w","seq":1,"conversation":"c","kind":"escalation.acknowledged","at":"2026-07-01T00:00:00.000Z","by":{"team":"lara","user":null},"data":{"reason":"billing"}}`

// RouteOf is the described path that a request meets; empty: none.
func (s *Server) RouteOf(r *http.Request) string {
	c := s.echo.NewContext(r, nil)
	s.echo.Router().Find(r.Method, r.URL.Path, c)
	return parameter.ReplaceAllString(c.Path(), "{$1}")
}

var parameter = regexp.MustCompile(`:(\w+)`)
