package bench

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
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
	fixed []byte // a peer's caller: what it asks, always the same
}

// answer is what became of a command.
type answer struct {
	status int
	seq    int64 // of its last event
	took   time.Duration
}

// serial makes every idempotency key a new one.
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
	if c.fixed != nil {
		c.out = c.fixed
		return c.ask()
	}
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
	return c.ask()
}

// get fetches a page; its body is there until the next request.
func (c *caller) get(path, token string) (answer, error) {
	c.out = append(c.out[:0], "GET "+path+" HTTP/1.1\r\nHost: "+c.host+"\r\nAuthorization: Bearer "+token+"\r\n\r\n"...)
	return c.ask()
}

// ask sends what is written and waits for the answer.
func (c *caller) ask() (answer, error) {
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
	c.body = c.body[:0]
	if err := c.readBody(length); err != nil {
		return a, err
	}
	eachSeq(c.body, eventMark, func(seq int64) { a.seq = seq })
	return a, nil
}

// readBody reads a body of a known length, or else one in chunks that each tell theirs.
func (c *caller) readBody(length int) error {
	if length >= 0 {
		return c.readPart(length)
	}
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return err
		}
		n, err := strconv.ParseUint(strings.TrimSpace(line), 16, 31)
		if err != nil {
			return fmt.Errorf("read a chunk's length: %w", err)
		}
		if err := c.readPart(int(n)); err != nil {
			return err
		}
		if _, err := c.in.Discard(len("\r\n")); err != nil || n == 0 {
			return err
		}
	}
}

func (c *caller) readPart(n int) error {
	from := len(c.body)
	c.body = slices.Grow(c.body, n)[:from+n]
	_, err := io.ReadFull(c.in, c.body[from:])
	return err
}

// driven is what a number of callers did.
type driven struct {
	commands int
	latency  []time.Duration
	refused  int // for later
	seconds  float64
}

// pause is how long a client waits that was told to come back later.
const pause = 50 * time.Millisecond

// drive has callers reply one after the other, each waiting for its answer, for a time. The window, where there is one,
// may hold a command back. A server that has too much to do may say so; it may refuse nothing otherwise.
func drive(ctx context.Context, all []*caller, length time.Duration, gate *window) (driven, error) {
	began := time.Now()
	var done driven
	var mu sync.Mutex // guards done and failed
	var failed error
	var running sync.WaitGroup
	for _, c := range all {
		running.Go(func() {
			var own driven
			var err error
			for err == nil && time.Since(began) < length && ctx.Err() == nil {
				gate.enter()
				a, failed := c.reply()
				if err = own.count(a, failed); err == nil && a.status != http.StatusOK {
					gate.withdraw()
					time.Sleep(pause)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			done.add(own)
			failed = cmp.Or(failed, err)
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
	if a.status != http.StatusOK {
		d.refused++
		if a.status != http.StatusServiceUnavailable {
			return fmt.Errorf("a command was answered %d", a.status)
		}
		return nil
	}
	d.commands++
	d.latency = append(d.latency, a.took)
	return nil
}

func (d *driven) add(o driven) {
	d.commands += o.commands
	d.latency = append(d.latency, o.latency...)
	d.refused += o.refused
}

// pace sends commands at a fixed rate, each by whichever caller is free, and tells what became of each and when it was
// due: a server that falls behind must not hide it. It ends after so many commands, or with its context.
func pace(ctx context.Context, all []*caller, perSecond, total int, told func(i int, due time.Time, a answer)) error {
	errs := make([]error, len(all))
	var next atomic.Int64
	var running sync.WaitGroup
	began := time.Now()
	for c, k := range all {
		running.Go(func() {
			for i := int(next.Add(1) - 1); i < total && errs[c] == nil && ctx.Err() == nil; i = int(next.Add(1) - 1) {
				due := began.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
				time.Sleep(time.Until(due))
				a, err := k.reply()
				if errs[c] = err; err == nil {
					told(i, due, a)
				}
			}
		})
	}
	running.Wait()
	return cmp.Or(errs...)
}
