-- When users were last here, as of a minute ago: what presence knows of them after a start. Times are unix milliseconds.

-- +goose Up
CREATE TABLE last_seen (
    user TEXT PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE last_seen;
