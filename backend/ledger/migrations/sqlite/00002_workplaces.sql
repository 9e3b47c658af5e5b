-- Workplaces with everything that their people set up: members, channels, knowledge, quick responses, escalation
-- reasons. Rows are deactivated, never removed. Columns that end in _key hold a value without its case: what makes two
-- of them the same.

-- +goose Up
CREATE TABLE workplaces (
    id                   TEXT PRIMARY KEY,
    name                 TEXT NOT NULL,
    timezone             TEXT NOT NULL,
    country              TEXT NOT NULL, -- ISO 3166 alpha-2
    language             TEXT NOT NULL CHECK (language IN ('en', 'es')),
    lara                 INTEGER NOT NULL,
    hours                TEXT NOT NULL, -- JSON: day to spans; empty: always open
    closed_days          TEXT NOT NULL, -- JSON list of dates
    close_after_hours    INTEGER NOT NULL, -- 0: never
    return_after_minutes INTEGER NOT NULL, -- 0: at once
    agents_service       INTEGER NOT NULL,
    message_limit        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id         TEXT PRIMARY KEY,
    email      TEXT NOT NULL,
    email_key  TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    handle     TEXT NOT NULL,
    handle_key TEXT NOT NULL UNIQUE,
    active     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
    workplace TEXT NOT NULL REFERENCES workplaces (id),
    user      TEXT NOT NULL REFERENCES users (id),
    role      TEXT NOT NULL CHECK (role IN ('admin', 'staff', 'agent', 'supervisor')),
    active    INTEGER NOT NULL,
    PRIMARY KEY (workplace, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_of_user ON memberships (user);

CREATE TABLE channels (
    id          TEXT PRIMARY KEY,
    workplace   TEXT NOT NULL REFERENCES workplaces (id),
    kind        TEXT NOT NULL CHECK (kind IN ('web', 'twilio')),
    number      TEXT NOT NULL,
    account_sid TEXT NOT NULL,
    auth_token  TEXT NOT NULL,
    api_base    TEXT NOT NULL,
    origins     TEXT NOT NULL, -- JSON list of scheme://host; empty: any page
    active      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX channels_by_number ON channels (number) WHERE number <> '';

CREATE TABLE knowledge (
    id        TEXT PRIMARY KEY,
    workplace TEXT NOT NULL REFERENCES workplaces (id),
    question  TEXT NOT NULL,
    answer    TEXT NOT NULL,
    language  TEXT NOT NULL CHECK (language IN ('en', 'es')),
    active    INTEGER NOT NULL,
    UNIQUE (workplace, question, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE quick_responses (
    id           TEXT PRIMARY KEY,
    workplace    TEXT NOT NULL REFERENCES workplaces (id),
    owner        TEXT NOT NULL, -- a user; empty: shared
    shortcut     TEXT NOT NULL,
    shortcut_key TEXT NOT NULL,
    text         TEXT NOT NULL,
    active       INTEGER NOT NULL,
    UNIQUE (workplace, owner, shortcut_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE escalation_reasons (
    workplace TEXT NOT NULL REFERENCES workplaces (id),
    id        TEXT NOT NULL,
    name      TEXT NOT NULL,
    name_es   TEXT NOT NULL, -- empty: name serves both languages
    position  INTEGER NOT NULL,
    active    INTEGER NOT NULL,
    PRIMARY KEY (workplace, id)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE escalation_reasons;
DROP TABLE quick_responses;
DROP TABLE knowledge;
DROP TABLE channels;
DROP TABLE memberships;
DROP TABLE users;
DROP TABLE workplaces;
