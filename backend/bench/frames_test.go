package bench

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// FuzzFrames reads whatever comes: a frame lies within the bytes, none is made up, and a part of a stream never says
// something else than the whole.
func FuzzFrames(f *testing.F) {
	f.Add(serverFrame([]byte("short")), 3)
	f.Add(serverFrame(bytes.Repeat([]byte("a"), 200)), 4)
	f.Add(serverFrame(bytes.Repeat([]byte("b"), 70_000)), 9)
	f.Add([]byte{0x81, 127, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, 0)
	f.Add([]byte{0x88, 2, 0x03, 0xE9}, 1)
	f.Add(clientFrame(opText, []byte("masked")), 2)
	f.Fuzz(func(t *testing.T, b []byte, cut int) {
		op, payload, size, err := nextFrame(b)
		if err != nil || size == 0 {
			if payload != nil || size != 0 {
				t.Fatalf("no frame, but %d bytes of %d", size, len(b))
			}
			return
		}
		if size > len(b) || len(payload) > size || !bytes.HasSuffix(b[:size], payload) || op > 0xF {
			t.Fatalf("a frame of %d bytes in %d, its payload has %d", size, len(b), len(payload))
		}
		if cut >= 0 && cut < size {
			if _, _, size, err := nextFrame(b[:cut]); size != 0 || err != nil {
				t.Fatalf("%d bytes of a frame are read as %d, %v", cut, size, err)
			}
		}
	})
}

func TestFramesOfEveryLengthAreRead(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 125, 126, 65_535, 65_536, 100_000} {
		payload := bytes.Repeat([]byte("x"), n)
		op, got, size, err := nextFrame(append(serverFrame(payload), "more"...))
		if err != nil || op != opText || !bytes.Equal(got, payload) || size != len(serverFrame(payload)) {
			t.Errorf("a frame of %d bytes is read as %d of kind %d, %v", n, len(got), op, err)
		}
	}
}

// events is a frame as the program sends it.
func eventFrame(seqs ...int64) []byte {
	var events []string
	for _, seq := range seqs {
		events = append(events, fmt.Sprintf(`{"workplace":"bench","seq":%d,"conversation":"C","kind":"conversation.seen","data":{"seq":3}}`, seq))
	}
	return serverFrame([]byte(`{"type":"events","events":[` + strings.Join(events, ",") + `]}`))
}

// TestWatchersCountInWhateverPiecesItComes cuts one stream at every place.
func TestWatchersCountInWhateverPiecesItComes(t *testing.T) {
	t.Parallel()
	stream := bytes.Join([][]byte{serverFrame([]byte(`{"type":"welcome","session":"s","workplaces":{"bench":{"seq":40}},"ping_seconds":20}`)), eventFrame(41), serverFrame([]byte(`{"type":"presence","workplace":"bench","users":[]}`)), eventFrame(42, 43, 44)}, nil)
	for cut := range len(stream) {
		c, w := &crowd{}, &watch{fd: -1}
		w.seq.Store(-1)
		c.takeFrames(w, stream[:cut])
		c.takeFrames(w, stream[cut:])
		if !w.welcomed.Load() || w.seq.Load() != 44 || c.events.Load() != 4 || w.faults.Load() != 0 {
			t.Fatalf("cut at %d: welcomed %v, seq %d, %d events, %d faults", cut, w.welcomed.Load(), w.seq.Load(), c.events.Load(), w.faults.Load())
		}
	}
}

func TestWatchersNoticeWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, frames := range map[string][][]byte{
		"a gap":                   {eventFrame(41), eventFrame(43)},
		"a gap inside of a frame": {eventFrame(41, 43)},
		"a repeat":                {eventFrame(41), eventFrame(41)},
		"the wrong order":         {eventFrame(42, 41)},
		"something else":          {[]byte("HTTP/1.1 500 Internal Server Error\r\n\r\n")},
		"a resync":                {serverFrame([]byte(`{"type":"resync","workplace":"bench","seq":90}`))},
		"a close":                 {{0x88, 2, 0x11, 0x4D}},
	} {
		c, w := &crowd{}, &watch{fd: -1}
		w.seq.Store(40)
		c.watches = []*watch{w}
		if err := c.trouble(); err != nil {
			t.Fatalf("before anything came: %v", err)
		}
		for _, f := range frames {
			c.takeFrames(w, f)
		}
		if c.trouble() == nil {
			t.Errorf("nobody notices %s", name)
		}
		if name == "a close" && w.code.Load() != 4429 {
			t.Errorf("the code is read as %d", w.code.Load())
		}
	}
}

func TestThePeersEventsAreCountedInWhateverPiecesTheyCome(t *testing.T) {
	t.Parallel()
	one := []byte("9f\r\nid:x\nevent:messages/*\ndata:{\"action\":\"create\",\"record\":{}}\n\n\r\n")
	stream := append(bytes.Clone(one), one...)
	for cut := range len(stream) {
		c, w := &crowd{}, &watch{}
		c.takeStream(w, stream[:cut])
		c.takeStream(w, stream[cut:])
		if c.events.Load() != 2 || w.seq.Load() != 2 {
			t.Fatalf("cut at %d: %d events", cut, c.events.Load())
		}
	}
}

func TestTheLastWatcherStopsTheClock(t *testing.T) {
	t.Parallel()
	s := newStamps(10, 2, 3)
	for range 2 {
		s.came(11, s.began.Add(5))
	}
	if _, ok := s.at(11); ok {
		t.Error("two of three are all")
	}
	s.came(11, s.began.Add(7))
	s.came(9, s.began.Add(1)) // of an earlier measurement
	s.came(12, s.began.Add(1))
	if at, ok := s.at(11); !ok || at.Sub(s.began) != 7 {
		t.Errorf("the last one came at %v, %v", at.Sub(s.began), ok)
	}
	if _, ok := s.at(10); ok {
		t.Error("an event that nobody has is everywhere")
	}
}
