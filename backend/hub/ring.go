package hub

import (
	"bytes"
	"fmt"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

// encoded is one event, or one customer's message, as it goes over the wire; seq is its place in its own order.
type encoded struct {
	seq   desk.Seq
	bytes []byte
}

// batch is a frame of encoded things that stand next to each other in their order.
type batch struct {
	frame       *Frame
	first, last desk.Seq
}

// What stands around a list in a frame.
const (
	eventsBegin   = `{"type":"` + wire.FrameEvents + `","events":[`
	messagesBegin = `{"type":"` + wire.FrameMessages + `","messages":[`
	listEnd       = `]}`
)

// batches packs a run into as few frames as there can be.
func batches(w desk.WorkplaceID, begin string, run []encoded) []batch {
	var made []batch
	for len(run) > 0 {
		n, size := 1, len(begin)+len(run[0].bytes)+len(listEnd)
		for n < len(run) && size+1+len(run[n].bytes) <= frameBytes {
			size += 1 + len(run[n].bytes)
			n++
		}
		b := bytes.NewBuffer(make([]byte, 0, size))
		b.WriteString(begin)
		for i, e := range run[:n] {
			if i > 0 {
				b.WriteByte(',')
			}
			b.Write(e.bytes)
		}
		b.WriteString(listEnd)
		made = append(made, batch{frame: &Frame{Workplace: w, Bytes: b.Bytes()}, first: run[0].seq, last: run[n-1].seq})
		run = run[n:]
	}
	return made
}

// encode writes events down. It refuses a run that does not follow on a seq without a gap.
func encode(events []desk.Event, after desk.Seq, d wire.Directory) ([]encoded, error) {
	run := make([]encoded, len(events))
	for i, e := range events {
		if after++; e.Seq != after {
			return nil, fmt.Errorf("the log answers event %d where %d follows", e.Seq, after)
		}
		b, err := marshal(wire.FromEvent(e, d))
		if err != nil {
			return nil, fmt.Errorf("encode event %d: %w", e.Seq, err)
		}
		run[i] = encoded{seq: e.Seq, bytes: b}
	}
	return run, nil
}

// ring keeps the newest encoded events, bounded in number and bytes.
type ring struct {
	maxEvents, maxBytes int

	events []encoded
	bytes  int
}

// push adds what follows.
func (r *ring) push(run []encoded) {
	for _, e := range run {
		r.events = append(r.events, e)
		r.bytes += len(e.bytes)
	}
	drop := 0
	for len(r.events)-drop > r.maxEvents || r.bytes > r.maxBytes {
		r.bytes -= len(r.events[drop].bytes)
		r.events[drop] = encoded{} // the array behind may outlive it
		drop++
	}
	r.events = r.events[drop:]
}

// forget lets go of everything: a text that was redacted must not be handed out again.
func (r *ring) forget() { r.events, r.bytes = nil, 0 }

// after answers what follows a seq, at most a frame's worth, until the next push; none where that is not kept (any more).
func (r *ring) after(seq desk.Seq) []encoded {
	if len(r.events) == 0 || seq+1 < r.events[0].seq {
		return nil
	}
	from := int(seq + 1 - r.events[0].seq)
	if from >= len(r.events) {
		return nil
	}
	n, size := 0, 0
	for n < len(r.events)-from && (n == 0 || size+len(r.events[from+n].bytes)+1 <= frameBytes-len(eventsBegin)-len(listEnd)) {
		size += len(r.events[from+n].bytes) + 1
		n++
	}
	return r.events[from : from+n]
}
