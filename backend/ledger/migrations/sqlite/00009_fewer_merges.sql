-- The full-text index merges its parts when there are twelve of a size, not four: who writes is spared two thirds of the
-- merging, and a question looks into a few parts more.

-- +goose Up
INSERT INTO search (search, rank) VALUES ('automerge', 12);
INSERT INTO people (people, rank) VALUES ('automerge', 12);

-- +goose Down
INSERT INTO search (search, rank) VALUES ('automerge', 4);
INSERT INTO people (people, rank) VALUES ('automerge', 4);
