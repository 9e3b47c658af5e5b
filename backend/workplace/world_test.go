package workplace_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"relevo/backend/auth"
	"relevo/backend/desk"
	"relevo/backend/ledger"
	"relevo/backend/workplace"
)

// house is a real ledger with a directory that follows it and real passwords.
type house struct {
	*workplace.Directory
	t         *testing.T
	ledger    *ledger.Ledger
	passwords *auth.Passwords
}

// newHouse opens an empty one.
func newHouse(t *testing.T) *house {
	t.Helper()
	l, err := ledger.Open(t.Context(), ledger.Options{Dir: t.TempDir(), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, ledger: l, passwords: auth.NewPasswords(8), Directory: workplace.NewDirectory(l.Reader())}
	l.OnCommit(func(c ledger.Commit) {
		if !c.Edited {
			return
		}
		if err := h.Reload(context.Background()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// furnished is a house with what a file says.
func furnished(t *testing.T, yaml string) *house {
	t.Helper()
	h := newHouse(t)
	if _, _, err := h.apply(yaml); err != nil {
		t.Fatal(err)
	}
	return h
}

// change runs an edit durably, or not at all.
func (h *house) change(edit func(tx *gorm.DB) error) error {
	h.t.Helper()
	return h.ledger.Write(h.t.Context(), func(tx *ledger.Tx) error {
		tx.Edited()
		return edit(tx.GORM())
	})
}

// apply reads a file and applies it.
func (h *house) apply(yaml string) (changes []string, vacancies []desk.Vacancy, err error) {
	h.t.Helper()
	file, err := workplace.ReadFile(strings.NewReader(yaml))
	if err != nil {
		return nil, nil, err
	}
	err = h.change(func(tx *gorm.DB) error {
		changes, vacancies, err = workplace.Apply(tx, file, h.passwords)
		return err
	})
	return changes, vacancies, err
}

// user is the id of an address.
func (h *house) user(email string) desk.UserID {
	h.t.Helper()
	id, ok := h.Account(email)
	if !ok {
		h.t.Fatalf("there is no account %s", email)
	}
	return id
}

// signedIn puts a session into the database, and signedOut tells whether there is none left.
func (h *house) signedIn(user desk.UserID) {
	h.t.Helper()
	err := h.change(func(tx *gorm.DB) error {
		return tx.Exec(`INSERT INTO sessions (id, user, ends_at, used_at) VALUES (?, ?, 1, 1)`, "of "+user, user).Error
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) signedOut(user desk.UserID) bool {
	h.t.Helper()
	var n int64
	if err := h.ledger.Reader().Table("sessions").Where("user = ?", user).Count(&n).Error; err != nil {
		h.t.Fatal(err)
	}
	return n == 0
}

func wantCode(t *testing.T, what string, err error, code desk.Code) {
	t.Helper()
	if refused, ok := errors.AsType[*desk.Error](err); !ok || refused.Code != code {
		t.Errorf("%s: %v instead of %s", what, err, code)
	}
}

// clinic is a file with everything in it.
const clinic = `
workplaces:
  - id: sonrisas
    name: Clínica Dental Sonrisas
    timezone: America/Puerto_Rico
    country: PR
    language: es
    lara: true
    hours: {mon: ["08:00-12:00", "13:00-17:00"], tue: ["08:00-17:00"], sat: []}
    closed_days: [2026-12-25, "2027-01-01"]
    close_after_hours: 24
    return_after_minutes: 15
    agents_service: true
    message_limit: 320
    channels:
      - {id: sonrisas-web, kind: web, origins: ["https://sonrisas.example"]}
      - {id: sonrisas-sms, kind: twilio, number: "+17875550100", account_sid: AC01, auth_token: "very secret", api_base: "http://127.0.0.1:9999"}
    knowledge:
      - {question: "What are your hours?", answer: "We are open Monday to Friday, 8 am to 5 pm.", language: en}
      - {question: "¿Cuál es su horario?", answer: "De lunes a viernes, de 8 a 5."}
    quick_responses:
      - {shortcut: hola, text: "Hola {{customer.name}}, le atiende {{user.name}}."}
    escalation_reasons:
      - {id: urgent_emergency, name: "Urgent emergency", name_es: "Emergencia"}
      - {id: billing, name: Billing}
      - {id: general, name: General}
  - id: norte
    name: Norte Family Practice
users:
  - email: maria@sonrisas.example
    name: María Rivera
    handle: maria
    password: "seven quiet rivers"
    memberships: [{workplace: sonrisas, role: admin}]
  - {email: gil@agents.example, name: Gil, handle: gil, password: "nine loud oceans", memberships: [{workplace: sonrisas, role: agent}, {workplace: norte, role: agent}]}
  - {email: sol@sonrisas.example, name: Sol, handle: sol, memberships: [{workplace: sonrisas, role: staff}]}
`
