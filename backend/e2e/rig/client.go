package rig

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"
)

// Password is everybody's in these stories.
const Password = "correct horse battery"

// Person is somebody with a login, or a customer with a chat token, or a stranger.
type Person struct {
	T       testing.TB
	Program *Program
	ID      string
	Token   string
	HTTP    *http.Client
}

// Answer is what the program said to one request.
type Answer struct {
	T      testing.TB
	Status int
	Header http.Header
	Body   []byte
}

// Object is any JSON object.
type Object = map[string]any

// Login makes a person of an account.
func (p *Program) Login(email string) *Person {
	p.T.Helper()
	return p.Stranger().signIn(email)
}

// Browser is Login with cookies that are kept, so that the session can be refreshed.
func (p *Program) Browser(email string) *Person {
	p.T.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.T.Fatal(err)
	}
	who := p.Stranger()
	who.HTTP.Jar = jar
	return who.signIn(email)
}

func (who *Person) signIn(email string) *Person {
	who.T.Helper()
	a := who.Post("/api/v1/auth/login", Object{"email": email, "password": Password}).Want(200)
	var login struct {
		AccessToken string `json:"access_token"`
		User        struct{ ID string }
	}
	a.Into(&login)
	who.Token, who.ID = login.AccessToken, login.User.ID
	return who
}

// Stranger is somebody without any token.
func (p *Program) Stranger() *Person {
	return &Person{T: p.T, Program: p, HTTP: &http.Client{Timeout: 20 * time.Second}}
}

// Customer opens a web chat and answers the customer and the conversation's id.
func (p *Program) Customer(channel string, with Object) (*Person, string) {
	p.T.Helper()
	who := p.Stranger()
	a := who.Post("/api/v1/chat/"+channel+"/sessions", with).Want(201)
	var session struct{ Token, Conversation string }
	a.Into(&session)
	who.Token = session.Token
	return who, session.Conversation
}

// Via is the same person on another way to the program, with connections of their own.
func (w *Person) Via(url string) *Person {
	other := *w
	other.Program = &Program{T: w.T, URL: url}
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	other.HTTP = &http.Client{Timeout: w.HTTP.Timeout, Transport: transport}
	w.T.Cleanup(transport.CloseIdleConnections)
	return &other
}

// Try sends one request and answers what came back, or the network's error.
func (w *Person) Try(method, path string, body any, header ...string) (Answer, error) {
	w.T.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(b)
	default:
		encoded, err := json.Marshal(b)
		if err != nil {
			w.T.Fatal(err)
		}
		r = bytes.NewReader(encoded)
	}
	req, err := http.NewRequest(method, w.Program.URL+path, r)
	if err != nil {
		w.T.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if w.Token != "" {
		req.Header.Set("Authorization", "Bearer "+w.Token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := w.HTTP.Do(req)
	if err != nil {
		return Answer{}, err
	}
	defer res.Body.Close()
	read, err := io.ReadAll(res.Body)
	return Answer{T: w.T, Status: res.StatusCode, Header: res.Header, Body: read}, err
}

func (w *Person) Do(method, path string, body any, header ...string) Answer {
	w.T.Helper()
	a, err := w.Try(method, path, body, header...)
	if err != nil {
		w.T.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

func (w *Person) Get(path string) Answer { w.T.Helper(); return w.Do("GET", path, nil) }
func (w *Person) Post(path string, body any, header ...string) Answer {
	w.T.Helper()
	return w.Do("POST", path, body, header...)
}

// Want fails the test unless the status is this one, and the problem's code where one is given.
func (a Answer) Want(status int, code ...string) Answer {
	a.T.Helper()
	if a.Status != status {
		a.T.Fatalf("status %d instead of %d: %s", a.Status, status, Tail(string(a.Body), 600))
	}
	if len(code) > 0 && a.Text("code") != code[0] {
		a.T.Fatalf("code %q instead of %q: %s", a.Text("code"), code[0], a.Body)
	}
	return a
}

// Into reads the whole body.
func (a Answer) Into(v any) {
	a.T.Helper()
	if err := json.Unmarshal(a.Body, v); err != nil {
		a.T.Fatalf("not the JSON that was expected: %v: %s", err, Tail(string(a.Body), 600))
	}
}

// At walks the body along a dotted path; numbers index lists. It answers nil where there is nothing.
func (a Answer) At(path string) any {
	a.T.Helper()
	var v any
	a.Into(&v)
	return At(v, path)
}

func (a Answer) Text(path string) string { a.T.Helper(); s, _ := a.At(path).(string); return s }

// Event is an event as the contract has it.
type Event struct {
	Workplace    string
	Seq          int64
	Conversation string
	Kind         string
	At           time.Time
	By           Actor
	Data         Object
}

// Actor is a team and a person of it.
type Actor struct {
	Team string
	User *struct{ ID, Name, Handle string }
}

// Events are those that a command answered.
func (a Answer) Events() []Event {
	a.T.Helper()
	var body struct{ Events []Event }
	a.Into(&body)
	return body.Events
}

// Kinds names the events that a command answered.
func (a Answer) Kinds() string {
	a.T.Helper()
	var kinds []string
	for _, e := range a.Events() {
		kinds = append(kinds, e.Kind)
	}
	return strings.Join(kinds, " ")
}

func At(v any, path string) any {
	for _, key := range strings.Split(path, ".") {
		switch x := v.(type) {
		case Object:
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

// Open tells whether nobody has closed a channel yet.
func Open(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return false
	default:
		return true
	}
}

// Persist gives a command until it is answered 200 or 201, always with the same key, whatever happens to the program
// meanwhile. It gives up when it is told to stop, and where the answer is a refusal, which fails the test.
func (w *Person) Persist(path string, body any, key string, stop <-chan struct{}) (Answer, bool) {
	a, ok := w.persist(path, body, key, stop)
	if ok && a.Status >= 400 {
		w.T.Errorf("POST %s was answered %d: %s", path, a.Status, a.Body)
		return a, false
	}
	return a, ok
}

// persist gives a command until it is answered for good, or until it is told to stop.
func (w *Person) persist(path string, body any, key string, stop <-chan struct{}) (Answer, bool) {
	for {
		a, err := w.Try("POST", path, body, "Idempotency-Key", key)
		if err == nil && a.Status != http.StatusServiceUnavailable && a.Status != http.StatusTooManyRequests {
			return a, true
		}
		select {
		case <-stop:
			return Answer{}, false
		case <-time.After(time.Duration(10+rand.IntN(40)) * time.Millisecond):
		}
	}
}

// Log reads a workplace's whole log, page by page.
func (w *Person) Log(workplace string) []Event {
	w.T.Helper()
	var all []Event
	for after := int64(0); ; after = all[len(all)-1].Seq {
		page := w.Get(fmt.Sprintf("/api/v1/workplaces/%s/events?after=%d&limit=200", workplace, after)).Want(200).Events()
		all = append(all, page...)
		if len(page) < 200 {
			return all
		}
	}
}
