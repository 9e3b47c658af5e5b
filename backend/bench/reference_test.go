package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

// counted are the tables that a reply writes to, with how many rows each has.
func counted(t *testing.T, dir string) map[string]int {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "relevo.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	names, err := db.Query(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'search_%' AND name NOT LIKE 'people_%' AND name NOT LIKE 'sqlite_%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer names.Close()
	rows := map[string]int{}
	for names.Next() {
		var name string
		if err := names.Scan(&name); err != nil {
			t.Fatal(err)
		}
		rows[name] = 0
	}
	for name := range rows {
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM ` + name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		rows[name] = n
	}
	var found int
	if err := db.QueryRow(`SELECT count(*) FROM search WHERE search MATCH 'disponible'`).Scan(&found); err != nil {
		t.Fatal(err)
	}
	rows["found by search"] = found
	var newest int
	if err := db.QueryRow(`SELECT max(last_message_seq) FROM conversations`).Scan(&newest); err != nil {
		t.Fatal(err)
	}
	rows["newest message"] = newest
	return rows
}

// TestTheReferencesWriteTheSameRows has the program and both references record the same number of replies in copies of
// one world, and holds the tables against each other.
func TestTheReferencesWriteTheSameRows(t *testing.T) {
	t.Parallel()
	const replies = 20
	w := newTestWorld(t)
	folders := map[string]string{}
	for _, who := range []string{"relevo", "group commit", "GORM"} {
		dir, err := w.copy()
		if err != nil {
			t.Fatal(err)
		}
		folders[who] = dir
	}
	before := counted(t, folders["relevo"])

	s, err := w.serve(t.Context(), folders["relevo"])
	if err != nil {
		t.Fatal(err)
	}
	callers, err := w.callers(s, 1)
	if err != nil {
		t.Fatal(err)
	}
	for range replies {
		if a, err := callers[0].reply(); err != nil || a.status != http.StatusOK {
			t.Fatalf("a reply was answered %d, %v", a.status, err)
		}
	}
	hangUp(callers)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}

	group, err := newGroupCommit(folders["group commit"])
	if err != nil {
		t.Fatal(err)
	}
	naive, err := newPerCommand(folders["GORM"])
	if err != nil {
		t.Fatal(err)
	}
	for i := range replies {
		if err := errors.Join(group.reply(&group.rows[i%2]), naive.reply(&naive.rows[i%2])); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(group.close(), naive.close()); err != nil {
		t.Fatal(err)
	}

	want := counted(t, folders["relevo"])
	if want["events"] != before["events"]+replies || want["found by search"] != before["found by search"]+replies {
		t.Fatalf("%d replies made of %v these rows: %v", replies, before, want)
	}
	for who, dir := range folders {
		if got := counted(t, dir); !maps.Equal(got, want) {
			t.Errorf("%s wrote other rows than the program:\n%v\n%v", who, got, want)
		}
	}
}

func newTestWorld(t *testing.T) *world {
	t.Helper()
	w, err := newWorld(t.Context(), rig.Binary, t.TempDir(), 2*people)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// someEvent is what the references of the fan-out publish here.
const someEvent = `{"workplace":"bench","seq":7,"conversation":"C","kind":"message.sent","at":"2026-03-02T14:05:09.120Z","data":{}}`

// TestEveryReferenceTellsEverybodyEverything watches each server of the fan-out with a crowd and posts to it.
func TestEveryReferenceTellsEverybodyEverything(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{Broadcast, Channels, WriteLoop} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			out, in := io.Pipe()
			go func() { in.CloseWithError(Reference(ctx, kind, strings.NewReader(someEvent), in)) }()
			var address string
			if _, err := fmt.Fscanf(out, "listening on http://%s\n", &address); err != nil {
				t.Fatal(err)
			}
			c, err := newSocketCrowd(address, func(int, int64) []byte { return []byte(`{"type":"hello"}`) })
			if err == nil {
				err = c.join(30)
			}
			if err != nil {
				t.Fatal(err)
			}
			defer c.leave()
			k, err := dialCaller(address, []talk{{conversation: "C"}})
			if err != nil {
				t.Fatal(err)
			}
			defer hangUp([]*caller{k})
			const events = 300
			for n := range events {
				if a, err := k.reply(); err != nil || a.status != http.StatusOK || a.seq != int64(n+1) {
					t.Fatalf("event %d was answered %d with seq %d, %v", n+1, a.status, a.seq, err)
				}
			}
			if err := errors.Join(c.settle(events, 10*time.Second), c.trouble()); err != nil {
				t.Fatal(err)
			}
			if n := c.events.Load(); n != 30*events {
				t.Errorf("%d events came instead of %d", n, 30*events)
			}
		})
	}
	if err := Reference(t.Context(), "nothing", strings.NewReader(someEvent), io.Discard); err == nil {
		t.Error("there is a reference that does not exist")
	}
	if err := Reference(t.Context(), Broadcast, strings.NewReader(`{"workplace":"other","seq":1}`), io.Discard); err == nil {
		t.Error("an event of nobody's is published")
	}
}

// TestCallersReadBodiesOfEveryKind asks a server of the standard library, which chooses between a length and chunks.
func TestCallersReadBodiesOfEveryKind(t *testing.T) {
	t.Parallel()
	bodies := map[string]string{"/empty": "", "/short": someEvent, "/long": strings.Repeat(someEvent, 500)}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := bodies[r.URL.Path]
		if r.Header.Get("Authorization") != "Bearer token" {
			w.WriteHeader(http.StatusUnauthorized)
		}
		half := len(body) / 2
		_, _ = io.WriteString(w, body[:half])
		if r.URL.Path == "/long" {
			w.(http.Flusher).Flush()
		}
		_, _ = io.WriteString(w, body[half:])
	}))
	defer s.Close()
	c, err := dialCaller(s.Listener.Addr().String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer hangUp([]*caller{c})
	for range 2 { // one connection takes one answer after the other
		for path, want := range bodies {
			a, err := c.get(path, "token")
			if err != nil || a.status != http.StatusOK || string(c.body) != want {
				t.Errorf("%s is read as %d with %d bytes of %d, %v", path, a.status, len(c.body), len(want), err)
			}
		}
	}
	if a, err := c.get("/short", "another"); err != nil || a.status != http.StatusUnauthorized {
		t.Errorf("a refusal is read as %d, %v", a.status, err)
	}
}
