package auth_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"gorm.io/gorm"

	"relevo/backend/auth"
	"relevo/backend/desk"
	"relevo/backend/ledger"
)

const good = "seven quiet rivers"

// office is one account on a real ledger, with a clock of its own.
type office struct {
	t      *testing.T
	dir    string
	ledger *ledger.Ledger
	auth   *auth.Auth
	words  *auth.Passwords
	at     time.Time
	banned bool
	ended  []auth.SessionID
}

func (o *office) now() time.Time { return o.at }

// The office is the auth's store and its accounts.
func (o *office) Read(ctx context.Context) *gorm.DB { return o.ledger.Reader().WithContext(ctx) }
func (o *office) Write(ctx context.Context, f func(*gorm.DB) error) error {
	return o.ledger.Write(ctx, func(tx *ledger.Tx) error { return f(tx.GORM()) })
}
func (o *office) Account(email string) (desk.UserID, bool) {
	return "sol", strings.EqualFold(email, "sol@example.com")
}
func (o *office) MayEnter(id desk.UserID) bool { return id == "sol" && !o.banned }
func (o *office) About(desk.UserID) []string {
	return []string{"sol@example.com", "Marisol Montalvo", "Clínica Lomas"}
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir(), at: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	o.open()
	t.Cleanup(func() { o.ledger.Close() })
	hash, err := o.words.Hash(t.Context(), good)
	if err != nil {
		t.Fatal(err)
	}
	err = o.Write(t.Context(), func(tx *gorm.DB) error {
		err := tx.Exec(`INSERT INTO users (id, email, email_key, name, handle, handle_key, active) VALUES ('sol', 'sol@example.com', 'sol@example.com', 'Sol', 'sol', 'sol', 1)`).Error
		_, setErr := o.words.SetHash(tx, "sol", hash)
		return errors.Join(err, setErr)
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// open opens the ledger and the auth on it, as a start of the program does.
func (o *office) open() {
	o.t.Helper()
	var err error
	if o.ledger, err = ledger.Open(o.t.Context(), ledger.Options{Dir: o.dir, Now: o.now, Log: slog.New(slog.DiscardHandler)}); err != nil {
		o.t.Fatal(err)
	}
	key, err := auth.LoadKey(o.dir)
	if err != nil {
		o.t.Fatal(err)
	}
	o.words = auth.NewPasswords(8)
	o.auth, err = auth.New(o.t.Context(), auth.Options{
		Store: o, Accounts: o, Passwords: o.words, Key: key, Now: o.now, AccessTTL: 10 * time.Minute, SessionTTL: 12 * time.Hour, SessionIdle: time.Hour,
		ChatTTL: 24 * time.Hour, LoginFailures: 3,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	o.auth.OnEnd(func(ids []auth.SessionID) { o.ended = append(o.ended, ids...) })
}

func (o *office) login() auth.Tokens {
	o.t.Helper()
	tokens, err := o.auth.Login(o.t.Context(), "Sol@Example.com", good)
	if err != nil {
		o.t.Fatal(err)
	}
	return tokens
}

func (o *office) refresh(token string) auth.Tokens {
	o.t.Helper()
	tokens, err := o.auth.Refresh(o.t.Context(), token)
	if err != nil {
		o.t.Fatal(err)
	}
	return tokens
}

func wantCode(t *testing.T, what string, err error, code desk.Code) {
	t.Helper()
	if refusal, ok := errors.AsType[*desk.Error](err); !ok || refusal.Code != code {
		t.Errorf("%s: %v instead of %s", what, err, code)
	}
}

func TestWhateverIsWrongIsAnsweredAlike(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	said := map[string]bool{}
	for _, try := range []struct{ email, password string }{
		{"sol@example.com", "Seven quiet rivers"}, {"sol@example.com", good + " "}, {"nobody@example.com", good}, {"", ""}, {"x", strings.Repeat("x", 5000)},
	} {
		_, err := o.auth.Login(t.Context(), try.email, try.password)
		wantCode(t, try.email, err, desk.Unauthenticated)
		said[err.Error()] = true
	}
	o.banned = true
	_, err := o.auth.Login(t.Context(), "sol@example.com", good)
	said[err.Error()] = true
	if len(said) != 1 {
		t.Errorf("told apart: %v", said)
	}
}

func TestAnAccountThatFailedTooOftenWaits(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for range 3 {
		_, err := o.auth.Login(t.Context(), "sol@example.com", "wrong")
		wantCode(t, "a failure", err, desk.Unauthenticated)
		o.at = o.at.Add(time.Minute)
	}
	_, err := o.auth.Login(t.Context(), "SOL@example.com ", good)
	wantCode(t, "the right password, too soon", err, desk.RateLimited)
	if refusal, _ := errors.AsType[*desk.Error](err); refusal.RetryAfter != 12*time.Minute {
		t.Errorf("told to wait %v", refusal.RetryAfter)
	}
	o.at = o.at.Add(12 * time.Minute)
	o.login()
	for range 3 {
		o.auth.Login(t.Context(), "sol@example.com", "wrong") // a success forgave the failures before it
	}
	_, err = o.auth.Login(t.Context(), "sol@example.com", "wrong")
	wantCode(t, "the fourth failure after a success", err, desk.RateLimited)
}

func TestARefreshTokenIsUsedOnceAndItsPredecessorForTenSeconds(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.login()
	second := o.refresh(first.Refresh)
	o.at = o.at.Add(10 * time.Second)
	twin := o.refresh(first.Refresh) // the other tab
	third := o.refresh(twin.Refresh)
	o.refresh(second.Refresh) // its twin was replaced this moment
	if _, err := o.auth.Verify(third.Access); err != nil {
		t.Fatalf("a race of tabs ended the session: %v", err)
	}
	if len(o.ended) != 0 {
		t.Fatalf("ended: %v", o.ended)
	}
	_, err := o.auth.Refresh(t.Context(), first.Refresh)
	wantCode(t, "a token that is older than the predecessor", err, desk.Unauthenticated)
	_, err = o.auth.Verify(third.Access)
	wantCode(t, "the session of a stolen token", err, desk.Unauthenticated)
	_, err = o.auth.Refresh(t.Context(), third.Refresh)
	wantCode(t, "the newest token of an ended session", err, desk.Unauthenticated)
	if !slices.Equal(o.ended, []auth.SessionID{first.Session}) {
		t.Errorf("ended: %v", o.ended)
	}
}

func TestAPredecessorThatComesTooLateEndsTheSession(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.login()
	second := o.refresh(first.Refresh)
	o.at = o.at.Add(10*time.Second + time.Millisecond)
	_, err := o.auth.Refresh(t.Context(), first.Refresh)
	wantCode(t, "the predecessor after 10 seconds", err, desk.Unauthenticated)
	_, err = o.auth.Refresh(t.Context(), second.Refresh)
	wantCode(t, "its session", err, desk.Unauthenticated)
}

func TestSessionsEndByThemselves(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	idle := o.login()
	o.at = o.at.Add(time.Hour)
	_, err := o.auth.Refresh(t.Context(), idle.Refresh)
	wantCode(t, "an hour without a refresh", err, desk.Unauthenticated)

	tokens := o.login()
	began := o.at
	for o.at.Sub(began) < 11*time.Hour+30*time.Minute {
		o.at = o.at.Add(30 * time.Minute)
		tokens = o.refresh(tokens.Refresh)
	}
	o.at = o.at.Add(30 * time.Minute)
	if o.auth.Alive(tokens.Session) {
		t.Error("a session lasts longer than twelve hours")
	}
	_, err = o.auth.Refresh(t.Context(), tokens.Refresh)
	wantCode(t, "after twelve hours", err, desk.Unauthenticated)
	if err := o.auth.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int64
	if o.Read(t.Context()).Table("refresh_tokens").Count(&left); left != 0 {
		t.Errorf("%d tokens are left of sessions that are over", left)
	}
}

func TestATokenEndsToTheMillisecond(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.at = o.at.Add(987 * time.Millisecond)
	tokens := o.login()
	chat, err := o.auth.SignChat(auth.Chat{Workplace: "w", Conversation: "c"})
	if err != nil {
		t.Fatal(err)
	}
	o.at = o.at.Add(10*time.Minute - 2*time.Millisecond)
	if _, err := o.auth.Verify(tokens.Access); err != nil {
		t.Errorf("before its end: %v", err)
	}
	o.at = o.at.Add(2 * time.Millisecond)
	_, err = o.auth.Verify(tokens.Access)
	wantCode(t, "at its end", err, desk.Unauthenticated)
	o.at = o.at.Add(24*time.Hour - 10*time.Minute - 2*time.Millisecond)
	if _, err := o.auth.VerifyChat(chat); err != nil {
		t.Errorf("a customer's before its end: %v", err)
	}
	o.at = o.at.Add(2 * time.Millisecond)
	_, err = o.auth.VerifyChat(chat)
	wantCode(t, "a customer's at its end", err, desk.Unauthenticated)
}

func TestSessionsSurviveARestart(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	tokens, other := o.login(), o.login()
	if err := o.auth.Logout(t.Context(), other.Refresh, ""); err != nil {
		t.Fatal(err)
	}
	o.ledger.Close()
	o.open()
	if who, err := o.auth.Verify(tokens.Access); err != nil || who.User != "sol" || who.Session != tokens.Session {
		t.Errorf("after a restart: %+v, %v", who, err)
	}
	_, err := o.auth.Verify(other.Access)
	wantCode(t, "a session that was ended before the restart", err, desk.Unauthenticated)
	o.refresh(tokens.Refresh)
}

func TestWhoMayNotEnterIsOutAtOnceAndStaysOut(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	tokens := o.login()
	o.banned = true
	_, err := o.auth.Verify(tokens.Access)
	wantCode(t, "an access token", err, desk.Unauthenticated)
	_, err = o.auth.Refresh(t.Context(), tokens.Refresh)
	wantCode(t, "a refresh token", err, desk.Unauthenticated)
	if err := errors.Join(o.auth.Reload(t.Context()), o.auth.Sweep(t.Context())); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(o.ended, []auth.SessionID{tokens.Session}) {
		t.Errorf("ended: %v", o.ended)
	}
	o.banned = false
	if err := o.auth.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if o.auth.Alive(tokens.Session) {
		t.Error("the session came back with the account")
	}
}

func TestChangingThePasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	here, there := o.login(), o.login()
	who, err := o.auth.Verify(here.Access)
	if err != nil {
		t.Fatal(err)
	}
	const fresh = "nine loud oceans"
	wantCode(t, "a wrong current one", o.auth.ChangePassword(t.Context(), who, "wrong", fresh), desk.Invalid)
	wantCode(t, "an easy new one", o.auth.ChangePassword(t.Context(), who, good, "Password123"), desk.Invalid)
	if err := o.auth.ChangePassword(t.Context(), who, good, fresh); err != nil {
		t.Fatal(err)
	}
	if !o.auth.Alive(here.Session) || o.auth.Alive(there.Session) || !slices.Equal(o.ended, []auth.SessionID{there.Session}) {
		t.Errorf("here %v, there %v, ended %v", o.auth.Alive(here.Session), o.auth.Alive(there.Session), o.ended)
	}
	_, err = o.auth.Login(t.Context(), "sol@example.com", good)
	wantCode(t, "the old password", err, desk.Unauthenticated)
	if _, err := o.auth.Login(t.Context(), "sol@example.com", fresh); err != nil {
		t.Error(err)
	}
}

func TestPasswordsThatAreTooEasy(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, easy := range []string{
		"short", "1234567", "password", "Password1!", "12345678", "98765432", "aaaaaaaa", "montalvo", "Montalvo2026", "sol@example.com", "clínica lomas", "relevo123", "sonrisas", "qwertyuiop", strings.Repeat("x", 1025),
	} {
		wantCode(t, easy, o.words.Acceptable(easy, o.About("sol")...), desk.Invalid)
	}
	for _, fine := range []string{good, "ñandú ñandú", "x7$Qp2!v", "pasaporte azul", strings.Repeat("long and longer ", 8)} {
		if err := o.words.Acceptable(fine, o.About("sol")...); err != nil {
			t.Errorf("%q: %v", fine, err)
		}
	}
	wantCode(t, "no UTF-8", o.words.Acceptable("\xff\xff\xff\xff\xff\xff\xff\xff"), desk.Malformed)
}

func TestForgedTokensOpenNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	real := o.login()
	chat, err := o.auth.SignChat(auth.Chat{Workplace: "lomas", Channel: "lomas-web", Conversation: "c1", Customer: desk.Customer{ID: "cu1", Name: "Juan"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := o.auth.VerifyChat(chat); err != nil || got.Customer.Name != "Juan" || got.Conversation != "c1" {
		t.Fatalf("a customer's own token: %+v, %v", got, err)
	}
	parsed, _, err := jwt.NewParser().ParseUnverified(real.Access, jwt.MapClaims{})
	if err != nil {
		t.Fatal(err)
	}
	key, err := auth.LoadKey(o.dir)
	if err != nil {
		t.Fatal(err)
	}
	forge := func(method jwt.SigningMethod, key any, change func(*jwt.Token, jwt.MapClaims)) string {
		t.Helper()
		claims := jwt.MapClaims{}
		for k, v := range parsed.Claims.(jwt.MapClaims) {
			claims[k] = v
		}
		token := jwt.NewWithClaims(method, claims)
		token.Header["typ"], token.Header["kid"] = parsed.Header["typ"], parsed.Header["kid"]
		change(token, claims)
		signed, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	same := func(*jwt.Token, jwt.MapClaims) {}
	if _, err := o.auth.Verify(forge(jwt.SigningMethodHS256, key, same)); err != nil {
		t.Fatalf("the forge itself is broken: %v", err)
	}
	claim := func(name string, value any) string {
		return forge(jwt.SigningMethodHS256, key, func(_ *jwt.Token, c jwt.MapClaims) { c[name] = value })
	}
	without := func(name string) string {
		return forge(jwt.SigningMethodHS256, key, func(_ *jwt.Token, c jwt.MapClaims) { delete(c, name) })
	}
	header := func(name string, value any) string {
		return forge(jwt.SigningMethodHS256, key, func(t *jwt.Token, _ jwt.MapClaims) { t.Header[name] = value })
	}
	for name, token := range map[string]string{
		"no algorithm":           forge(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, same),
		"another algorithm":      forge(jwt.SigningMethodHS512, key, same),
		"another key":            forge(jwt.SigningMethodHS256, []byte(strings.Repeat("k", 32)), same),
		"another key's name":     header("kid", "other"),
		"no key's name":          header("kid", nil),
		"another type":           header("typ", "JWT"),
		"a chat's type":          header("typ", "chat+jwt"),
		"another issuer":         claim("iss", "other"),
		"another audience":       claim("aud", "relevo-chat"),
		"another user":           claim("sub", "luz"),
		"another session":        claim("sid", "x"),
		"no expiry":              without("exp"),
		"no subject":             without("sub"),
		"no session":             without("sid"),
		"no issuer":              without("iss"),
		"no audience":            without("aud"),
		"an expired one":         claim("exp", o.at.Add(-6*time.Second).Unix()),
		"a customer's":           chat,
		"a padded signature":     real.Access + "=",
		"a space after it":       real.Access + " ",
		"a refresh token":        real.Refresh,
		"nothing":                "",
		"another last character": real.Access[:len(real.Access)-1] + string(rune(real.Access[len(real.Access)-1]^1)),
	} {
		_, err := o.auth.Verify(token)
		wantCode(t, name, err, desk.Unauthenticated)
	}
	_, err = o.auth.VerifyChat(real.Access)
	wantCode(t, "a person's token in the chat", err, desk.Unauthenticated)
}

func TestASetUpTokenIsGoodOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	old, err := o.auth.NewSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	token, err := o.auth.NewSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	take := func(token string, then error) error {
		return o.Write(t.Context(), func(tx *gorm.DB) error { return errors.Join(o.auth.TakeSetUp(tx, token), then) })
	}
	wantCode(t, "one that was replaced", take(old, nil), desk.Unauthenticated)
	if err := take(token, errors.New("the rest did not work out")); err == nil {
		t.Fatal("no error")
	}
	if err := take(token, nil); err != nil {
		t.Errorf("after a try that failed: %v", err)
	}
	wantCode(t, "a second time", take(token, nil), desk.Unauthenticated)
}

func TestHashesFromAFile(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	hash, err := o.words.Hash(t.Context(), good)
	if err != nil || auth.CheckHash(hash) != nil {
		t.Fatalf("%v, %v", err, auth.CheckHash(hash))
	}
	for _, bad := range []string{
		"", "plain", "$2a$10$abcdefghijklmnopqrstuv", strings.Replace(hash, "argon2id", "argon2i", 1), strings.Replace(hash, "m=19456", "m=99999999", 1),
		strings.Replace(hash, "t=2", "t=0", 1), hash[:len(hash)-4], hash + "$", strings.Replace(hash, "v=19", "v=16", 1),
	} {
		if auth.CheckHash(bad) == nil {
			t.Errorf("%q is taken for a hash", bad)
		}
	}
}
