package ledger_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/ledger"
)

const (
	benchConversations = 1000
	benchText          = "Buenas tardes, quisiera saber si tienen cita disponible para el miércoles a las 3:30. Gracias!"
	benchRound         = 2000 // commands of one side before the other side's turn
)

// BenchmarkGroupCommit records customers' messages, each a command with an idempotency key, for 1, 64 and 256 people at
// once, beside a bare reference that writes the same rows: prepared statements in one transaction for all that wait.
// The two take turns, for a machine drifts; "ratio" is our rate by the reference's.
func BenchmarkGroupCommit(b *testing.B) {
	for _, people := range []int{1, 64, 256} {
		b.Run(fmt.Sprintf("people=%d", people), func(b *testing.B) {
			ours, bare := newOurs(b), newBare(b)
			var spent, reference time.Duration
			b.ResetTimer()
			for done := 0; done < b.N; done += benchRound {
				n := min(benchRound, b.N-done)
				spent += timed(people, n, ours)
				b.StopTimer()
				reference += timed(people, n, bare)
				b.StartTimer()
			}
			b.ReportMetric(float64(b.N)/spent.Seconds(), "commands/s")
			b.ReportMetric(float64(b.N)/reference.Seconds(), "reference/s")
			b.ReportMetric(reference.Seconds()/spent.Seconds(), "ratio")
		})
	}
}

// timed has people run commands at the same time, each waiting for the answer before the next one.
func timed(people, commands int, run func(n int64)) time.Duration {
	var next atomic.Int64
	var running sync.WaitGroup
	began := time.Now()
	for range people {
		running.Go(func() {
			for next.Add(1) <= int64(commands) {
				run(benchSerial.Add(1))
			}
		})
	}
	running.Wait()
	return time.Since(began)
}

var benchSerial atomic.Int64

func benchConversation(n int64) desk.ConversationID {
	return desk.ConversationID(fmt.Sprintf("conversation-%013d", n%benchConversations))
}

// furnish opens the conversations that are written to.
func (w *world) furnish() {
	w.write(func(tx *ledger.Tx) error {
		for n := range int64(benchConversations) {
			id := benchConversation(n)
			if err := put(tx, "sonrisas", id, desk.TheCustomer, 0, opened(id, lara), desk.Received{Message: newMessage(), Text: benchText}); err != nil {
				return err
			}
		}
		return nil
	})
}

// newOurs is the ledger.
func newOurs(b *testing.B) func(int64) {
	w := newWorld(b)
	w.furnish()
	return func(n int64) {
		err := w.Write(context.Background(), func(tx *ledger.Tx) error {
			key := fmt.Sprint("key-", n)
			if _, _, err := tx.Recall("sol", key); err != nil {
				return err
			}
			c, err := tx.Conversation(benchConversation(n))
			if err != nil {
				return err
			}
			events, err := tx.Append(c, desk.TheCustomer, noon, []desk.EventData{desk.Received{Message: desk.MessageID(fmt.Sprintf("message-%018d", n)), Text: benchText}})
			if err != nil {
				return err
			}
			return tx.Remember("sol", key, noon, desk.Receipt{Fingerprint: make([]byte, 32), Workplace: "sonrisas", Conversation: c.ID, First: events[0].Seq, Last: events[0].Seq})
		})
		if err != nil {
			b.Error(err)
		}
	}
}

// bare is the reference: a goroutine that takes what waits and writes ready-made rows of the same sizes.
type bare struct {
	conn  *sql.Conn
	queue chan bareCommand
	seq   int64
	state string // of any conversation
}

type bareCommand struct {
	n    int64
	done chan error
}

