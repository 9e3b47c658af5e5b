package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"gorm.io/gorm"

	"relevo/backend/auth"
	"relevo/backend/channel/webchat"
	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
	"relevo/backend/web"
	"relevo/backend/workplace"
)

const password = "correct horse battery"

const twoWorkplaces = `
workplaces:
  - id: sonrisas
    name: Clínica Dental Sonrisas
    timezone: America/Puerto_Rico
    country: PR
    language: es
    channels:
      - {id: sonrisas-web, kind: web}
      - {id: sonrisas-page, kind: web, origins: ["https://sonrisas.example"]}
      - {id: sonrisas-sms, kind: twilio, number: "+17875550100", account_sid: AC00000000000000000000000000000001, auth_token: a-secret, api_base: "http://127.0.0.1:9"}
    knowledge:
      - {question: "What are your hours?", answer: "We are open Monday to Friday.", language: en}
    quick_responses:
      - {shortcut: hola, text: "Hola {{customer.name}}."}
  - id: norte
    name: Norte Family Practice
    language: en
    agents_service: false
    channels:
      - {id: norte-web, kind: web}
users:
  - {email: ada@sonrisas.example, name: Ada Admin, handle: ada, password_hash: "HASH", memberships: [{workplace: sonrisas, role: admin}]}
  - {email: sol@sonrisas.example, name: Sol Staff, handle: sol, password_hash: "HASH", memberships: [{workplace: sonrisas, role: staff}]}
  - {email: gil@agents.example, name: Gil Agent, handle: gil, password_hash: "HASH", memberships: [{workplace: sonrisas, role: agent}]}
  - {email: sam@relevo.example, name: Sam Supervisor, handle: sam, password_hash: "HASH", memberships: [{workplace: sonrisas, role: supervisor}]}
  - {email: bea@norte.example, name: Bea Norte, handle: bea, password_hash: "HASH", memberships: [{workplace: norte, role: admin}]}
`

// world is a server on the real rooms, without its sockets, Lara and timers.
type world struct {
	t         testing.TB
	handler   http.Handler
	server    *web.Server
	ledger    *ledger.Ledger
	auth      *auth.Auth
	directory *workplace.Directory
	metrics   *prometheus.Registry
	log       *logged
	signedIn  map[string]who
}

