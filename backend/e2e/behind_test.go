package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"relevo/backend/e2e/rig"
)

// TestCommandsAreToldToComeBackWhileTheWriterIsBehind has a program whose writer counts as behind as soon as anything
// waits, and many who write at once: who is told to come back is told when, has recorded nothing, and gets through with
// the same key; in the end everything has happened once.
func TestCommandsAreToldToComeBackWhileTheWriterIsBehind(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off", "--writer-behind", "1ns")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	if _, ok := customer.Persist("/api/v1/chat/messages", rig.Object{"text": "Hello"}, "hello", nil); !ok {
		t.Fatal("the customer did not get through")
	}
	sol := p.Login("sol@sonrisas.example")
	path := "/api/v1/conversations/" + c + "/notes"
	const people, each = 16, 12
	var shed atomic.Int64
	var all []func()
	for person := range people {
		all = append(all, func() {
			for n := range each {
				key, body := fmt.Sprint(person, "-", n), rig.Object{"text": fmt.Sprint("Note ", person, " ", n)}
				a, err := sol.Try("POST", path, body, "Idempotency-Key", key)
				if err != nil {
					t.Error(err)
					return
				}
				if a.Status == http.StatusServiceUnavailable {
					shed.Add(1)
					if a.Header.Get("Retry-After") == "" || a.Text("code") != "unavailable" {
						t.Errorf("who came too late was answered %v %s", a.Header, a.Body)
					}
					a, _ = sol.Persist(path, body, key, nil)
				}
				a.Want(200)
			}
		})
	}
	rig.Together(all...)
	if shed.Load() == 0 {
		t.Error("nobody was told to come back")
	}
	if metrics := string(p.Stranger().Get("/metrics").Want(200).Body); strings.Contains(metrics, "relevo_commands_shed_total 0") {
		t.Error("nobody was counted as told to come back")
	}
	notes := map[string]int{}
	for _, e := range sol.Log("sonrisas") {
		if e.Kind == "note.added" {
			notes[e.Data["text"].(string)]++
		}
	}
	for person := range people {
		for n := range each {
			if text := fmt.Sprint("Note ", person, " ", n); notes[text] != 1 {
				t.Errorf("%s is there %d times", text, notes[text])
			}
		}
	}
	p.Stop()
	p.Verified()
}
