package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

const (
	checkpointPause = time.Second // between two checkpoints, at least: what is written again meanwhile is moved once
	longLog         = 8192        // frames (of a page each) after which the write-ahead log is to begin anew
)

// checkpointer moves what the write-ahead log holds into the database file, on a connection of its own: a commit would
// otherwise do so every now and then, and everybody would wait for two flushes of the disk more. The log begins anew
// when all of it has been moved and nothing was written meanwhile. Where commits come without a break that never
// happens, so once the log is long, the writer moves the little that is left itself. Start it with newCheckpointer.
type checkpointer struct {
	pool *sql.DB // one connection
	log  *slog.Logger

	hints   chan struct{} // holds a token after a commit
	long    atomic.Bool   // the writer is to finish the work
	closing chan struct{}
	ended   chan struct{}
	failing bool // the last checkpoint failed: say so only once, and as no error, for nothing is lost by it
}

func newCheckpointer(pool *sql.DB, log *slog.Logger) *checkpointer {
	c := &checkpointer{pool: pool, log: log, hints: make(chan struct{}, 1), closing: make(chan struct{}), ended: make(chan struct{})}
	go c.run()
	return c
}

// hint tells that something was committed.
func (c *checkpointer) hint() {
	select {
	case c.hints <- struct{}{}:
	default:
	}
}

func (c *checkpointer) run() {
	defer close(c.ended)
	pause := time.NewTimer(0)
	defer pause.Stop()
	for c.hinted() && c.passed(pause) {
		frames, err := c.checkpoint()
		if err == nil && frames > longLog {
			c.long.Store(true)
		}
		if err != nil && !c.failing {
			c.log.Warn("the write-ahead log could not be moved into the database; it is tried again", "error", err)
		}
		c.failing = err != nil
		pause.Reset(checkpointPause)
	}
}

// hinted and passed wait, and answer false where it is all over.
func (c *checkpointer) hinted() bool {
	select {
	case <-c.hints:
		return true
	case <-c.closing:
		return false
	}
}

func (c *checkpointer) passed(pause *time.Timer) bool {
	select {
	case <-pause.C:
		return true
	case <-c.closing:
		return false
	}
}

// checkpoint moves what there is, and answers how many frames the log holds. A connection that failed is not used again.
func (c *checkpointer) checkpoint() (frames int, err error) {
	conn, err := c.pool.Conn(context.Background())
	if err != nil {
		return 0, fmt.Errorf("open the connection for checkpoints: %w", err)
	}
	defer conn.Close()
	_, frames, err = moveLog(conn)
	if err != nil {
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	return frames, err
}

// moveLog moves as much of the write-ahead log as can be without waiting for anybody; busy: somebody else was at it.
func moveLog(q querier) (busy bool, frames int, err error) {
	var moved int
	err = each(q, func(row scanner) (bool, error) { return false, row.Scan(&busy, &frames, &moved) }, `PRAGMA wal_checkpoint(PASSIVE)`)
	return busy, frames, err
}

// close ends it.
func (c *checkpointer) close() {
	close(c.closing)
	<-c.ended
}

// finishLog moves what is left of a long log, where nothing can be written meanwhile: then it begins anew, unless
// somebody is just reading in it. In that case its length brings the writer here again.
func (w *writer) finishLog() {
	c := w.ledger.checkpoints
	if w.connection == nil || !c.long.Load() {
		return
	}
	busy, _, err := moveLog(w.connection)
	if err != nil {
		w.fail(err)
	}
	if !busy {
		c.long.Store(false)
	}
}
