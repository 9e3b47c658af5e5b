package ledger

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"

	"relevo/backend/desk"
)

// sealed is a text with what proves it. The digest is part of the audit chain and outlives a redaction; the salt dies
// with the text, so that nobody can try words against the digest.
type sealed struct {
	id, text     string
	salt, digest []byte
}

// seal draws a salt and digests a text.
func seal(id, text string) *sealed {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	return &sealed{id: id, text: text, salt: salt, digest: digest(salt, text)}
}

func digest(salt []byte, text string) []byte {
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// intact tells whether a text is the one that was recorded, or a redacted one.
func (s *sealed) intact() bool {
	if len(s.salt) == 0 {
		return s.text == ""
	}
	return bytes.Equal(s.digest, digest(s.salt, s.text))
}

// whatAppend names in the audit log that events were recorded.
const whatAppend = "append"

// auditRow is one row of the audit log.
type auditRow struct {
	id, at       int64
	by           desk.Actor
	what         string
	workplace    desk.WorkplaceID
	conversation desk.ConversationID
	first, last  desk.Seq
	hash         []byte
}

// chain computes rows' hashes. Every field is written with its length, so that no two rows read alike.
type chain struct{ buf []byte }

// usualRow is how many bytes are hashed for most rows.
const usualRow = 640

// newChain begins the hash of a row that follows the given one.
func newChain(prev []byte, r auditRow) *chain {
	c := &chain{make([]byte, 0, usualRow)}
	c.bytes(prev)
	c.number(r.id)
	c.number(r.at)
	c.text(string(r.by.Team), string(r.by.User), r.what, string(r.workplace), string(r.conversation))
	c.number(int64(r.first))
	c.number(int64(r.last))
	return c
}

// event adds one of the row's events in its stored form; textID is empty where it has no text.
func (c *chain) event(e desk.Event, kind desk.Kind, data, textID string, digest []byte) {
	c.number(int64(e.Seq))
	c.number(e.At.UnixMilli())
	c.text(string(e.Workplace), string(e.Conversation), string(kind), string(e.By.Team), string(e.By.User), data, textID)
	c.bytes(digest)
}

func (c *chain) sum() []byte {
	sum := sha256.Sum256(c.buf)
	return sum[:]
}

func (c *chain) number(n int64) { c.buf = binary.BigEndian.AppendUint64(c.buf, uint64(n)) }

func (c *chain) text(fields ...string) {
	for _, s := range fields {
		c.number(int64(len(s)))
		c.buf = append(c.buf, s...)
	}
}

func (c *chain) bytes(b []byte) {
	c.number(int64(len(b)))
	c.buf = append(c.buf, b...)
}
