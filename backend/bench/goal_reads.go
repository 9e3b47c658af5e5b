package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"relevo/backend/desk"
	"relevo/backend/furnish"
)

// reads measures goal 8 on a folder with years of work in it.
func (b *bench) reads(ctx context.Context) error {
	dir, err := b.furnished(ctx)
	if err != nil {
		return err
	}
	copied, err := os.MkdirTemp(b.world.scratch, "reads-")
	if err == nil {
		err = os.CopyFS(filepath.Join(copied, "data"), os.DirFS(dir))
	}
	if err != nil {
		return fmt.Errorf("copy the furnished folder: %w", err)
	}
	defer os.RemoveAll(copied)
	starts, s, err := b.starts(ctx, filepath.Join(copied, "data"))
	if err != nil {
		return err
	}
	return errors.Join(b.ask(ctx, s, starts), s.stop())
}

// furnished is the folder that all reads begin with; it is made where it is not there yet.
func (b *bench) furnished(ctx context.Context) (string, error) {
	parent := b.o.Data
	if parent == "" {
		parent = b.world.scratch
	}
	o := furnish.Options{
		Conversations: b.size(100_000, 1000), Messages: b.size(1_000_000, 10_000), Workplaces: 1, People: 58, Seed: 1,
		Now: time.Now(), Log: slog.New(slog.DiscardHandler), Progress: func(int) {},
	}
	dir := filepath.Join(parent, fmt.Sprintf("furnished-%d-%d", o.Conversations, o.Messages))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	fmt.Fprintf(b.out, "\nfurnishing a folder with %s conversations and %s messages\n", number(float64(o.Conversations)), number(float64(o.Messages)))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", err
	}
	var err error
	if o.Dir, err = os.MkdirTemp(parent, "furnishing-"); err != nil {
		return "", err
	}
	if _, err := furnish.Furnish(ctx, o); err != nil {
		return "", errors.Join(fmt.Errorf("furnish a folder: %w", err), os.RemoveAll(o.Dir))
	}
	return dir, os.Rename(o.Dir, dir) // only a whole one has the name
}

// starts starts the program a few times and answers how long each took until it served, and the last one, running.
func (b *bench) starts(ctx context.Context, dir string) (took []time.Duration, s *process, err error) {
	for range b.rounds(5) + 1 {
		if s != nil {
			if err := s.stop(); err != nil {
				return nil, nil, err
			}
		}
		if s, err = b.world.start(dir); err != nil {
			return nil, nil, err
		}
		ready, err := s.ready(ctx)
		if err != nil {
			return nil, nil, errors.Join(err, s.stop())
		}
		took = append(took, ready)
	}
	return took[1:], s, nil // the first one warms up, and migrates a folder of an older program
}

// reader is somebody of the furnished workplace.
type reader struct {
	token string
	c     *caller
}

