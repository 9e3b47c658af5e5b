-- What a command records comes in as few rows as can be: the text of a message or note stands in its event's row, and the
-- idempotency key in the audit row of what was appended by it; the table of keys is derived from there.

-- +goose Up
-- What is moved must not stay readable in pages that are free again: a later redaction would not reach it.
PRAGMA secure_delete = ON;

-- A redaction empties a text and its salt, so that nothing can be guessed from the digest; the digest stays, for the audit
-- chain covers it. The four last columns are null where there is no text.
CREATE TABLE events_with_texts (
    workplace    TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    kind         TEXT NOT NULL,
    at           INTEGER NOT NULL,
    team         TEXT NOT NULL,
    user         TEXT NOT NULL,
    data         TEXT NOT NULL, -- JSON, without the text
    text_id      TEXT, -- of the message or note
    salt         BLOB,
    digest       BLOB,
    text         TEXT,
    PRIMARY KEY (workplace, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO events_with_texts SELECT e.workplace, e.seq, e.conversation, e.kind, e.at, e.team, e.user, e.data, t.id, t.salt, t.digest, t.text
    FROM events e LEFT JOIN texts t ON t.workplace = e.workplace AND t.seq = e.seq ORDER BY e.workplace, e.seq;
DROP TABLE texts;
DROP TABLE events;
ALTER TABLE events_with_texts RENAME TO events;

-- +goose StatementBegin
CREATE TRIGGER events_are_only_redacted BEFORE UPDATE ON events
WHEN new.text <> '' OR length(new.salt) > 0
    OR (new.workplace, new.seq, new.conversation, new.kind, new.at, new.team, new.user, new.data) <> (old.workplace, old.seq, old.conversation, old.kind, old.at, old.team, old.user, old.data)
    OR (new.text_id, new.digest, new.salt IS NULL, new.text IS NULL) IS NOT (old.text_id, old.digest, old.salt IS NULL, old.text IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'events are never changed, and texts only redacted');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never removed');
END;
-- +goose StatementEnd

-- Null where no key was given. The hash does not cover them.
ALTER TABLE audit ADD COLUMN scope TEXT;
ALTER TABLE audit ADD COLUMN key TEXT;
ALTER TABLE audit ADD COLUMN fingerprint BLOB;
PRAGMA secure_delete = FAST;

-- +goose Down
PRAGMA secure_delete = ON;
ALTER TABLE audit DROP COLUMN fingerprint;
ALTER TABLE audit DROP COLUMN key;
ALTER TABLE audit DROP COLUMN scope;

CREATE TABLE texts (
    workplace TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    id        TEXT NOT NULL,
    text      TEXT NOT NULL,
    salt      BLOB NOT NULL,
    digest    BLOB NOT NULL,
    PRIMARY KEY (workplace, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO texts SELECT workplace, seq, text_id, text, salt, digest FROM events WHERE text_id IS NOT NULL ORDER BY workplace, seq;
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

CREATE TABLE events_without_texts (
    workplace    TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    kind         TEXT NOT NULL,
    at           INTEGER NOT NULL,
    team         TEXT NOT NULL,
    user         TEXT NOT NULL,
    data         TEXT NOT NULL,
    PRIMARY KEY (workplace, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO events_without_texts SELECT workplace, seq, conversation, kind, at, team, user, data FROM events ORDER BY workplace, seq;
DROP TABLE events;
ALTER TABLE events_without_texts RENAME TO events;
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
PRAGMA secure_delete = FAST;
