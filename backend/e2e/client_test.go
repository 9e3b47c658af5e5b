package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// password is everybody's in these stories.
const password = "correct horse battery"

// person is somebody with a login, or a customer with a chat token, or a stranger.
type person struct {
	t     testing.TB
	p     *program
	id    string
	token string
	http  *http.Client
}

// answer is what the program said to one request.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
}

// object is any JSON object.
type object = map[string]any

// login makes a person of an account.
func (p *program) login(email string) *person {
	p.t.Helper()
	who := p.stranger()
	a := who.post("/api/v1/auth/login", object{"email": email, "password": password}).want(200)
	var login struct {
		AccessToken string `json:"access_token"`
		User        struct{ ID string }
	}
	a.into(&login)
	who.token, who.id = login.AccessToken, login.User.ID
	return who
}

// stranger is somebody without any token.
func (p *program) stranger() *person {
	return &person{t: p.t, p: p, http: &http.Client{Timeout: 20 * time.Second}}
}

// customer opens a web chat and answers the customer and the conversation's id.
func (p *program) customer(channel string, with object) (*person, string) {
	p.t.Helper()
	who := p.stranger()
	a := who.post("/api/v1/chat/"+channel+"/sessions", with).want(201)
	var session struct{ Token, Conversation string }
	a.into(&session)
	who.token = session.Token
	return who, session.Conversation
}

// try sends one request and answers what came back, or the network's error.
func (w *person) try(method, path string, body any, header ...string) (answer, error) {
	w.t.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(b)
	default:
		encoded, err := json.Marshal(b)
		if err != nil {
			w.t.Fatal(err)
		}
		r = bytes.NewReader(encoded)
	}
	req, err := http.NewRequest(method, w.p.url+path, r)
	if err != nil {
		w.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if w.token != "" {
		req.Header.Set("Authorization", "Bearer "+w.token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := w.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	read, err := io.ReadAll(res.Body)
	return answer{t: w.t, status: res.StatusCode, header: res.Header, body: read}, err
}

func (w *person) do(method, path string, body any, header ...string) answer {
	w.t.Helper()
	a, err := w.try(method, path, body, header...)
	if err != nil {
		w.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

func (w *person) get(path string) answer { w.t.Helper(); return w.do("GET", path, nil) }
func (w *person) post(path string, body any, header ...string) answer {
	w.t.Helper()
	return w.do("POST", path, body, header...)
}

// want fails the test unless the status is this one, and the problem's code where one is given.
func (a answer) want(status int, code ...string) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d instead of %d: %s", a.status, status, tail(string(a.body), 600))
	}
	if len(code) > 0 && a.text("code") != code[0] {
		a.t.Fatalf("code %q instead of %q: %s", a.text("code"), code[0], a.body)
	}
	return a
}

// into reads the whole body.
func (a answer) into(v any) {
	a.t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		a.t.Fatalf("not the JSON that was expected: %v: %s", err, tail(string(a.body), 600))
	}
}

// at walks the body along a dotted path; numbers index lists. It answers nil where there is nothing.
func (a answer) at(path string) any {
	a.t.Helper()
	var v any
	a.into(&v)
	return at(v, path)
}

func (a answer) text(path string) string { a.t.Helper(); s, _ := a.at(path).(string); return s }

// event is an event as the contract has it.
type event struct {
	Workplace    string
	Seq          int64
	Conversation string
	Kind         string
	At           time.Time
	By           actor
	Data         object
}

// actor is a team and a person of it.
type actor struct {
	Team string
	User *struct{ ID, Name, Handle string }
}

// events are those that a command answered.
func (a answer) events() []event {
	a.t.Helper()
	var body struct{ Events []event }
	a.into(&body)
	return body.Events
}

// kinds names the events that a command answered.
func (a answer) kinds() string {
	a.t.Helper()
	var kinds []string
	for _, e := range a.events() {
		kinds = append(kinds, e.Kind)
	}
	return strings.Join(kinds, " ")
}

func at(v any, path string) any {
	for _, key := range strings.Split(path, ".") {
		switch x := v.(type) {
		case object:
			v = x[key]
		case []any:
			i := 0
			for _, r := range key {
				i = i*10 + int(r-'0')
			}
			if i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}
