package web_test

import (
	"fmt"
	"strings"
	"testing"

	"relevo/backend/workplace"
)

// TestPreferencesFollowThePerson sets some, and finds them in another session of the same person and of nobody else.
func TestPreferencesFollowThePerson(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	const path = "/api/v1/me/preferences"
	sol := w.as("sol")
	if me := sol.get("/api/v1/me").want(200); strings.Contains(me.Body.String(), "single_keys") {
		t.Errorf("before anything was set: %s", me.Body)
	}
	every := object{"filters": []object{{"words": workplace.FilterWords}, {"words": []string{"es"}}}, "single_keys": false}
	sol.do("PATCH", path, every).want(200)
	if got := sol.do("PATCH", path, object{"keys": object{"reply": []string{"Mod+Shift+Ñ", "G ?"}, "close": []string{}}}).want(200); got.at("single_keys") != false {
		t.Errorf("what was not given changed: %s", got.Body)
	}
	elsewhere := w.stranger().post("/api/v1/auth/login", object{"email": "sol@sonrisas.example", "password": password}).want(200)
	me := who{w: w, token: elsewhere.text("access_token")}.get("/api/v1/me").want(200)
	if me.text("preferences.filters.1.words.0") != "es" || me.text("preferences.keys.reply.1") != "G ?" || me.at("preferences.single_keys") != false {
		t.Errorf("in another session: %s", me.Body)
	}
	if got := w.as("gil").get("/api/v1/me").want(200); strings.Contains(got.Body.String(), "filters") {
		t.Errorf("somebody else has them too: %s", got.Body)
	}
	w.stranger().do("PATCH", path, every).want(401, "unauthenticated")
	if got := sol.do("PATCH", path, object{"filters": []object{}}).want(200); strings.Contains(got.Body.String(), "es") {
		t.Errorf("a filter that was taken away is still there: %s", got.Body)
	}
}

// TestPreferencesHoldNothingElse tries to keep what is no preference: words of a customer above all.
func TestPreferencesHoldNothingElse(t *testing.T) {
	t.Parallel()
	sol := assemble(t, twoWorkplaces).as("sol")
	many := object{}
	for i := range 101 {
		many[fmt.Sprint("a", i)] = []string{"R"}
	}
	large := object{}
	for i := range 100 {
		large[fmt.Sprint(strings.Repeat("a", 60), i)] = []string{"Mod+Shift+Aaaaaaaaaaaaaaaa", "Mod+Shift+Aaaaaaaaaaaaaaab", "Mod+Shift+Aaaaaaaaaaaaaaac", "Mod+Shift+Aaaaaaaaaaaaaaad"}
	}
	for name, test := range map[string]struct {
		body   any
		status int
		code   string
	}{
		"a field of one's own":    {object{"note": "Juan"}, 400, "malformed"},
		"a list of nothing":       {`{"filters":[{"words":null}]}`, 400, "malformed"},
		"a word of one's own":     {object{"filters": []object{{"words": []string{"juan"}}}}, 422, "invalid"},
		"a word twice":            {object{"filters": []object{{"words": []string{"es", "es"}}}}, 422, "invalid"},
		"a filter without words":  {object{"filters": []object{{"words": []string{}}}}, 422, "invalid"},
		"too many filters":        {object{"filters": make([]object, 21)}, 422, "invalid"},
		"an action that is none":  {object{"keys": object{"Juan Pérez": []string{"R"}}}, 422, "invalid"},
		"a sentence for a key":    {object{"keys": object{"reply": []string{"Juan is allergic"}}}, 422, "invalid"},
		"a control character":     {object{"keys": object{"reply": []string{"\n"}}}, 422, "invalid"},
		"too many keys":           {object{"keys": object{"reply": []string{"A", "B", "C", "D", "E"}}}, 422, "invalid"},
		"keys of too many":        {object{"keys": many}, 422, "invalid"},
		"more than has its place": {object{"keys": large}, 422, "invalid"},
	} {
		t.Log(name)
		sol.do("PATCH", "/api/v1/me/preferences", test.body).want(test.status, test.code)
	}
	if me := sol.get("/api/v1/me").want(200); strings.Contains(me.Body.String(), "keys") {
		t.Errorf("something was kept: %s", me.Body)
	}
}
