package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const (
	workplace = "bench"
	password  = "correct horse battery"
	text      = "Buenas tardes, quisiera saber si tienen cita disponible para el miércoles a las 3:30. Gracias!"
	people    = 16 // who write: half of them staff, half agents
)

// world is a data folder in which people hold conversations, made through the program's own interface and then stopped,
// so that every measurement begins with a copy of the same.
type world struct {
	program string // the built server
	scratch string // where copies go; it is on the disk that is measured
	dir     string // the folder that is copied
	people  []person
	talks   []talk // in turn of different people
	event   []byte // what a reply's event looks like on the wire
}

// person is somebody who may write.
type person struct {
	id, token string
	staff     bool
}

// talk is a conversation and who holds it.
type talk struct {
	conversation string
	holder       person
}

// newWorld builds a world with so many conversations.
func newWorld(ctx context.Context, program, scratch string, talks int) (*world, error) {
	w := &world{program: program, scratch: scratch, dir: filepath.Join(scratch, "world")}
	file := filepath.Join(scratch, "world.yaml")
	if err := os.WriteFile(file, w.provision(), 0o600); err != nil {
		return nil, err
	}
	s, err := w.serve(ctx, w.dir, "--provision", file)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(w.furnish(ctx, s, talks), s.stop()); err != nil {
		return nil, fmt.Errorf("furnish the world: %w", err)
	}
	return w, nil
}

// provision is the world's provision file.
func (w *world) provision() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "workplaces:\n  - id: %s\n    name: Bench\n    timezone: America/Puerto_Rico\n    country: PR\n    language: es\n    lara: false\n    channels:\n      - {id: %s-web, kind: web}\nusers:\n", workplace, workplace)
	for i := range people {
		fmt.Fprintf(&b, "  - {email: p%d@bench.example, name: Person %d, handle: p%d, password: %q, memberships: [{workplace: %s, role: %s}]}\n", i, i, i, password, workplace, word(i%2 == 0, "staff", "agent"))
	}
	return b.Bytes()
}

// start starts the program on a data folder, without limits on rates.
func (w *world) start(dir string, flags ...string) (*process, error) {
	return launch(w.scratch, w.program, nil, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", dir, "--rate-limits", "off", "--access-ttl", "12h", "--debug-listen", "127.0.0.1:0"}, flags...)...)
}

// serve starts the program and waits until it serves.
func (w *world) serve(ctx context.Context, dir string, flags ...string) (*process, error) {
	p, err := w.start(dir, flags...)
	if err != nil {
		return nil, err
	}
	if _, err := p.ready(ctx); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

// copy makes a data folder like the world's. It is the caller's to serve on and to remove.
func (w *world) copy() (string, error) {
	dir, err := os.MkdirTemp(w.scratch, "data-")
	if err == nil {
		err = os.CopyFS(filepath.Join(dir, "data"), os.DirFS(w.dir))
	}
	if err != nil {
		return "", fmt.Errorf("copy the world: %w", err)
	}
	return filepath.Join(dir, "data"), nil
}

// fresh starts the program on a copy of the world.
func (w *world) fresh(ctx context.Context, flags ...string) (*process, error) {
	dir, err := w.copy()
	if err != nil {
		return nil, err
	}
	return w.serve(ctx, dir, flags...)
}

// furnish logs everybody in and has customers write to them.
func (w *world) furnish(ctx context.Context, s *process, talks int) error {
	for i := range people {
		var login struct {
			AccessToken string `json:"access_token"`
			User        struct{ ID string }
		}
		if err := ask(ctx, s, "/auth/login", "", map[string]string{"email": fmt.Sprintf("p%d@bench.example", i), "password": password}, &login); err != nil {
			return err
		}
		w.people = append(w.people, person{login.User.ID, login.AccessToken, i%2 == 0})
	}
	w.talks = make([]talk, talks)
	errs := make([]error, people)
	var working sync.WaitGroup
	for i := range people {
		working.Go(func() {
			for n := i; n < talks && errs[i] == nil; n += people {
				w.talks[n], errs[i] = w.begin(ctx, s, w.people[i], n)
			}
		})
	}
	working.Wait()
	return errors.Join(errs...)
}

// begin has a customer write and a person answer, who holds the conversation from then on.
func (w *world) begin(ctx context.Context, s *process, holder person, n int) (talk, error) {
	var session struct{ Token, Conversation string }
	if err := ask(ctx, s, "/chat/"+workplace+"-web/sessions", "", map[string]string{"name": fmt.Sprintf("Customer %d", n)}, &session); err != nil {
		return talk{}, err
	}
	if err := ask(ctx, s, "/chat/messages", session.Token, map[string]string{"text": text}, nil); err != nil {
		return talk{}, err
	}
	var answer struct{ Events []json.RawMessage }
	if err := ask(ctx, s, "/conversations/"+session.Conversation+"/messages", holder.token, map[string]string{"text": text}, &answer); err != nil {
		return talk{}, err
	}
	if n == 0 {
		w.event = answer.Events[len(answer.Events)-1]
	}
	return talk{session.Conversation, holder}, nil
}

// ask posts something and reads the answer, in no hurry.
func ask(ctx context.Context, s *process, path, token string, body, into any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.address+"/api/v1"+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := patient.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	b, err = io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		return errors.Join(err, fmt.Errorf("POST %s: %s: %s", path, res.Status, b))
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(b, into)
}

var patient = &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: people}}

// hello is what the i-th watcher says first: the watchers are everybody in turn, with many windows each.
func (w *world) hello(i int, since int64) []byte {
	from := "null"
	if since >= 0 {
		from = fmt.Sprint(since)
	}
	return []byte(`{"type":"hello","token":"` + w.people[i%len(w.people)].token + `","since":{"` + workplace + `":` + from + `}}`)
}

// quoted is a text inside of JSON.
func quoted(s string) string {
	b, _ := json.Marshal(s)
	return strings.TrimSuffix(string(b), "\n")
}
