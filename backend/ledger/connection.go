package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/mattn/go-sqlite3"
)

// connection is one connection to the database with what was prepared on it. It belongs to one goroutine.
type connection struct {
	*sql.Conn
	statements map[string]*sql.Stmt
	inserters  map[string]*inserter
}

func newConnection(conn *sql.Conn) *connection {
	return &connection{Conn: conn, statements: map[string]*sql.Stmt{}, inserters: map[string]*inserter{}}
}

// exec runs a prepared statement.
func (c *connection) exec(query string, args ...any) error {
	s, err := c.prepared(query)
	if err == nil {
		_, err = s.ExecContext(context.Background(), args...)
	}
	return err
}

// QueryContext runs a prepared query. No context of a request reaches it: a cancelled one would take the whole
// transaction with it.
func (c *connection) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(context.Background(), args...)
}

func (c *connection) prepared(query string) (*sql.Stmt, error) {
	if s, ok := c.statements[query]; ok {
		return s, nil
	}
	s, err := c.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	c.statements[query] = s
	return s, nil
}

var errNotWhole = errors.New("the database ended the transaction")

// whole tells whether the transaction is still open: some errors end it behind our back, and what is written after
// that would be kept piece by piece.
func (c *connection) whole() error {
	return c.Raw(func(conn any) error {
		if c, ok := conn.(*sqlite3.SQLiteConn); ok && !c.AutoCommit() {
			return nil
		}
		return errNotWhole
	})
}

// discard rolls back what may be open and throws the connection away.
func (c *connection) discard() {
	_, _ = c.ExecContext(context.Background(), `ROLLBACK`) // fails where nothing is open
	for _, s := range c.statements {
		_ = s.Close()
	}
	_ = c.Raw(func(any) error { return driver.ErrBadConn }) // tells the pool to close it
	_ = c.Close()
}
