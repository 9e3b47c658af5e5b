package cast_test

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"relevo/backend/cast"
	"relevo/backend/desk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestFramesOfEverySizeArriveWhole(t *testing.T) {
	t.Parallel()
	r := newRig(cast.Options{})
	defer r.close()
	p := r.connect(t, true)
	var want []string
	for _, size := range []int{0, 1, 125, 126, 127, 65_535, 65_536, 300_000, 5} {
		f := frame(0, "a", 0)
		f.Bytes = []byte(strings.Repeat("é", size)[:size])
		want = append(want, string(f.Bytes))
		p.line.Send(f)
	}
	for i, w := range want {
		if _, got := p.next(); got != w {
			t.Errorf("frame %d: %d bytes instead of %d", i, len(got), len(w))
		}
	}
}

func TestWhatIsSentBeforeTheSocketIsThereWaits(t *testing.T) {
	t.Parallel()
	r := newRig(cast.Options{})
	defer r.close()
	p := r.connect(t, false)
	early := r.caster.Line(p)
	early.Send(frame(1, "a", 10))
	early.Drop("a")
	early.Send(frame(2, "b", 10))
	if n := early.Waiting(); n != 10 {
		t.Errorf("%d bytes wait", n)
	}
	early.Shut()
	if n := early.Waiting(); n != 0 {
		t.Errorf("%d bytes wait after the end", n)
	}
}

// TestNothingFollowsADrop fills a socket, so that the rest waits, and drops a workplace before the client reads on.
func TestNothingFollowsADrop(t *testing.T) {
	t.Parallel()
	r := newRig(cast.Options{})
	defer r.close()
	p := r.connect(t, true)
	filled := p.fill("filling")
	for n := range 50 {
		p.line.Send(frame(n, []desk.WorkplaceID{"a", "b"}[n%2], 100))
	}
	p.line.Drop("a")
	p.line.Send(frame(50, "a", 100))
	p.line.Send(frame(51, "", 100))
	for range filled {
		p.next()
	}
	var got []int
	for {
		_, payload := p.next()
		if strings.HasPrefix(payload, " 51") {
			break
		}
		n, _ := numbered(t, payload)
		got = append(got, n)
	}
	want := []int{}
	for n := 1; n < 50; n += 2 {
		want = append(want, n)
	}
	if want = append(want, 50); !slices.Equal(got, want) {
		t.Errorf("came: %v", got)
	}
}

func TestOnlyStuckLinesAreFull(t *testing.T) {
	t.Parallel()
	r := newRig(cast.Options{QueueBytes: 16 << 10})
	defer r.close()
	fine, stuck := r.connect(t, false), r.connect(t, true)
	stuck.fill("a")
	if q := stuck.line.Queue(); q.Since.IsZero() || time.Since(q.Since) > time.Minute {
		t.Errorf("it waits since %v", q.Since)
	}
	for n := range 12 { // more than may wait, less than a socket holds
		f := frame(n, "a", 4<<10)
		fine.line.Send(f)
		stuck.line.Send(f)
	}
	if fine.full.Load() > 0 || stuck.full.Load() == 0 {
		t.Errorf("full: %d who reads, %d who does not", fine.full.Load(), stuck.full.Load())
	}
	for range 12 {
		fine.next()
	}
}

// TestControlFramesOvertake writes one behind a full queue: it comes after the frame that is begun, not after all.
func TestControlFramesOvertake(t *testing.T) {
	t.Parallel()
	r := newRig(cast.Options{})
	defer r.close()
	p := r.connect(t, true)
	sent := p.fill("a")
	for range 100 {
		p.line.Send(frame(sent, "a", 4<<10))
		sent++
	}
	if _, err := p.line.Write([]byte{ping, 2, 'h', 'i'}); err != nil {
		t.Fatal(err)
	}
	before := 0
	for {
		kind, payload := p.next()
		if kind == ping {
			if payload != "hi" {
				t.Errorf("a ping of %q", payload)
			}
			break
		}
		before++
	}
	if before > sent-90 {
		t.Errorf("the ping came after %d of %d frames", before, sent)
	}
	for range sent - before {
		p.next()
	}
}

func TestControlFramesAreBounded(t *testing.T) {
	t.Parallel()
	r := newRig(cast.Options{})
	defer r.close()
	p := r.connect(t, true)
	p.fill("a")
	for n := 0; ; n++ {
		if _, err := p.line.Write([]byte{ping, 2, 'h', 'i'}); err != nil {
			return
		}
		if n > 4<<10 {
			t.Fatal("as many wait as anybody likes")
		}
	}
}

func TestWhoWaitsForRoomIsTold(t *testing.T) {
	t.Parallel()
	r := newRig(cast.Options{})
	defer r.close()
	p := r.connect(t, true)
	sent := p.fill("a")
	if p.line.Waiting() == 0 {
		t.Fatal("nothing waits")
	}
	for range sent {
		p.next()
	}
	<-p.drained
	if p.line.Waiting() != 0 || p.line.Queue().Stuck {
		t.Errorf("%+v", p.line.Queue())
	}
	p.line.Send(frame(1, "a", 10)) // and again by the shard
	p.next()
}

