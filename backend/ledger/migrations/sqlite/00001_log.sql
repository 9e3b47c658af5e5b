-- The log and everything derived from it. The truth is in events and texts; conversations, messages, counters,
-- workplace_seq, search and people can be folded anew from them, and `relevo verify` does so.
-- Times are unix milliseconds.

-- +goose Up
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest seq of each workplace: the counter that keeps the order free of gaps.
CREATE TABLE workplace_seq (
    workplace TEXT PRIMARY KEY,
    seq       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    workplace    TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    kind         TEXT NOT NULL,
    at           INTEGER NOT NULL,
    team         TEXT NOT NULL,
    user         TEXT NOT NULL,
    data         TEXT NOT NULL, -- JSON, without the text
    PRIMARY KEY (workplace, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_of_conversation ON events (conversation, seq);

-- +goose StatementBegin
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never removed');
END;
-- +goose StatementEnd

-- The text of the message or note that the event at the same place recorded. A redaction empties it and its salt, so
-- that nothing can be guessed from the digest; the digest stays, for the audit chain covers it.
CREATE TABLE texts (
    workplace TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    id        TEXT NOT NULL,
    text      TEXT NOT NULL,
    salt      BLOB NOT NULL,
    digest    BLOB NOT NULL,
    PRIMARY KEY (workplace, seq)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER texts_are_only_redacted BEFORE UPDATE ON texts
WHEN new.text <> '' OR length(new.salt) > 0 OR new.workplace <> old.workplace OR new.seq <> old.seq OR new.id <> old.id OR new.digest <> old.digest
BEGIN
    SELECT RAISE(ABORT, 'texts are only redacted');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER texts_are_not_removed BEFORE DELETE ON texts
BEGIN
    SELECT RAISE(ABORT, 'texts are never removed');
END;
-- +goose StatementEnd

-- state is the folded conversation; the columns after it are projections of it, for the indexes.
CREATE TABLE conversations (
    no               INTEGER PRIMARY KEY,
    id               TEXT NOT NULL UNIQUE,
    workplace        TEXT NOT NULL,
    state            TEXT NOT NULL,
    section          TEXT NOT NULL, -- staff, agents, lara, closed; empty: never opened
    holder_user      TEXT NOT NULL, -- empty: a queue, or nobody
    last_message_seq INTEGER NOT NULL,
    waiting_since    INTEGER, -- null: the customer does not wait
    idle_since       INTEGER, -- null: closed, or the customer waits, or an alarm rings
    queue_rank       INTEGER, -- null: not All Agents'; else the place in their queue, see project.go
    customer         TEXT NOT NULL,
    channel          TEXT NOT NULL,
    phone            TEXT NOT NULL
) STRICT;
CREATE INDEX conversations_by_section ON conversations (workplace, section, last_message_seq);
CREATE INDEX conversations_of_person ON conversations (holder_user, workplace, last_message_seq) WHERE holder_user <> '';
CREATE INDEX conversations_waiting ON conversations (workplace, waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX conversations_idle ON conversations (workplace, idle_since) WHERE idle_since IS NOT NULL;
CREATE INDEX conversations_queued ON conversations (workplace, queue_rank) WHERE queue_rank IS NOT NULL;
CREATE INDEX conversations_of_phone ON conversations (workplace, channel, phone) WHERE phone <> '';
CREATE INDEX conversations_of_customer ON conversations (customer);

-- Messages either way, counted per conversation from 1: the web chat's own order. doc is the row in search.
CREATE TABLE messages (
    doc          INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL, -- conversations.no
    n            INTEGER NOT NULL,
    workplace    TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    id           TEXT NOT NULL,
    inbound      INTEGER NOT NULL,
    received     INTEGER NOT NULL, -- the customer's messages up to and with this one
    delivery     INTEGER NOT NULL, -- 0 queued or inbound, 1 unconfirmed, 2 sent; final: 3 delivered, 4 failed, 5 suppressed
    UNIQUE (conversation, n)
) STRICT;

CREATE TABLE counters (
    workplace   TEXT NOT NULL,
    section     TEXT NOT NULL,
    holder_user TEXT NOT NULL,
    count       INTEGER NOT NULL,
    unanswered  INTEGER NOT NULL,
    PRIMARY KEY (workplace, section, holder_user)
) STRICT, WITHOUT ROWID;

-- Words of messages (by messages.doc) and of names and numbers (by conversations.no), each with the workplace as a
-- word of its own. The program folds case and accents before it writes and asks, so the tokenizer only splits.
CREATE VIRTUAL TABLE search USING fts5 (words, content = '', columnsize = 0, detail = 'none', tokenize = 'ascii', prefix = '1 2 3 4');
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE people USING fts5 (words, content = '', columnsize = 0, detail = 'none', tokenize = 'ascii', prefix = '1 2 3 4');
INSERT INTO people (people, rank) VALUES ('secure-delete', 1);

CREATE TABLE idempotency (
    scope        TEXT NOT NULL,
    key          TEXT NOT NULL,
    fingerprint  BLOB NOT NULL,
    workplace    TEXT NOT NULL,
    conversation TEXT NOT NULL,
    first        INTEGER NOT NULL,
    last         INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (at);

-- Who did what, where and when, never what was said. Every row's hash covers the row before it and the events from first
-- to last with the digests of their texts.
CREATE TABLE audit (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    team         TEXT NOT NULL,
    user         TEXT NOT NULL,
    what         TEXT NOT NULL,
    workplace    TEXT NOT NULL,
    conversation TEXT NOT NULL,
    first        INTEGER NOT NULL,
    last         INTEGER NOT NULL,
    hash         BLOB NOT NULL
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is never removed');
END;
-- +goose StatementEnd

CREATE TABLE drafts (
    workplace    TEXT NOT NULL,
    conversation TEXT NOT NULL,
    user         TEXT NOT NULL,
    mode         TEXT NOT NULL, -- reply or note
    text         TEXT NOT NULL,
    updated_at   INTEGER NOT NULL,
    PRIMARY KEY (conversation, user, mode)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE drafts;
DROP TABLE audit;
DROP TABLE idempotency;
DROP TABLE people;
DROP TABLE search;
DROP TABLE counters;
DROP TABLE messages;
DROP TABLE conversations;
DROP TABLE texts;
DROP TABLE events;
DROP TABLE workplace_seq;
DROP TABLE meta;
