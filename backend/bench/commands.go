package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// caller is one client's connection for commands, kept alive. It speaks just as much HTTP as it needs, so that the
// client costs little beside the server that is measured.
type caller struct {
	conn  net.Conn
	in    *bufio.Reader
	host  string
	out   []byte
	body  []byte
	talks []talk // it writes to these in turn
	next  int
}

// answer is what became of a command.
type answer struct {
	status int
	seq    int64 // of its last event
	took   time.Duration
}

var serial atomic.Int64

func dialCaller(address string, talks []talk) (*caller, error) {
	conn, err := net.DialTimeout("tcp", address, dialTimeout)
	if err != nil {
		return nil, err
	}
	return &caller{conn: conn, in: bufio.NewReaderSize(conn, 8<<10), host: address, talks: talks}, nil
}

// callers are n connections, each with conversations of its own.
func (w *world) callers(s *process, n int) ([]*caller, error) {
	all := make([]*caller, n)
	for i := range all {
		var talks []talk
		for t := i; t < len(w.talks); t += n {
			talks = append(talks, w.talks[t])
		}
		var err error
		if all[i], err = dialCaller(s.address, talks); err != nil {
			hangUp(all)
			return nil, err
		}
	}
	return all, nil
}

func hangUp(all []*caller) {
	for _, c := range all {
		if c != nil {
			c.conn.Close()
		}
	}
}

var replyBody = `{"text":` + quoted(text) + `}`

// reply writes to the next conversation and waits for the answer.
func (c *caller) reply() (answer, error) {
	t := c.talks[c.next%len(c.talks)]
	c.next++
	b := append(c.out[:0], "POST /api/v1/conversations/"...)
	b = append(b, t.conversation...)
	b = append(b, "/messages HTTP/1.1\r\nHost: "...)
	b = append(b, c.host...)
	b = append(b, "\r\nAuthorization: Bearer "...)
	b = append(b, t.holder.token...)
	b = append(b, "\r\nIdempotency-Key: bench-"...)
	b = strconv.AppendInt(b, serial.Add(1), 10)
	b = append(b, "\r\nContent-Type: application/json\r\nContent-Length: "...)
	b = strconv.AppendInt(b, int64(len(replyBody)), 10)
	b = append(b, "\r\n\r\n"...)
	c.out = append(b, replyBody...)
	began := time.Now()
	if _, err := c.conn.Write(c.out); err != nil {
		return answer{}, err
	}
	a, err := c.read()
	a.took = time.Since(began)
	return a, err
}

// read reads one answer.
func (c *caller) read() (answer, error) {
	var a answer
	length := -1
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if first {
			if len(line) < 12 {
				return a, fmt.Errorf("no HTTP answer: %q", line)
			}
			a.status = int(digits(line[9:12]))
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length = int(digits(value))
		}
	}
	if length < 0 {
		return a, errors.New("an answer without a length")
	}
	if cap(c.body) < length {
		c.body = make([]byte, length)
	}
	c.body = c.body[:length]
	if _, err := io.ReadFull(c.in, c.body); err != nil {
		return a, err
	}
	eachSeq(c.body, func(seq int64) { a.seq = seq })
	return a, nil
}

// driven is what a number of callers did.
type driven struct {
	commands int
	latency  []time.Duration
	statuses map[int]int // of those that were not 200
	seconds  float64
	newest   int64 // seq
}

// refused counts the commands that were not recorded.
func (d driven) refused() (n int) {
	for _, count := range d.statuses {
		n += count
	}
	return n
}

// drive has callers reply one after the other, each waiting for its answer, for a time. The gate, where there is one,
// is asked before each command and may hold it back.
func drive(ctx context.Context, all []*caller, length time.Duration, gate func()) (driven, error) {
	began := time.Now()
	done := driven{statuses: map[int]int{}}
	var mu sync.Mutex // guards done and failed
	var failed error
	var running sync.WaitGroup
	for _, c := range all {
		running.Go(func() {
			own := driven{statuses: map[int]int{}}
			var err error
			for err == nil && time.Since(began) < length && ctx.Err() == nil {
				if gate != nil {
					gate()
				}
				err = own.count(c.reply())
			}
			mu.Lock()
			defer mu.Unlock()
			done.add(own)
			failed = errors.Join(failed, err)
		})
	}
	running.Wait()
	done.seconds = time.Since(began).Seconds()
	return done, errors.Join(failed, ctx.Err())
}

func (d *driven) count(a answer, err error) error {
	if err != nil {
		return err
	}
	if a.status != 200 {
		d.statuses[a.status]++
		return nil
	}
	d.commands++
	d.latency = append(d.latency, a.took)
	d.newest = max(d.newest, a.seq)
	return nil
}

func (d *driven) add(o driven) {
	d.commands += o.commands
	d.latency = append(d.latency, o.latency...)
	for status, n := range o.statuses {
		d.statuses[status] += n
	}
	d.newest = max(d.newest, o.newest)
}
