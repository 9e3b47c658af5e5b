package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"relevo/backend/desk"
)

// querier is where a query runs: a snapshot of the reading pool, or the writer's transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each calls f with the rows of a query until it says no.
func each(q querier, f func(scanner) (more bool, err error), query string, args ...any) error {
	rows, err := q.QueryContext(context.Background(), query, args...)
	if err != nil {
		return fmt.Errorf("query the log: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if more, err := f(rows); err != nil || !more {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("query the log: %w", err)
	}
	return nil
}

// list reads a query of one column.
func list[T any](q querier, query string, args ...any) ([]T, error) {
	var found []T
	err := each(q, func(row scanner) (bool, error) {
		var v T
		err := row.Scan(&v)
		found = append(found, v)
		return true, err
	}, query, args...)
	return found, err
}

// one reads one value and leaves it as it is where the query finds none.
func one(q querier, into any, query string, args ...any) error {
	return each(q, func(row scanner) (bool, error) { return false, row.Scan(into) }, query, args...)
}

// Conversations are read with the text of their last message, which is no part of their state.
const (
	conversationColumns = `c.no, c.state, coalesce(e.text, '')`
	conversationTables  = `conversations c LEFT JOIN events e ON e.workplace = c.workplace AND e.seq = c.last_message_seq`
)

// scanConversation reads conversationColumns.
func scanConversation(row scanner) (folded, error) {
	var f folded
	var state []byte
	var text string
	if err := row.Scan(&f.no, &state, &text); err != nil {
		return folded{}, err
	}
	var err error
	if f.c, err = decodeState(state); err != nil {
		return folded{}, err
	}
	if f.c.LastMessage != nil {
		f.c.LastMessage.Text = text
	}
	return f, nil
}

// conversations reads a query of conversationColumns.
func conversations(q querier, query string, args ...any) ([]folded, error) {
	var found []folded
	err := each(q, func(row scanner) (bool, error) {
		f, err := scanConversation(row)
		found = append(found, f)
		return true, err
	}, query, args...)
	return found, err
}

// states are the conversations without their rows' numbers.
func states(list []folded) []desk.Conversation {
	var found []desk.Conversation
	for _, f := range list {
		found = append(found, f.c)
	}
	return found
}

// events reads a query of eventColumns.
func events(q querier, query string, args ...any) ([]desk.Event, error) {
	var found []desk.Event
	err := each(q, func(row scanner) (bool, error) {
		e, err := scanEvent(row)
		found = append(found, e)
		return true, err
	}, query, args...)
	return found, err
}

// Queries that more than one place asks, or that a test holds against the indexes.
const (
	queueQuery    = `SELECT id, queue_rank, no FROM conversations WHERE workplace = ? AND queue_rank IS NOT NULL ORDER BY queue_rank, no`
	phoneQuery    = `SELECT id FROM conversations WHERE workplace = ? AND channel = ? AND phone = ? AND phone <> '' ORDER BY no`
	customerQuery = `SELECT id FROM conversations WHERE customer = ? ORDER BY no`
	heldByQueue   = `SELECT id FROM conversations WHERE workplace = ? AND section = ? AND holder_user = '' ORDER BY last_message_seq`
	heldByUser    = `SELECT id FROM conversations WHERE workplace = ? AND section = ? AND holder_user = ? AND holder_user <> '' ORDER BY last_message_seq`
	newsQuery     = `SELECT l.seq FROM ` + ofConversation + ` AND l.seq <= ? AND e.kind NOT IN (` + unheard + `) ORDER BY l.seq DESC LIMIT 1`
	receivedQuery = `SELECT received FROM messages WHERE conversation = ? AND seq <= ? ORDER BY n DESC LIMIT 1`
)

// inList is a list as one argument, for "IN (SELECT value FROM json_each(?))".
func inList[T any](values []T) string {
	if values == nil {
		values = []T{}
	}
	data, _ := json.Marshal(values) // ids and numbers always have a JSON form
	return string(data)
}