// bareRows are written for every command, bareOnce for every conversation of a transaction, bareLast at its end.
var (
	bareRows = []struct {
		statement string
		values    func(seq, n int64, id string) []any
	}{
		{`INSERT INTO events (workplace, seq, conversation, kind, at, team, user, data, text_id, salt, digest, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, func(seq, n int64, id string) []any {
			return []any{
				"sonrisas", seq, id, "message.received", noon.UnixMilli(), "customer", "", `{"message":"message-000000000000000000"}`,
				"message-000000000000000000", bareHash[:16], bareHash, benchText,
			}
		}},
		{`INSERT INTO messages (doc, conversation, n, workplace, seq, id, inbound, received, delivery) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, func(seq, n int64, id string) []any {
			return []any{seq, n % benchConversations, seq, "sonrisas", seq, "message-000000000000000000", true, seq, 0}
		}},
		{`INSERT INTO timelines (conversation, seq) VALUES (?, ?)`, func(seq, n int64, id string) []any {
			return []any{n % benchConversations, seq}
		}},
		{`INSERT INTO search (rowid, words) VALUES (?, ?)`, func(seq, n int64, id string) []any {
			return []any{seq, "§736f6e7269736173 buenas tardes quisiera saber si tienen cita disponible para el miercoles a las 3 30 330 gracias"}
		}},
		{`INSERT INTO idempotency (scope, key, fingerprint, workplace, conversation, first, last, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, func(seq, n int64, id string) []any {
			return []any{"sol", fmt.Sprint("key-", seq), bareHash, "sonrisas", id, seq, seq, noon.UnixMilli()}
		}},
		{`INSERT INTO audit (at, team, user, what, workplace, conversation, first, last, hash, scope, key, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, func(seq, n int64, id string) []any {
			return []any{noon.UnixMilli(), "customer", "", "append", "sonrisas", id, seq, seq, bareHash, "sol", fmt.Sprint("key-", seq), bareHash}
		}},
	}
	bareOnce = `UPDATE conversations SET state = ?, section = ?, holder_user = ?, last_message_seq = ?, waiting_since = ?, idle_since = ?, queue_rank = ? WHERE id = ?`
	bareLast = `UPDATE workplace_seq SET seq = ? WHERE workplace = 'sonrisas'`
	bareHash = make([]byte, 32)
)

func newBare(b *testing.B) func(int64) {
	w := newWorld(b)
	w.furnish()
	w.verified()
	db, err := sql.Open("sqlite3", filepath.Join(w.dir, ledger.File)+"?_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL&_secure_delete=FAST&_cache_size=-32000")
	if err != nil {
		b.Fatal(err)
	}
	conn, err := db.Conn(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	r := &bare{conn: conn, queue: make(chan bareCommand, 1024), seq: 1_000_000}
	if err := conn.QueryRowContext(b.Context(), `SELECT state FROM conversations`).Scan(&r.state); err != nil {
		b.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); r.run() }()
	b.Cleanup(func() { close(r.queue); <-ended; conn.Close(); db.Close() })
	return func(n int64) {
		done := make(chan error, 1)
		r.queue <- bareCommand{n, done}
		if err := <-done; err != nil {
			b.Error(err)
		}
	}
}

func (r *bare) run() {
	statements := map[string]*sql.Stmt{}
	exec := func(query string, args ...any) error {
		s, ok := statements[query]
		if !ok {
			var err error
			if s, err = r.conn.PrepareContext(context.Background(), query); err != nil {
				return err
			}
			statements[query] = s
		}
		_, err := s.ExecContext(context.Background(), args...)
		return err
	}
	for first := range r.queue {
		batch := []bareCommand{first}
	more:
		for len(batch) < 256 {
			select {
			case c, ok := <-r.queue:
				if !ok {
					break more
				}
				batch = append(batch, c)
			default:
				break more
			}
		}
		err := r.transaction(exec, batch)
		for _, c := range batch {
			c.done <- err
		}
	}
}

func (r *bare) transaction(exec func(string, ...any) error, batch []bareCommand) error {
	if err := exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	changed := map[desk.ConversationID]int64{}
	for _, c := range batch {
		r.seq++
		id := benchConversation(c.n)
		for _, row := range bareRows {
			if err := exec(row.statement, row.values(r.seq, c.n, string(id))...); err != nil {
				return fmt.Errorf("%s: %w", row.statement, err)
			}
		}
		changed[id] = r.seq
	}
	for id, seq := range changed {
		if err := exec(bareOnce, r.state, "lara", "", seq, noon.UnixMilli(), nil, nil, string(id)); err != nil {
			return err
		}
	}
	if err := exec(bareLast, r.seq); err != nil {
		return err
	}
	return exec(`COMMIT`)
}
