package e2e

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// TestEveryMetricIsExplained has a bit of everything happen and holds what /metrics then serves against the table of
// the operators' page, both ways: names and labels.
func TestEveryMetricIsExplained(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "What are your hours?"}).Want(201)
	sol := p.Login("sol@sonrisas.example")
	sol.Post("/api/v1/conversations/"+c+"/notes", rig.Object{"text": "Seen"}).Want(200)
	broken := p.Dial("/api/v1/live")
	broken.Send("no frame")
	broken.AwaitClose()

	explained := map[string]string{}
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range regexp.MustCompile("(?m)^\\| `(relevo_[a-z_]+)` \\|([^|]*)\\| \\w").FindAllStringSubmatch(string(page), -1) {
		explained[row[1]] = strings.ReplaceAll(row[2], "`", "")
	}
	var served map[string]string
	rig.Eventually(t, 10*time.Second, "Lara has answered", func() bool {
		text := string(p.Stranger().Get("/metrics").Want(200).Body)
		served = metrics(text)
		return strings.Contains(text, `relevo_lara_outcomes_total{outcome="answered"} 1`)
	})
	for name, labels := range served {
		if want, ok := explained[name]; !ok {
			t.Errorf("%s is served and not explained in docs/operations.md", name)
		} else if labels != strings.TrimSpace(want) {
			t.Errorf("%s has the labels %q and is explained with %q", name, labels, want)
		}
	}
	for name := range explained {
		if _, ok := served[name]; !ok {
			t.Errorf("%s is explained and not served", name)
		}
	}
	if len(served) < 10 {
		t.Errorf("only %d metrics are served", len(served))
	}
}

// metrics are the names of our own in a page of /metrics, with their labels in the order in which they are written.
func metrics(page string) map[string]string {
	found := map[string]string{}
	for _, name := range regexp.MustCompile(`(?m)^# TYPE (relevo_\S+)`).FindAllStringSubmatch(page, -1) {
		sample := regexp.MustCompile(`(?m)^` + name[1] + `(?:_bucket)?(?:\{(.*)\})? `).FindStringSubmatch(page)
		var labels []string
		if sample != nil {
			for _, label := range regexp.MustCompile(`(\w+)="`).FindAllStringSubmatch(sample[1], -1) {
				labels = append(labels, label[1])
			}
		}
		labels = slices.DeleteFunc(labels, func(l string) bool { return l == "le" })
		slices.Sort(labels)
		found[name[1]] = strings.Join(labels, " ")
	}
	return found
}

// TestProfilesAreForThisMachineAlone finds pprof where it was asked for, never beside the API, and nowhere by default.
func TestProfilesAreForThisMachineAlone(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--debug-listen", "127.0.0.1:0")
	p.Stranger().Get("/debug/pprof/heap").Want(404)
	at := regexp.MustCompile(`(http://127\.0\.0\.1:\d+)/debug/pprof/`).FindStringSubmatch(p.Words())
	if at == nil {
		t.Fatalf("the log does not say where profiles are:\n%s", p.Words())
	}
	profiles := p.Stranger()
	profiles.Program = &rig.Program{URL: at[1]}
	if heap := profiles.Get("/debug/pprof/heap?debug=1").Want(200); !strings.HasPrefix(string(heap.Body), "heap profile") {
		t.Errorf("no heap profile: %.80s", heap.Body)
	}
	profiles.Get("/api/v1/me").Want(404)
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0"} {
		if code, out := p.Relevo("serve", "--debug-listen", address); code != 2 || !strings.Contains(out, "--debug-listen") {
			t.Errorf("%s: exit %d: %s", address, code, out)
		}
	}
}

// TestRequestIDs finds one in every answer, never one that the client made up.
func TestRequestIDs(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--log-level", "debug")
	seen := map[string]bool{}
	for _, path := range []string{"/healthz", "/api/v1/me", "/api/v1/nothing", "/", "/metrics"} {
		id := p.Stranger().Do("GET", path, nil, "X-Request-Id", "mine").Header.Get("X-Request-Id")
		if id == "" || id == "mine" || seen[id] {
			t.Errorf("%s was answered with the id %q", path, id)
		}
		seen[id] = true
		rig.Eventually(t, 5*time.Second, fmt.Sprintf("the log knows %s by its id", path), func() bool { return strings.Contains(p.Words(), id) })
	}
}
