-- What people set for themselves, to find it again on every device. Nothing of a customer can be in it.

-- +goose Up
CREATE TABLE preferences (
    user TEXT PRIMARY KEY REFERENCES users (id),
    body TEXT NOT NULL -- JSON object: what was never set is left out
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE preferences;
