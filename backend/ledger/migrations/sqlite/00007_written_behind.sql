-- The derived tables are written behind the log: meta says up to which row of the audit chain they are. What the log's own
-- tables had as indexes cost every command a page of each: which events a conversation has is derived as well now, and
-- idempotency keys are looked for by age once an hour, without one.

-- +goose Up
INSERT OR IGNORE INTO meta (key, value) SELECT 'folded', CAST(coalesce(max(id), 0) AS TEXT) FROM audit;
DROP INDEX IF EXISTS idempotency_by_age;

CREATE TABLE IF NOT EXISTS timelines (
    conversation INTEGER NOT NULL, -- conversations.no
    seq          INTEGER NOT NULL,
    PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO timelines SELECT c.no, e.seq FROM events e JOIN conversations c ON c.id = e.conversation ORDER BY 1, 2;
DROP INDEX IF EXISTS events_of_conversation;

-- +goose Down
CREATE INDEX IF NOT EXISTS events_of_conversation ON events (conversation, seq);
DROP TABLE timelines;
CREATE INDEX IF NOT EXISTS idempotency_by_age ON idempotency (at);
DELETE FROM meta WHERE key = 'folded';
