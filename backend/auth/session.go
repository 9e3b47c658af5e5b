package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// overlap is how long the predecessor of a refresh token is still taken: two tabs may have sent it at once.
const overlap = 10 * time.Second

// session is a row, and the same in memory.
type session struct {
	ID     SessionID   `gorm:"column:id;primaryKey"`
	User   desk.UserID `gorm:"column:user"`
	EndsAt int64       `gorm:"column:ends_at"` // unix milliseconds
	UsedAt int64       `gorm:"column:used_at"`
}

// TableName names the table for GORM.
func (session) TableName() string { return "sessions" }

// expires is when a session ends by itself.
func (s session) expires(idle time.Duration) time.Time {
	return time.UnixMilli(min(s.EndsAt, s.UsedAt+idle.Milliseconds()))
}

type refreshToken struct {
	Hash       []byte    `gorm:"column:hash;primaryKey"`
	Session    SessionID `gorm:"column:session"`
	Generation int       `gorm:"column:generation"`
	ReplacedAt *int64    `gorm:"column:replaced_at"` // nil: of the current generation
}

// TableName names the table for GORM.
func (refreshToken) TableName() string { return "refresh_tokens" }

// open begins a session for whoever showed a password, unless that one was changed meanwhile.
func (a *Auth) open(ctx context.Context, user desk.UserID, kept string) (Tokens, error) {
	now := a.o.Now()
	s := session{ID: SessionID(rand.Text()), User: user, EndsAt: now.Add(a.o.SessionTTL).UnixMilli(), UsedAt: now.UnixMilli()}
	refresh, hash := newRefresh()
	err := a.o.Store.Write(ctx, func(tx *gorm.DB) error {
		if now, err := a.stored(tx, user); err != nil {
			return err
		} else if now != kept || !a.o.Accounts.MayEnter(user) {
			return wrongLogin()
		}
		if err := tx.Create(&s).Error; err != nil {
			return fmt.Errorf("begin a session: %w", err)
		}
		return addToken(tx, refreshToken{Hash: hash, Session: s.ID, Generation: 1})
	})
	if err != nil {
		return Tokens{}, err
	}
	return a.issue(ctx, s, refresh)
}

// Refresh takes a refresh token for the next one. A token that was replaced too long ago was stolen: its session ends.
// Whatever is wrong is desk.Unauthenticated.
func (a *Auth) Refresh(ctx context.Context, token string) (Tokens, error) {
	refresh, hash := newRefresh()
	var s session
	stolen := false
	err := a.o.Store.Write(ctx, func(tx *gorm.DB) error {
		given, err := find(tx, token)
		if err != nil {
			return err
		}
		if s, stolen, err = a.take(tx, given); err != nil || stolen {
			return err
		}
		return addToken(tx, refreshToken{Hash: hash, Session: s.ID, Generation: given.Generation + 1})
	})
	if err != nil {
		return Tokens{}, err
	}
	if stolen {
		return Tokens{}, errors.Join(signInAgain(), a.Reload(context.WithoutCancel(ctx)))
	}
	return a.issue(ctx, s, refresh)
}

// take uses a refresh token up: it and its twins of the same generation are replaced from now on. One whose successors
// have been used, or that was replaced too long ago, is stolen: then the session is ended instead.
func (a *Auth) take(tx *gorm.DB, given refreshToken) (s session, stolen bool, err error) {
	now := a.o.Now()
	if err := tx.Where("id = ?", given.Session).Take(&s).Error; err != nil {
		return session{}, false, fmt.Errorf("read a session: %w", err)
	}
	var newest int
	if err := tx.Model(&refreshToken{}).Where("session = ?", s.ID).Select("max(generation)").Scan(&newest).Error; err != nil {
		return session{}, false, fmt.Errorf("read a session's newest token: %w", err)
	}
	switch {
	case given.Generation < newest-1, given.ReplacedAt != nil && now.Sub(time.UnixMilli(*given.ReplacedAt)) > overlap:
		err = tx.Where("id = ?", s.ID).Delete(&session{}).Error
		stolen = true
	case !a.stands(s):
		return session{}, false, signInAgain()
	case given.Generation == newest:
		err = tx.Model(&refreshToken{}).Where("session = ? AND generation = ?", s.ID, newest).Update("replaced_at", now.UnixMilli()).Error
	}
	if err == nil && !stolen {
		s.UsedAt = now.UnixMilli()
		err = tx.Model(&session{}).Where("id = ?", s.ID).Update("used_at", s.UsedAt).Error
	}
	if err != nil {
		return session{}, false, fmt.Errorf("use a refresh token: %w", err)
	}
	return s, stolen, nil
}

