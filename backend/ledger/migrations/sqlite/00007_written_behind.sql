-- The derived tables are written behind the log: meta says up to which row of the audit chain they are. Idempotency keys
-- are looked for by age once an hour and by their name with every command, so that only the latter has an index.

-- +goose Up
INSERT OR IGNORE INTO meta (key, value) SELECT 'folded', CAST(coalesce(max(id), 0) AS TEXT) FROM audit;
DROP INDEX IF EXISTS idempotency_by_age;

-- +goose Down
CREATE INDEX IF NOT EXISTS idempotency_by_age ON idempotency (at);
DELETE FROM meta WHERE key = 'folded';
