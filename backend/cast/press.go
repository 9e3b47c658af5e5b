package cast

import (
	"encoding/binary"
	"errors"
	"slices"
	"sync"
	"syscall"
	"time"

	"relevo/backend/hub"
)

const (
	runBytes = 64 << 10  // of a run; one frame alone may be larger
	keptRuns = 4         // distinct runs that a shard remembers in a round
	keptPage = 256 << 10 // a larger buffer is let go
)

// press makes the bytes of runs of frames, each once, and gives them to sockets. It is its user's alone.
type press struct {
	frames []*hub.Frame // of the run in hand
	runs   [keptRuns]run
	turn   int
	oldest time.Time // when the oldest news among the runs was heard of; zero: none is news

	// What write leaves for the function below, which is made once because each would cost an allocation.
	bytes []byte
	taken int
	err   error
	put   func(fd uintptr)
}

// run is a row of frames and its bytes.
type run struct {
	frames []*hub.Frame
	bytes  []byte
}

func newPress() *press {
	p := &press{}
	p.put = func(fd uintptr) { p.taken, p.err = give(int(fd), p.bytes) }
	return p
}

// presses are for those who write now and then.
var presses = sync.Pool{New: func() any { return newPress() }}

// print answers the bytes of the run in hand.
func (p *press) print() []byte {
	for i := range p.runs {
		if r := &p.runs[i]; slices.Equal(r.frames, p.frames) {
			return r.bytes
		}
	}
	r := &p.runs[p.turn]
	p.turn = (p.turn + 1) % keptRuns
	r.frames, r.bytes = append(r.frames[:0], p.frames...), r.bytes[:0]
	for _, f := range p.frames {
		r.bytes = append(appendHeader(r.bytes, len(f.Bytes)), f.Bytes...)
		if !f.Heard.IsZero() && (p.oldest.IsZero() || f.Heard.Before(p.oldest)) {
			p.oldest = f.Heard
		}
	}
	return r.bytes
}

// forget lets go of the frames, which others keep as long as they like.
func (p *press) forget() {
	for i := range p.runs {
		r := &p.runs[i]
		clear(r.frames)
		r.frames, r.bytes = r.frames[:0], r.bytes[:0]
		if cap(r.bytes) > keptPage {
			r.bytes = nil
		}
	}
	clear(p.frames)
	p.frames, p.oldest = p.frames[:0], time.Time{}
}

// write gives bytes to a socket and answers how many it took. It does not wait.
func (p *press) write(raw syscall.RawConn, b []byte) (int, error) {
	p.bytes = b
	err := raw.Control(p.put)
	p.bytes = nil
	if err != nil {
		return 0, err
	}
	return p.taken, p.err
}

// give writes what a socket takes at once.
func give(fd int, b []byte) (taken int, err error) {
	for {
		n, err := syscall.Write(fd, b)
		switch {
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EAGAIN):
			return 0, nil
		default:
			return max(n, 0), err
		}
	}
}

// The head of a text frame of a server: whole, not masked.
const (
	textFrame   = 0x81
	lengthIn16  = 126
	lengthIn64  = 127
	largestIn16 = 1<<16 - 1
)

// appendHeader writes the head of a frame.
func appendHeader(b []byte, length int) []byte {
	switch {
	case length < lengthIn16:
		return append(b, textFrame, byte(length))
	case length <= largestIn16:
		return binary.BigEndian.AppendUint16(append(b, textFrame, lengthIn16), uint16(length))
	}
	return binary.BigEndian.AppendUint64(append(b, textFrame, lengthIn64), uint64(length))
}

// wireSize is a frame's length with its head.
func wireSize(f *hub.Frame) int {
	switch n := len(f.Bytes); {
	case n < lengthIn16:
		return 2 + n
	case n <= largestIn16:
		return 4 + n
	default:
		return 10 + n
	}
}