// Logout ends the session of a refresh token, or the one that is named. Nothing to end is no error.
func (a *Auth) Logout(ctx context.Context, refresh string, id SessionID) error {
	err := a.o.Store.Write(ctx, func(tx *gorm.DB) error {
		ids := []SessionID{id}
		if given, err := find(tx, refresh); err == nil {
			ids = append(ids, given.Session)
		} else if !errors.Is(err, signInAgain()) {
			return err
		}
		return tx.Where("id IN ?", ids).Delete(&session{}).Error
	})
	if err != nil {
		return err
	}
	return a.Reload(context.WithoutCancel(ctx))
}

// Reload makes memory what the rows say, and tells of the sessions that ended. Call it after a commit that may have
// ended some: a password that was set, a user who may not enter any more.
func (a *Auth) Reload(ctx context.Context) error {
	a.following.Lock()
	defer a.following.Unlock()
	var rows []session
	if err := a.o.Store.Read(ctx).Find(&rows).Error; err != nil {
		return fmt.Errorf("read the sessions: %w", err)
	}
	fresh := make(map[SessionID]session, len(rows))
	for _, s := range rows {
		if a.stands(s) {
			fresh[s.ID] = s
		}
	}
	a.mu.Lock()
	before := a.sessions
	a.sessions = fresh
	listeners := a.listeners
	a.mu.Unlock()
	var ended []SessionID
	for id := range before {
		if _, ok := fresh[id]; !ok {
			ended = append(ended, id)
		}
	}
	if len(ended) > 0 {
		for _, tell := range listeners {
			tell(ended)
		}
	}
	return nil
}

// issue puts a session into memory as its row now stands and makes its access token.
func (a *Auth) issue(ctx context.Context, s session, refresh string) (Tokens, error) {
	if err := a.follow(context.WithoutCancel(ctx), s.ID); err != nil {
		return Tokens{}, err
	}
	expires := a.o.Now().Add(a.o.AccessTTL)
	access, err := a.signer.access(Identity{User: s.User, Session: s.ID, Expires: expires})
	if err != nil {
		return Tokens{}, err
	}
	return Tokens{User: s.User, Session: s.ID, Access: access, Expires: expires, Refresh: refresh, RefreshExpires: time.UnixMilli(s.EndsAt)}, nil
}

// follow reads one session's row into memory. The row may be gone again already.
func (a *Auth) follow(ctx context.Context, id SessionID) error {
	a.following.Lock()
	defer a.following.Unlock()
	var rows []session
	if err := a.o.Store.Read(ctx).Where("id = ?", id).Find(&rows).Error; err != nil {
		return fmt.Errorf("read a session: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.sessions, id)
	for _, s := range rows {
		a.sessions[id] = s
	}
	return nil
}

// Sweep deletes what does not stand any more: sessions that ran out, and those of users who may not enter, so that these
// don't come back with them. Call it now and then, and after an edit of accounts.
func (a *Auth) Sweep(ctx context.Context) error {
	var rows []session
	if err := a.o.Store.Read(ctx).Find(&rows).Error; err != nil {
		return fmt.Errorf("read the sessions: %w", err)
	}
	var over []SessionID
	for _, s := range rows {
		if !a.stands(s) {
			over = append(over, s.ID)
		}
	}
	for part := range slices.Chunk(over, 500) {
		err := a.o.Store.Write(ctx, func(tx *gorm.DB) error { return tx.Where("id IN ?", part).Delete(&session{}).Error })
		if err != nil {
			return fmt.Errorf("forget sessions that are over: %w", err)
		}
	}
	return nil
}

// find looks a refresh token up by its digest.
func find(tx *gorm.DB, token string) (refreshToken, error) {
	hash := sha256.Sum256([]byte(token))
	var rows []refreshToken
	if err := tx.Where("hash = ?", hash[:]).Limit(1).Find(&rows).Error; err != nil {
		return refreshToken{}, fmt.Errorf("look a refresh token up: %w", err)
	}
	if len(rows) == 0 {
		return refreshToken{}, signInAgain()
	}
	return rows[0], nil
}

func addToken(tx *gorm.DB, t refreshToken) error {
	if err := tx.Create(&t).Error; err != nil {
		return fmt.Errorf("keep a refresh token: %w", err)
	}
	return nil
}

// newRefresh makes 256 random bits, and the digest that is kept of them.
func newRefresh() (token string, hash []byte) {
	var bits [32]byte
	_, _ = rand.Read(bits[:]) // never fails
	token = base64.RawURLEncoding.EncodeToString(bits[:])
	sum := sha256.Sum256([]byte(token))
	return token, sum[:]
}