// logged is what was logged.
type logged struct {
	mu sync.Mutex // guards b
	b  bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// store is the ledger as auth, dispatch and drafts ask for it.
type store struct{ *ledger.Ledger }

func (s store) Read(ctx context.Context) *gorm.DB { return s.Reader().WithContext(ctx) }

func (s store) Write(ctx context.Context, f func(*gorm.DB) error) error {
	return s.Ledger.Write(ctx, func(tx *ledger.Tx) error { return f(tx.GORM()) })
}

func (s store) SaveDraft(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID, user desk.UserID, mode desk.DraftMode, text string) error {
	return s.Ledger.Write(ctx, func(tx *ledger.Tx) error { return tx.SaveDraft(w, c, user, mode, text, time.Now()) })
}

func (s store) DropDraft(ctx context.Context, c desk.ConversationID, user desk.UserID, mode desk.DraftMode) error {
	return s.Ledger.Write(ctx, func(tx *ledger.Tx) error { return tx.DropDraft(c, user, mode) })
}

type writer struct{ *ledger.Ledger }

func (w writer) Write(ctx context.Context, unit func(dispatch.Tx) error) error {
	return w.Ledger.Write(ctx, func(tx *ledger.Tx) error { return unit(tx) })
}

// assemble makes a world, provisioned with a file; what differs from the usual is changed in the options.
func assemble(t testing.TB, file string, change ...func(*web.Options)) *world {
	t.Helper()
	return assembleBy(t, time.Now, file, change...)
}

// assembleBy is assemble by another clock, for all but what signs and ends tokens.
func assembleBy(t testing.TB, now func() time.Time, file string, change ...func(*web.Options)) *world {
	t.Helper()
	ctx := context.Background()
	log := &logged{}
	logger := slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	l, err := ledger.Open(ctx, ledger.Options{Dir: t.TempDir(), Now: now, Log: logger})
	must(t, err)
	t.Cleanup(func() { must(t, l.Close()) })
	directory := workplace.NewDirectory(l.Reader())
	passwords := auth.NewPasswords(8)
	dispatcher := dispatch.New(writer{l}, directory, now)
	editor := workplace.NewEditor(func(ctx context.Context, edit func(*gorm.DB) ([]desk.Vacancy, error)) error {
		return dispatcher.Change(ctx, func(tx dispatch.Tx) ([]desk.Vacancy, error) {
			t := tx.(*ledger.Tx)
			vacancies, err := edit(t.GORM())
			if err == nil {
				t.Edited()
			}
			return vacancies, err
		})
	}, passwords)
	a, err := auth.New(ctx, auth.Options{
		Store: store{l}, Accounts: directory, Passwords: passwords, Key: bytes.Repeat([]byte("k"), 32), Now: time.Now,
		AccessTTL: 10 * time.Minute, SessionTTL: 12 * time.Hour, SessionIdle: time.Hour, ChatTTL: time.Hour, LoginFailures: 10,
	})
	must(t, err)
	l.OnCommit(func(c ledger.Commit) {
		if c.Edited {
			must(t, directory.Reload(ctx))
			must(t, a.Reload(ctx))
		}
	})
	provision(t, l, passwords, file)
	pages, err := web.ReadPages()
	must(t, err)
	o := web.Options{
		Log: l, In: func(w desk.WorkplaceID) web.Scope { return l.In(w) }, Drafts: store{l}, Dispatcher: dispatcher, Directory: directory,
		Office: editor, Personal: workplace.NewPersonal(store{l}), Sessions: a, Pages: pages, Metrics: prometheus.NewRegistry(), Logger: logger, Now: now,
		SetUp: func(ctx context.Context, token string, first workplace.FirstWorkplace, admin workplace.NewMember) error {
			return editor.SetUp(ctx, func(tx *gorm.DB) error { return a.TakeSetUp(tx, token) }, first, admin)
		},
		Chat: webchat.New(webchat.Options{
			Do: dispatcher.Do, Language: func(string) string { return "" },
			PublicAt: func(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID, seq desk.Seq) (desk.PublicMessage, error) {
				return l.In(w).PublicAt(ctx, c, seq)
			},
		}),
	}
	for _, c := range change {
		c(&o)
	}
	server, err := web.New(o)
	must(t, err)
	return &world{t: t, server: server, handler: server.Handler(), ledger: l, auth: a, directory: directory, metrics: o.Metrics, log: log, signedIn: map[string]who{}}
}

func provision(t testing.TB, l *ledger.Ledger, passwords *auth.Passwords, text string) {
	t.Helper()
	file, err := workplace.ReadFile(strings.NewReader(strings.ReplaceAll(text, "HASH", hashed())))
	must(t, err)
	must(t, l.Write(context.Background(), func(tx *ledger.Tx) error {
		tx.Edited()
		_, _, err := workplace.Apply(tx.GORM(), file, passwords)
		return err
	}))
}

// hashed is everybody's password as it is kept, made once.
var hashed = sync.OnceValue(func() string {
	hash, err := auth.NewPasswords(8).Hash(context.Background(), password)
	if err != nil {
		panic(err)
	}
	return hash
})

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// who is a caller: somebody with a token, or a stranger.
type who struct {
	w     *world
	token string
	id    string
}

// object is any JSON object.
type object = map[string]any

func (w *world) stranger() who { return who{w: w} }

// as signs somebody in by the handle, once.
func (w *world) as(name string) who {
	w.t.Helper()
	if p, ok := w.signedIn[name]; ok {
		return p
	}
	tokens, err := w.auth.Login(context.Background(), w.user(name).Email, password)
	must(w.t, err)
	p := who{w: w, token: tokens.Access, id: string(tokens.User)}
	w.signedIn[name] = p
	return p
}

func (w *world) user(name string) workplace.User {
	w.t.Helper()
	for _, place := range w.directory.Workplaces() {
		for _, m := range w.directory.Members(place.ID) {
			if m.User.Handle == name {
				return m.User
			}
		}
	}
	w.t.Fatalf("there is no %s", name)
	return workplace.User{}
}

// customer begins a chat and answers the customer and the conversation's id.
func (w *world) customer(channel string, body any) (who, string) {
	w.t.Helper()
	a := w.stranger().post("/api/v1/chat/"+channel+"/sessions", body).want(201)
	return who{w: w, token: a.text("token")}, a.text("conversation")
}

// said is a conversation in which a customer wrote something.
func (w *world) said(text string) (who, string) {
	w.t.Helper()
	customer, c := w.customer("sonrisas-web", object{})
	customer.post("/api/v1/chat/messages", object{"text": text}).want(201)
	return customer, c
}

// reply is what came back.
type reply struct {
	t testing.TB
	*httptest.ResponseRecorder
}

// do sends a request; a body is JSON unless it is a string, a reader or nothing.
func (p who) do(method, path string, body any, header ...string) reply {
	p.w.t.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(b)
	case io.Reader:
		r = b
	default:
		encoded, err := json.Marshal(b)
		must(p.w.t, err)
		r = bytes.NewReader(encoded)
	}
	req := httptest.NewRequest(method, path, r)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if p.token != "" {
		req.Header.Set("Authorization", "Bearer "+p.token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
		req.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	p.w.handler.ServeHTTP(recorder, req)
	p.w.described(req, recorder)
	return reply{p.w.t, recorder}
}

// described holds whatever the API answers against its own document.
func (w *world) described(req *http.Request, a *httptest.ResponseRecorder) {
	w.t.Helper()
	path := w.server.RouteOf(req)
	if !strings.HasPrefix(path, "/api/v1/") || a.Code == http.StatusMethodNotAllowed || req.Method == http.MethodOptions {
		return
	}
	for _, err := range w.server.Check(req.Method, path, a.Code, a.Body.Bytes()) {
		w.t.Errorf("%s %s answers %d otherwise than described: %v\n%.1000s", req.Method, path, a.Code, err, a.Body)
	}
}

func (p who) get(path string, header ...string) reply {
	p.w.t.Helper()
	return p.do("GET", path, nil, header...)
}

func (p who) post(path string, body any, header ...string) reply {
	p.w.t.Helper()
	return p.do("POST", path, body, header...)
}

// want fails the test unless the status, and the code where one is given, are these.
func (r reply) want(status int, code ...string) reply {
	r.t.Helper()
	if r.Code != status || len(code) > 0 && r.text("code") != code[0] {
		r.t.Fatalf("%d instead of %d %v: %s", r.Code, status, code, r.Body)
	}
	if status >= 400 && r.Header().Get("Content-Type") != "application/problem+json" {
		r.t.Fatalf("refused with %q", r.Header().Get("Content-Type"))
	}
	return r
}

// at walks the body along a dotted path; numbers index lists.
func (r reply) at(path string) any {
	r.t.Helper()
	var v any
	if err := json.Unmarshal(r.Body.Bytes(), &v); err != nil {
		r.t.Fatalf("%v: %s", err, r.Body)
	}
	for key := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case object:
			v = x[key]
		case []any:
			i := 0
			for _, d := range key {
				i = i*10 + int(d-'0')
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

func (r reply) text(path string) string { r.t.Helper(); s, _ := r.at(path).(string); return s }

// seq is where the log of sonrisas stands.
func (w *world) seq() desk.Seq {
	w.t.Helper()
	seqs, err := w.ledger.Seqs(context.Background())
	must(w.t, err)
	return seqs["sonrisas"]
}

func network(t testing.TB, cidr string) []*net.IPNet {
	t.Helper()
	_, n, err := net.ParseCIDR(cidr)
	must(t, err)
	return []*net.IPNet{n}
}