func TestAClientThatVanishesIsNoticed(t *testing.T) {
	t.Parallel()
	for _, stuck := range []bool{false, true} {
		r := newRig(cast.Options{})
		p := r.connect(t, true)
		if stuck {
			p.fill("a")
		}
		p.far.Close()
		for p.failed.Load() == 0 {
			p.line.Send(frame(1, "a", 100))
			runtime.Gosched()
		}
		if p.line.Waiting() != 0 {
			t.Error("it still takes frames")
		}
		r.close()
	}
}

// TestAnyOrderOfSending sends, writes control frames, drops, reads and ends at random on sockets that hold little. What
// arrives is in order, whole, and complete but for what was dropped.
func TestAnyOrderOfSending(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := newRig(cast.Options{})
		defer r.close()
		var models []*model
		for range 3 {
			models = append(models, &model{peer: r.connect(t, true), last: -1, dropped: map[desk.WorkplaceID]int{}})
		}
		n := 0
		some := func(t *rapid.T) *model { return rapid.SampledFrom(models).Draw(t, "line") }
		place := func(t *rapid.T) desk.WorkplaceID {
			return rapid.SampledFrom([]desk.WorkplaceID{"a", "b"}).Draw(t, "workplace")
		}
		t.Repeat(map[string]func(*rapid.T){
			"send to all": func(t *rapid.T) {
				w, size := place(t), rapid.SampledFrom([]int{10, 400, 5_000, 70_000}).Draw(t, "size")
				for range rapid.IntRange(1, 12).Draw(t, "frames") {
					f := frame(n, w, size)
					for _, m := range models {
						m.send(n, w)
						m.peer.line.Send(f)
					}
					n++
				}
			},
			"send to one": func(t *rapid.T) {
				m, w := some(t), place(t)
				m.send(n, w)
				m.peer.line.Send(frame(n, w, 100))
				n++
			},
			"ping": func(t *rapid.T) {
				m := some(t)
				if _, err := m.peer.line.Write([]byte{ping, 1, 'p'}); err != nil {
					t.Fatalf("%v", err)
				}
				m.pings++
			},
			"drop": func(t *rapid.T) {
				m, w := some(t), place(t)
				m.peer.line.Drop(w)
				m.dropped[w] = n
			},
			"read": func(t *rapid.T) {
				m := some(t)
				for range rapid.IntRange(1, 8).Draw(t, "frames") {
					if !m.certain() {
						return
					}
					m.read(t)
				}
			},
			"settle": func(t *rapid.T) { some(t).peer.settled() },
			"look":   func(t *rapid.T) { some(t).peer.line.Queue() },
		})
		for _, m := range models {
			m.send(n, "end")
			m.peer.line.Send(frame(n, "end", 0))
			for m.last < n || m.pings > 0 {
				m.read(t)
			}
		}
	})
}

// model is what a client must get.
type model struct {
	peer    *peer
	sent    []int // numbers that did not come yet
	places  []desk.WorkplaceID
	last    int
	pings   int
	dropped map[desk.WorkplaceID]int // what is before this number may be missing
}

func (m *model) send(n int, w desk.WorkplaceID) {
	m.sent, m.places = append(m.sent, n), append(m.places, w)
}

// certain tells whether something must come.
func (m *model) certain() bool {
	return m.pings > 0 || len(m.sent) > 0 && m.sent[len(m.sent)-1] >= m.dropped[m.places[len(m.sent)-1]]
}

// read takes a frame and holds that those before it came, or were dropped.
func (m *model) read(t *rapid.T) {
	kind, payload := m.peer.next()
	if kind == ping {
		m.pings--
		return
	}
	n, _ := numbered(t, payload)
	for {
		if len(m.sent) == 0 {
			t.Fatalf("frame %d comes twice or late", n)
		}
		next, w := m.sent[0], m.places[0]
		m.sent, m.places = m.sent[1:], m.places[1:]
		if next == n {
			break
		}
		if next >= m.dropped[w] {
			t.Fatalf("frame %d comes instead of %d", n, next)
		}
	}
	m.last = n
}

// TestManyReadersAtTheirOwnPace sends from two goroutines to readers that are quick, slow, or vanish in the middle.
// Each sender's frames come in its order, and all of them to whoever stays.
func TestManyReadersAtTheirOwnPace(t *testing.T) {
	t.Parallel()
	const frames, lines = 600, 16
	r := newRig(cast.Options{})
	defer r.close()
	var reading sync.WaitGroup
	for i := range lines {
		p := r.connect(t, i%3 == 0)
		reading.Go(func() {
			seen := map[string]int{}
			for n := range 2 * frames {
				if i%8 == 7 && n == 100 {
					p.far.Close()
					return
				}
				_, payload := p.next()
				k, w := numbered(t, payload)
				if k != seen[w] {
					t.Errorf("line %d: frame %d of %s comes instead of %d", i, k, w, seen[w])
					return
				}
				seen[w]++
				if i%3 == 1 {
					runtime.Gosched()
				}
			}
		})
	}
	var sending sync.WaitGroup
	for _, w := range []desk.WorkplaceID{"a", "b"} {
		sending.Go(func() {
			for n := range frames {
				f := frame(n, w, 300)
				for _, p := range r.peers {
					p.line.Send(f)
				}
			}
		})
	}
	sending.Wait()
	reading.Wait()
}