// ask asks everything of one running server.
func (b *bench) ask(ctx context.Context, s *process, starts []time.Duration) error {
	clinic := furnish.Workplace(1)
	c, err := dialCaller(s.address, nil)
	if err != nil {
		return err
	}
	defer hangUp([]*caller{c})
	var readers []reader
	for n, role := range []desk.Role{desk.RoleAdmin, desk.RoleStaff, desk.RoleAgent} {
		var login struct {
			AccessToken string `json:"access_token"`
		}
		if err := ask(ctx, s, "/auth/login", "", map[string]string{"email": furnish.Email(role, n+1, clinic), "password": furnish.Password}, &login); err != nil {
			return err
		}
		readers = append(readers, reader{login.AccessToken, c})
	}
	path := "/api/v1/workplaces/" + clinic
	var stream []time.Duration
	for _, r := range readers {
		took, err := r.times(b.rounds(50), path+"/stream")
		if err != nil {
			return err
		}
		stream = append(stream, percentile(took, 50))
	}
	search := func(q string) (time.Duration, error) {
		took, err := readers[0].times(b.rounds(15), path+"/conversations?q="+url.QueryEscape(q))
		return percentile(took, 50), err
	}
	rare, err := search(furnish.Rare)
	if err != nil {
		return err
	}
	var worst time.Duration
	worstQuery := ""
	for _, q := range []string{furnish.Common, furnish.Common + " " + furnish.Rare, "a", "e", "s", "c p", "a e", "co pa", "que", "de la", "787", "0", "5501", "María", "zzzz", furnish.Rare + " zzzz", "a b c d e f"} {
		took, err := search(q)
		if err != nil {
			return err
		}
		if took > worst {
			worst, worstQuery = took, q
		}
	}
	missed, err := b.catchUp(s, readers[0], clinic, path)
	if err != nil {
		return err
	}
	costs, err := b.profile(ctx, s, 8, func() error {
		_, err := readers[0].times(100, path+"/stream")
		return err
	})
	if err != nil {
		return err
	}
	b.add(section{
		Goal: 8, Title: fmt.Sprintf("reads with %s conversations and %s messages", number(float64(b.size(100_000, 1000))), number(float64(b.size(1_000_000, 10_000)))),
		Figures: []figure{{Name: "catch-up, p90", Value: millis(percentile(missed, 90)), Unit: "ms"}},
		Verdicts: []verdict{
			atMost("Activity Stream, of the role that waits longest", millis(slices.Max(stream)), 10, "ms"),
			atMost("search for a rare word", millis(rare), 5, "ms"),
			atMost(fmt.Sprintf("the slowest of all queries, %q", worstQuery), millis(worst), 250, "ms"),
			atMost("1,000 missed events over the socket", millis(percentile(missed, 50)), 5, "ms"),
			atMost("from start to ready", millis(percentile(starts, 50)), 300, "ms"),
		},
		Notes: costs,
	})
	return nil
}

// times fetches a page again and again. The first time warms up.
func (r reader) times(n int, path string) ([]time.Duration, error) {
	var took []time.Duration
	for range n + 1 {
		a, err := r.c.get(path, r.token)
		if err != nil {
			return nil, err
		}
		if a.status != http.StatusOK {
			return nil, fmt.Errorf("GET %s: %d", path, a.status)
		}
		took = append(took, a.took)
	}
	return took[1:], nil
}

// catchUp opens sockets that have missed a thousand events, and answers how long each took from its hello to the last.
func (b *bench) catchUp(s *process, r reader, workplace, path string) ([]time.Duration, error) {
	if _, err := r.c.get(path+"/stream", r.token); err != nil {
		return nil, err
	}
	var head struct{ Seq int64 }
	if err := json.Unmarshal(r.c.body, &head); err != nil {
		return nil, fmt.Errorf("read the stream's seq: %w", err)
	}
	hello := clientFrame(opText, fmt.Appendf(nil, `{"type":"hello","token":"%s","since":{"%s":%d}}`, r.token, workplace, head.Seq-1000))
	var took []time.Duration
	for range b.rounds(20) + 1 {
		one, err := missedEvents(s.address, hello, eventsOf(workplace), head.Seq)
		if err != nil {
			return nil, err
		}
		took = append(took, one)
	}
	return took[1:], nil
}

// missedEvents opens a socket and reads until it has an event.
func missedEvents(address string, hello, mark []byte, until int64) (time.Duration, error) {
	fd, err := dialWebSocket(address, 0)
	if err != nil {
		return 0, err
	}
	defer syscall.Close(fd)
	began := time.Now()
	if _, err := syscall.Write(fd, hello); err != nil {
		return 0, err
	}
	b := make([]byte, 0, 1<<20)
	for last := int64(0); last < until; {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := syscall.Read(fd, b[len(b):cap(b)])
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil || n <= 0 {
			return 0, fmt.Errorf("catch up: %w", errors.Join(err, io.ErrUnexpectedEOF))
		}
		b = b[:len(b)+n]
		for {
			_, payload, size, err := nextFrame(b)
			if err != nil {
				return 0, err
			}
			if size == 0 {
				break
			}
			eachSeq(payload, mark, func(seq int64) { last = seq })
			b = b[size:]
		}
	}
	return time.Since(began), nil
}
