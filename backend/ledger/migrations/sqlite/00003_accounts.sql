-- How accounts sign in and stay so. Nothing here opens anything: passwords are argon2id, tokens are SHA-256.
-- Times are unix milliseconds.

-- +goose Up
CREATE TABLE passwords (
    user TEXT PRIMARY KEY REFERENCES users (id),
    hash TEXT NOT NULL -- PHC string
) STRICT, WITHOUT ROWID;

-- A session is a family of refresh tokens, each made from the one before.
CREATE TABLE sessions (
    id      TEXT PRIMARY KEY,
    user    TEXT NOT NULL REFERENCES users (id),
    ends_at INTEGER NOT NULL, -- whatever happens
    used_at INTEGER NOT NULL  -- last login or refresh
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_user ON sessions (user);
CREATE INDEX sessions_by_end ON sessions (ends_at);

-- Used tokens stay as long as their session, so that a stolen one is known when it comes.
CREATE TABLE refresh_tokens (
    hash        BLOB PRIMARY KEY,
    session     TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    generation  INTEGER NOT NULL, -- the session's newest is its current one
    replaced_at INTEGER           -- null: current
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session, generation);

-- The one link with which an empty program is set up.
CREATE TABLE setup_link (
    no   INTEGER PRIMARY KEY CHECK (no = 1),
    hash BLOB NOT NULL
) STRICT;

-- +goose Down
DROP TABLE setup_link;
DROP TABLE refresh_tokens;
DROP TABLE sessions;
DROP TABLE passwords;
