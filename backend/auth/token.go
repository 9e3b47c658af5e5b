package auth

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"relevo/backend/desk"
)

const (
	issuer   = "relevo"
	keyBytes = 32

	// A token's audience says which door it opens; its type, in the header, says what it is. Both must fit.
	accessAudience, accessType = "relevo-desk", "at+jwt"
	chatAudience, chatType     = "relevo-chat", "chat+jwt"
)

func init() {
	// A token ends when it says: whole seconds would cost a short-lived one up to half of its time.
	jwt.TimePrecision = time.Millisecond
}

// signer makes and reads tokens, by one algorithm and one key.
type signer struct {
	key []byte
	kid string // which key; only ever compared with this one
	now func() time.Time
}

func newSigner(key []byte, now func() time.Time) (signer, error) {
	if len(key) < keyBytes {
		return signer{}, fmt.Errorf("the signing key has %d bytes and needs at least %d", len(key), keyBytes)
	}
	sum := sha256.Sum256(key)
	return signer{key: key, kid: hex.EncodeToString(sum[:4]), now: now}, nil
}

type accessClaims struct {
	jwt.RegisteredClaims
	Session SessionID `json:"sid"`
}

type chatClaims struct {
	jwt.RegisteredClaims
	Chat Chat `json:"chat"`
}

// Chat is what a customer's token says: whose conversation it opens, and what the customer told of themselves, which
// nobody has verified.
type Chat struct {
	Workplace    desk.WorkplaceID    `json:"w"`
	Channel      desk.ChannelID      `json:"ch"`
	Conversation desk.ConversationID `json:"c"`
	Customer     desk.Customer       `json:"cu"`
	Expires      time.Time           `json:"-"` // set by VerifyChat
}

func (s signer) access(who Identity) (string, error) {
	return s.sign(accessType, accessClaims{s.registered(string(who.User), accessAudience, who.Expires), who.Session})
}

func (s signer) readAccess(token string) (Identity, error) {
	var claims accessClaims
	if err := s.read(token, accessType, accessAudience, &claims); err != nil {
		return Identity{}, err
	}
	if claims.Session == "" || claims.Subject == "" {
		return Identity{}, signInAgain()
	}
	return Identity{User: desk.UserID(claims.Subject), Session: claims.Session, Expires: claims.ExpiresAt.Time}, nil
}

// SignChat makes a customer's token.
func (a *Auth) SignChat(c Chat) (string, error) {
	registered := a.signer.registered(string(c.Conversation), chatAudience, a.o.Now().Add(a.o.ChatTTL))
	return a.signer.sign(chatType, chatClaims{registered, c})
}

// VerifyChat reads a customer's token, or answers desk.Unauthenticated.
func (a *Auth) VerifyChat(token string) (Chat, error) {
	var claims chatClaims
	if err := a.signer.read(token, chatType, chatAudience, &claims); err != nil {
		return Chat{}, err
	}
	if claims.Subject == "" || claims.Subject != string(claims.Chat.Conversation) {
		return Chat{}, signInAgain()
	}
	claims.Chat.Expires = claims.ExpiresAt.Time
	return claims.Chat, nil
}

func (s signer) registered(subject, audience string, expires time.Time) jwt.RegisteredClaims {
	now := s.now()
	return jwt.RegisteredClaims{
		Issuer: issuer, Subject: subject, Audience: jwt.ClaimStrings{audience},
		ExpiresAt: jwt.NewNumericDate(expires), IssuedAt: jwt.NewNumericDate(now),
	}
}

func (s signer) sign(kind string, claims jwt.Claims) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
	token.Header["typ"], token.Header["kid"] = kind, s.kid
	signed, err := token.SignedString(s.key)
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	return signed, nil
}

// read checks everything about a token. Why it is none is nobody's business outside. There is no leeway: the clock that
// made a token is the one that reads it.
func (s signer) read(token, kind, audience string, claims jwt.Claims) error {
	_, err := jwt.ParseWithClaims(token, claims, func(t *jwt.Token) (any, error) {
		if t.Header["typ"] != kind || t.Header["kid"] != s.kid {
			return nil, errors.New("a token of another kind or key")
		}
		return s.key, nil
	},
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithExpirationRequired(), jwt.WithIssuer(issuer),
		jwt.WithAudience(audience), jwt.WithStrictDecoding(), jwt.WithTimeFunc(s.now))
	if err != nil {
		return signInAgain()
	}
	return nil
}
