package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// The peer is a PocketBase: a record for each command, kept in SQLite, and told to everybody over server-sent events.

// peerMessages is the event of a new record.
var peerMessages = []byte("event:messages/*")

// buildPeer builds the peer's program, where it is not kept from an earlier run. It is a module of its own and has much
// to compile.
func (b *bench) buildPeer(ctx context.Context) (string, error) {
	dir := b.world.scratch
	if b.o.Data != "" {
		dir = b.o.Data
	}
	program, err := filepath.Abs(filepath.Join(dir, "peer"))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	if b.o.Short {
		return "", errors.New("a short run does not build it")
	}
	fmt.Fprintln(b.out, "\nbuilding the peer")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, ".")
	build.Dir = b.o.Peer
	build.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, bytes.TrimSpace(out[max(0, len(out)-300):]))
	}
	return program, nil
}

// peer starts the peer with watchers and clients.
func (b *bench) peer(ctx context.Context, watchers, clients int) (*rival, error) {
	program, err := b.buildPeer(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(b.world.scratch, "peer-")
	if err != nil {
		return nil, err
	}
	p, err := launch(b.world.scratch, program, nil, dir)
	if err != nil {
		return nil, err
	}
	r := &rival{process: p}
	if r.crowd, err = newPeerCrowd(ctx, p); err == nil {
		err = r.crowd.join(watchers)
	}
	body := `{"conversation":"` + strings.Repeat("C", 26) + `","by":"` + strings.Repeat("P", 26) + `","text":` + quoted(text) + `}`
	request := "POST /api/collections/messages/records HTTP/1.1\r\nHost: " + p.address + "\r\nContent-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
	for range clients {
		if err != nil {
			break
		}
		var c *caller
		if c, err = dialCaller(p.address, nil); err == nil {
			c.fixed = []byte(request)
			r.callers = append(r.callers, c)
		}
	}
	if err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return r, nil
}

// newPeerCrowd watches the peer's streams. Their events have no seq: they are counted.
func newPeerCrowd(ctx context.Context, p *process) (*crowd, error) {
	c, err := newCrowd()
	if err != nil {
		return nil, err
	}
	c.open = func(i int, _ int64) (*watch, error) {
		fd, err := dialTCP(p.address, i/perAddress)
		if err != nil {
			return nil, err
		}
		answer, err := readUntil(fd, "GET /api/realtime HTTP/1.1\r\nHost: "+p.address+"\r\n\r\n", []byte(`"}`))
		if err == nil {
			_, id, _ := bytes.Cut(answer, []byte(`"clientId":"`))
			id, _, _ = bytes.Cut(id, []byte(`"`))
			err = subscribe(ctx, p, string(id))
		}
		if err != nil {
			syscall.Close(fd)
			return nil, fmt.Errorf("open a stream: %w", err)
		}
		w := &watch{fd: fd}
		w.welcomed.Store(true)
		return w, nil
	}
	c.take = c.takeStream
	return c, nil
}

// subscribe has a stream told of every record.
func subscribe(ctx context.Context, p *process, client string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+p.address+"/api/realtime", strings.NewReader(`{"clientId":"`+client+`","subscriptions":["messages/*"]}`))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := patient.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		return fmt.Errorf("subscribe: %s", res.Status)
	}
	return nil
}

// takeStream counts the events in what came, and keeps an end in which one may begin.
func (c *crowd) takeStream(w *watch, b []byte) {
	b = append(w.rest, b...)
	events := int64(bytes.Count(b, peerMessages))
	if i := bytes.LastIndex(b, peerMessages); i >= 0 {
		b = b[i+len(peerMessages):]
	}
	w.rest = append(w.rest[:0], b[max(0, len(b)-len(peerMessages)+1):]...)
	w.seq.Add(events)
	c.events.Add(events)
}
