package auth

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"gorm.io/gorm"

	"relevo/backend/desk"
)

// SessionID names a session. It opens nothing.
type SessionID string

// Identity is whose access token it is, in which session, and for how long.
type Identity struct {
	User    desk.UserID
	Session SessionID
	Expires time.Time
}

// Tokens are what a login or a refresh gives.
type Tokens struct {
	User           desk.UserID
	Session        SessionID
	Access         string
	Expires        time.Time // of the access token
	Refresh        string
	RefreshExpires time.Time // of the session
}

// Store keeps passwords and sessions.
type Store interface {
	Read(ctx context.Context) *gorm.DB
	// Write runs f in a transaction, which is durable when Write answers without an error.
	Write(ctx context.Context, f func(*gorm.DB) error) error
}

// Accounts answers from memory who has an account.
type Accounts interface {
	// Account finds an account by its address, deactivated or not.
	Account(email string) (desk.UserID, bool)
	// MayEnter tells whether the account may have sessions now.
	MayEnter(desk.UserID) bool
	// About are words that say who the user is.
	About(desk.UserID) []string
}

// Options of an Auth. All are needed.
type Options struct {
	Store     Store
	Accounts  Accounts
	Passwords *Passwords
	Key       []byte // signs tokens; at least 32 random bytes
	Now       func() time.Time

	AccessTTL     time.Duration
	SessionTTL    time.Duration // whatever happens
	SessionIdle   time.Duration // without a refresh
	ChatTTL       time.Duration // of a web chat's token
	LoginFailures int           // of one account in 15 minutes
}

// Auth knows passwords and sessions. Make it with New.
type Auth struct {
	*Passwords
	o        Options
	signer   signer
	failures failures
	verified *lru.Cache[[sha256.Size]byte, Identity] // access tokens whose signature was found right, by digest

	following sync.Mutex   // held while memory follows the rows
	mu        sync.RWMutex // guards the fields below
	sessions  map[SessionID]session
	listeners []func([]SessionID)
}

// New loads the sessions. It refuses a key that is too short.
func New(ctx context.Context, o Options) (*Auth, error) {
	s, err := newSigner(o.Key, o.Now)
	if err != nil {
		return nil, err
	}
	verified, err := lru.New[[sha256.Size]byte, Identity](keptTokens)
	if err != nil {
		return nil, err
	}
	a := &Auth{Passwords: o.Passwords, o: o, signer: s, failures: failures{most: o.LoginFailures}, verified: verified, sessions: map[SessionID]session{}}
	if err := a.Reload(ctx); err != nil {
		return nil, err
	}
	return a, nil
}

// OnEnd has a function called with the sessions that ended, after that is durable. It must be quick, and not call back.
func (a *Auth) OnEnd(ended func([]SessionID)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.listeners = append(a.listeners, ended)
}

// Login answers desk.Unauthenticated for whatever is wrong with the account or the password, and desk.RateLimited with
// the time to wait after too many failures.
func (a *Auth) Login(ctx context.Context, email, password string) (Tokens, error) {
	user, known := a.o.Accounts.Account(email)
	kept, right, err := a.attempt(ctx, foldKey(email), user, password)
	if err != nil {
		return Tokens{}, err
	}
	if !right || !known || !a.o.Accounts.MayEnter(user) {
		return Tokens{}, wrongLogin()
	}
	return a.open(ctx, user, kept)
}

// attempt looks at an account's password and counts it as a failure where it is wrong. It takes the same time where
// there is no account, or no password. It answers the hash that it held the password against.
func (a *Auth) attempt(ctx context.Context, key string, user desk.UserID, password string) (kept string, right bool, err error) {
	attempt, err := a.failures.begin(key, a.o.Now())
	if err != nil {
		return "", false, err
	}
	if kept, err = a.stored(a.o.Store.Read(ctx), user); err == nil {
		right, err = a.matches(ctx, kept, password)
	}
	switch {
	case err != nil:
		attempt.cameToNothing()
	case right:
		attempt.succeeded()
	}
	return kept, right, err
}

func wrongLogin() error {
	return desk.Refuse(desk.Unauthenticated, "The address or the password is wrong.")
}

// keptTokens is how many access tokens need no second look at their signature.
const keptTokens = 10_000

// Verify answers whose access token it is, or desk.Unauthenticated: also where its session has ended. What a token says
// never changes, so its signature is looked at once; its expiry and its session are, every time.
func (a *Auth) Verify(token string) (Identity, error) {
	digest := sha256.Sum256([]byte(token))
	who, known := a.verified.Get(digest)
	if known && !a.o.Now().Before(who.Expires) {
		return Identity{}, signInAgain()
	}
	if !known {
		var err error
		if who, err = a.signer.readAccess(token); err != nil {
			return Identity{}, err
		}
		a.verified.Add(digest, who)
	}
	a.mu.RLock()
	s, ok := a.sessions[who.Session]
	a.mu.RUnlock()
	if !ok || s.User != who.User || !a.stands(s) {
		return Identity{}, signInAgain()
	}
	return who, nil
}

// Alive tells whether a session still stands.
func (a *Auth) Alive(id SessionID) bool {
	a.mu.RLock()
	s, ok := a.sessions[id]
	a.mu.RUnlock()
	return ok && a.stands(s)
}

// stands tells whether a session is inside its lifetimes and its user may enter.
func (a *Auth) stands(s session) bool {
	return a.o.Now().Before(s.expires(a.o.SessionIdle)) && a.o.Accounts.MayEnter(s.User)
}

// ChangePassword sets a user's own password, and ends their other sessions. A wrong current one, or one that is too
// easy, is desk.Invalid.
func (a *Auth) ChangePassword(ctx context.Context, who Identity, current, fresh string) error {
	kept, right, err := a.attempt(ctx, "change:"+string(who.User), who.User, current)
	if err != nil {
		return err
	}
	if !right {
		return wrongCurrent()
	}
	hash, err := a.Hash(ctx, fresh, a.o.Accounts.About(who.User)...)
	if err != nil {
		return err
	}
	err = a.o.Store.Write(ctx, func(tx *gorm.DB) error {
		if now, err := a.stored(tx, who.User); err != nil || now != kept {
			return errors.Join(err, wrongCurrent()) // somebody else has set it meanwhile
		}
		return put(tx, who.User, hash, who.Session)
	})
	if err != nil {
		return err
	}
	return a.Reload(context.WithoutCancel(ctx))
}

func wrongCurrent() error { return desk.Refuse(desk.Invalid, "The current password is wrong.") }

func signInAgain() error { return desk.Refuse(desk.Unauthenticated, "Sign in again.") }
