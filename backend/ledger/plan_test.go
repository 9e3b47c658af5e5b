package ledger

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestReadingWalksIndexes holds the queries that everybody waits for against the database's own plan: no table is
// scanned, and what is paged is not sorted.
func TestReadingWalksIndexes(t *testing.T) {
	t.Parallel()
	l, err := Open(t.Context(), Options{Dir: filepath.Join(t.TempDir(), "data"), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, c := range []struct {
		says, query, walks string
		sorts              bool
	}{
		{"a conversation", conversationQuery, "sqlite_autoindex_conversations_1 (id=?)", false},
		{"a section", sectionQuery, "conversations_by_section (workplace=? AND section=? AND last_message_seq<?)", false},
		{"my section", mineQuery, "conversations_of_person (holder_user=? AND workplace=? AND last_message_seq<?)", false},
		{"a workplace's queue", queueQuery, "conversations_queued (workplace=?", false},
		{"an agent's queue", queueOverAll, "conversations_queued (workplace=?", true},
		{"what an agent is directed to", directedOverAll, "conversations_by_section (workplace=? AND section=?)", true},
		{"an agent's own", mineOverAll, "conversations_of_person (holder_user=? AND workplace=?", true},
		{"what is idle", idleQuery, "conversations_idle (workplace=? AND idle_since<?)", false},
		{"the log", logQuery, "PRIMARY KEY (workplace=? AND seq>?)", false},
		{"a timeline", timelineQuery, "SEARCH l USING PRIMARY KEY (conversation=? AND seq<?)", false},
		{"newest news", newsQuery, "SEARCH l USING PRIMARY KEY (conversation=? AND seq<?)", false},
		{"messages so far", receivedQuery, "sqlite_autoindex_messages_1 (conversation=?)", false},
		{"the customer's side", publicQuery, "sqlite_autoindex_messages_1 (conversation=? AND n>?)", false},
		{"what is found", pickedQuery, "INTEGER PRIMARY KEY (rowid=?)", false},
		{"what is ranked", rankedQuery, "INTEGER PRIMARY KEY (rowid=?)", false},
		{"matches in messages", messageMatches, "INTEGER PRIMARY KEY (rowid=?)", false},
		{"matches in people", personMatches, "VIRTUAL TABLE INDEX", false},
		{"a number", phoneQuery, "conversations_of_phone (workplace=? AND channel=? AND phone=?)", true},
		{"a customer", customerQuery, "conversations_of_customer (customer=?)", false},
		{"a holder's", heldByUser, "conversations_of_person (holder_user=? AND workplace=?", false},
		{"a queue's", heldByQueue, "conversations_by_section (workplace=? AND section=?)", false},
		{"a delivery", deliverQuery, "sqlite_autoindex_messages_1 (conversation=?)", false},
		{"a redaction", redactQuery, "SEARCH l USING PRIMARY KEY (conversation=?)", false},
	} {
		t.Run(c.says, func(t *testing.T) {
			plan := l.plan(t, c.query)
			if !strings.Contains(plan, c.walks) {
				t.Errorf("it does not walk %s:\n%s", c.walks, plan)
			}
			for line := range strings.Lines(plan) {
				if strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "json_each") && !strings.Contains(line, "VIRTUAL TABLE") && !strings.Contains(line, "SCAN s\n") {
					t.Errorf("it scans a table:\n%s", plan)
				}
			}
			if sorts := strings.Contains(plan, "TEMP B-TREE"); sorts && !c.sorts {
				t.Errorf("it sorts:\n%s", plan)
			}
		})
	}
}

// plan is how the database would run a query.
func (l *Ledger) plan(t *testing.T, query string) string {
	t.Helper()
	args := make([]any, strings.Count(query, "?"))
	for i := range args {
		args[i] = "1"
	}
	rows, err := l.readPool.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(detail + "\n")
	}
	return plan.String()
}
