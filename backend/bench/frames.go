package bench

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// The kinds of frames, by their opcode.
const (
	opText  = 0x1
	opClose = 0x8
	opPing  = 0x9
	opPong  = 0xA
)

// largestFrame is beyond what any of the servers sends in one.
const largestFrame = 16 << 20

var errFrame = errors.New("not a server's WebSocket frame")

// nextFrame cuts the first frame off what came. size is 0 where it is not all there yet.
func nextFrame(b []byte) (op byte, payload []byte, size int, err error) {
	if len(b) < 2 {
		return 0, nil, 0, nil
	}
	if b[0]&0xF0 != 0x80 || b[1]&0x80 != 0 {
		return 0, nil, 0, errFrame // a fragment, an extension's or masked: none of our servers sends such
	}
	length, head := uint64(b[1]&0x7F), 2
	switch length {
	case 126:
		head = 4
	case 127:
		head = 10
	}
	if len(b) < head {
		return 0, nil, 0, nil
	}
	switch head {
	case 4:
		length = uint64(binary.BigEndian.Uint16(b[2:]))
	case 10:
		length = binary.BigEndian.Uint64(b[2:])
	}
	if length > largestFrame {
		return 0, nil, 0, errFrame
	}
	size = head + int(length)
	if len(b) < size {
		return 0, nil, 0, nil
	}
	return b[0] & 0x0F, b[head:size], size, nil
}

// clientFrame is a frame as a client has to send it. The mask is zero, which leaves the payload as it is.
func clientFrame(op byte, payload []byte) []byte {
	f := []byte{0x80 | op}
	switch n := len(payload); {
	case n < 126:
		f = append(f, 0x80|byte(n))
	case n < 1<<16:
		f = binary.BigEndian.AppendUint16(append(f, 0x80|126), uint16(n))
	default:
		f = binary.BigEndian.AppendUint64(append(f, 0x80|127), uint64(n))
	}
	return append(append(f, 0, 0, 0, 0), payload...)
}

// serverFrame is a text frame as a server sends it.
func serverFrame(payload []byte) []byte {
	f := clientFrame(opText, nil)[:1]
	switch n := len(payload); {
	case n < 126:
		f = append(f, byte(n))
	case n < 1<<16:
		f = binary.BigEndian.AppendUint16(append(f, 126), uint16(n))
	default:
		f = binary.BigEndian.AppendUint64(append(f, 127), uint64(n))
	}
	return append(f, payload...)
}

// The beginnings by which frames and events are told apart without reading them as JSON: the server's own order of
// fields, which its golden tests hold.
var (
	eventsFrame  = []byte(`{"type":"events"`)
	welcomeFrame = []byte(`{"type":"welcome"`)
	resyncFrame  = []byte(`{"type":"resync"`)
	eventMark    = []byte(`{"workplace":"` + workplace + `","seq":`)
	welcomeMark  = []byte(`"` + workplace + `":{"seq":`)
)

// eventsOf is how a workplace's events begin.
func eventsOf(workplace string) []byte { return []byte(`{"workplace":"` + workplace + `","seq":`) }

// eachSeq calls f with the seq of every event in a payload.
func eachSeq(payload, mark []byte, f func(seq int64)) {
	for {
		i := bytes.Index(payload, mark)
		if i < 0 {
			return
		}
		payload = payload[i+len(mark):]
		f(digits(payload))
	}
}

// seqAfter is the number after the first mark, -1 where there is none.
func seqAfter(payload, mark []byte) int64 {
	i := bytes.Index(payload, mark)
	if i < 0 {
		return -1
	}
	return digits(payload[i+len(mark):])
}

// digits reads a number's digits.
func digits(b []byte) (n int64) {
	for _, c := range b {
		if c < '0' || c > '9' {
			return n
		}
		n = n*10 + int64(c-'0')
	}
	return n
}
