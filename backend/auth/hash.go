package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"

	"relevo/backend/desk"
)

// The costs of argon2id, as OWASP's password storage sheet gives them for little memory.
const (
	costMemory  = 19 * 1024 // KiB
	costTime    = 2
	costThreads = 1
	hashBytes   = 32
	saltBytes   = 16
)

// hasher runs a few hashes at a time, so that a crowd of logins takes neither all memory nor all processors.
type hasher struct{ slots *semaphore.Weighted }

func newHasher() hasher {
	return hasher{slots: semaphore.NewWeighted(int64(max(1, runtime.GOMAXPROCS(0))))}
}

func (h hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.slots.Acquire(ctx, 1); err != nil {
		return "", busy(err)
	}
	defer h.slots.Release(1)
	var salt [saltBytes]byte
	_, _ = rand.Read(salt[:]) // never fails
	p := phc{memory: costMemory, time: costTime, threads: costThreads, salt: salt[:]}
	p.sum = p.of(password)
	return p.String(), nil
}

// matches tells whether a password is the one that was kept. An empty or unreadable hash takes as long, and matches none.
func (h hasher) matches(ctx context.Context, kept, password string) (bool, error) {
	if err := h.slots.Acquire(ctx, 1); err != nil {
		return false, busy(err)
	}
	defer h.slots.Release(1)
	if len(password) > longest {
		password = ""
	}
	p, err := parsePHC(kept)
	if err != nil {
		p = phc{memory: costMemory, time: costTime, threads: costThreads, salt: make([]byte, saltBytes), sum: make([]byte, hashBytes)}
	}
	same := subtle.ConstantTimeCompare(p.of(password), p.sum) == 1
	return same && err == nil, nil
}

// busy says why there was no turn: whoever has gone is told nothing.
func busy(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return desk.Refuse(desk.Unavailable, "Too many people sign in at once. Try again in a moment.")
}

// phc is an argon2id hash with what it was made with.
type phc struct {
	memory, time uint32
	threads      uint8
	salt, sum    []byte
}

func (p phc) of(password string) []byte {
	return argon2.IDKey([]byte(password), p.salt, p.time, p.memory, p.threads, hashBytes)
}

// String is the PHC form: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func (p phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.time, p.threads, b64.EncodeToString(p.salt), b64.EncodeToString(p.sum))
}

// CheckHash tells what is wrong with a hash from a file: it must be argon2id in PHC form, of bearable cost.
func CheckHash(hash string) error {
	_, err := parsePHC(hash)
	return err
}

func parsePHC(s string) (phc, error) {
	wrong := errors.New("a password hash is $argon2id$v=19$m=…,t=…,p=…$salt$hash")
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return phc{}, wrong
	}
	var p phc
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads); n != 3 || err != nil {
		return phc{}, wrong
	}
	var err1, err2 error
	p.salt, err1 = base64.RawStdEncoding.Strict().DecodeString(parts[4])
	p.sum, err2 = base64.RawStdEncoding.Strict().DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(p.salt) < 8 || len(p.sum) != hashBytes {
		return phc{}, wrong
	}
	if p.memory < 8 || p.memory > 1<<20 || p.time < 1 || p.time > 100 || p.threads < 1 || p.threads > 64 {
		return phc{}, errors.New("a password hash may cost 8 to 1,048,576 KiB, 1 to 100 passes and 1 to 64 threads")
	}
	return p, nil
}
