package ledger

import (
	"fmt"
	"strings"
)

// inserter collects the rows of one table and writes them many to a statement. A connection keeps one for each table, so
// that a transaction allocates nothing for it.
type inserter struct {
	c          *connection
	into       string
	width      int
	args       []any
	statements map[int]string // by rows
	err        error
}

// rowsAtOnce is how many rows a statement inserts where there are that many; what is left is inserted by halves of it.
const rowsAtOnce = 16

// into is the inserter of a statement that ends with VALUES, empty.
func (c *connection) into(statement string, width int) *inserter {
	i, ok := c.inserters[statement]
	if !ok {
		i = &inserter{c: c, into: statement, width: width, args: make([]any, 0, rowsAtOnce*width), statements: map[int]string{}}
		c.inserters[statement] = i
	}
	clear(i.args)
	i.args, i.err = i.args[:0], nil
	return i
}

// add adds a row.
func (i *inserter) add(values ...any) {
	i.args = append(i.args, values...)
	if len(i.args) == rowsAtOnce*i.width {
		i.write(0, rowsAtOnce)
		i.args = i.args[:0]
	}
}

// write writes some of the collected rows.
func (i *inserter) write(from, rows int) {
	if i.err != nil {
		return
	}
	statement, ok := i.statements[rows]
	if !ok {
		row := "(?" + strings.Repeat(", ?", i.width-1) + ")"
		statement = i.into + " " + row + strings.Repeat(", "+row, rows-1)
		i.statements[rows] = statement
	}
	i.err = i.c.exec(statement, i.args[from*i.width:(from+rows)*i.width]...)
}

// finish writes what is left of each.
func finish(doing string, inserters ...*inserter) error {
	for _, i := range inserters {
		left := len(i.args) / i.width
		for from, rows := 0, rowsAtOnce; from < left; from += rows {
			for rows > left-from {
				rows /= 2
			}
			i.write(from, rows)
		}
		if i.err != nil {
			return fmt.Errorf("%s: %w", doing, i.err)
		}
	}
	return nil
}
