package faults

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// sector is what a disk writes whole or not at all.
const sector = 512

// What the shim writes down; the numbers are shim.c's.
const (
	opened = iota + 1
	created
	written
	truncated
	syncBegan
	syncEnded
	syncFailed
	unlinked
)

// mark begins each record, and header is how long what precedes its name is.
var mark = []byte("\x93rEc\xf1\x07\xe8\xb4")

const header = 8 + 4 + 4 + 8 + 8

// record is one line of the shim's: what was done to which file.
type record struct {
	kind   uint32
	name   string
	offset int64
	data   []byte
	end    int64 // of this record in the trace
}

// readTrace reads all that the shim wrote down.
func (d *disk) readTrace() []record {
	d.t.Helper()
	b, err := os.ReadFile(d.trace)
	if err != nil {
		d.t.Fatal(err)
	}
	var all []record
	for at := 0; at+header <= len(b); {
		next := len(b) // a kill cuts off what it was just writing down
		if n := bytes.Index(b[at+len(mark):], mark); n >= 0 {
			next = at + len(mark) + n
		}
		h := b[at+len(mark):]
		kind, name := binary.NativeEndian.Uint32(h), int(binary.NativeEndian.Uint32(h[4:]))
		offset, length := binary.NativeEndian.Uint64(h[8:]), int(binary.NativeEndian.Uint64(h[16:]))
		if at+header+name+length == next {
			rest := b[at+header : next]
			all = append(all, record{kind, string(rest[:name]), int64(offset), rest[name:], int64(next)})
		}
		at = next
	}
	return all
}

// file is a file as the disk has it, and what was done to it since that may not be on the disk.
type file struct {
	content []byte
	pending []record
	marks   map[int64]int // flush → how much was pending when it began
}

// platter is what a disk holds of a folder.
type platter struct {
	rng   *rand.Rand
	files map[string]*file // by the names that programs see
	names map[string]*file // by the names that are on the disk
	marks map[int64]map[string]*file
}

func newPlatter(seed uint64) *platter {
	return &platter{
		rng:   rand.New(rand.NewPCG(seed, 0)),
		files: map[string]*file{}, names: map[string]*file{}, marks: map[int64]map[string]*file{},
	}
}

// take carries out one record.
func (p *platter) take(r record) {
	f := p.files[r.name]
	switch {
	case r.kind == created, f == nil && r.name != "." && r.kind != unlinked: // Go made it, past the shim
		f = &file{marks: map[int64]int{}}
		p.files[r.name] = f
	}
	switch r.kind {
	case written, truncated:
		f.pending = append(f.pending, r)
	case unlinked:
		delete(p.files, r.name)
	case syncBegan:
		if r.name == "." {
			p.marks[r.offset] = maps.Clone(p.files)
		} else {
			f.marks[r.offset] = len(f.pending)
		}
	case syncEnded:
		if r.name == "." {
			p.names = p.marks[r.offset]
		} else {
			f.settle(r.offset, func(r record) { f.content = apply(f.content, r) })
		}
	case syncFailed:
		if r.name != "." {
			f.settle(r.offset, func(r record) { f.content = p.some(f.content, r) })
		}
	}
}

// settle decides the fate of what was pending when a flush began.
func (f *file) settle(flush int64, each func(record)) {
	n := f.marks[flush]
	for _, r := range f.pending[:n] {
		each(r)
	}
	f.pending = f.pending[n:]
	for other, mark := range f.marks {
		f.marks[other] = max(0, mark-n)
	}
	delete(f.marks, flush)
}

// apply is a file after a record.
func apply(content []byte, r record) []byte {
	if r.kind == truncated {
		if int64(len(content)) > r.offset {
			return content[:r.offset:r.offset]
		}
		return append(content, make([]byte, r.offset-int64(len(content)))...)
	}
	if end := r.offset + int64(len(r.data)); end > int64(len(content)) {
		content = append(content, make([]byte, end-int64(len(content)))...)
	}
	copy(content[r.offset:], r.data)
	return content
}

// some is a file after any part of a record.
func (p *platter) some(content []byte, r record) []byte {
	if r.kind == truncated {
		if p.rng.IntN(2) == 0 {
			return content
		}
		return apply(content, r)
	}
	keep := p.rng.Float64() // of this write's sectors
	for at := r.offset; at < r.offset+int64(len(r.data)); {
		end := min(at/sector*sector+sector, r.offset+int64(len(r.data)))
		if p.rng.Float64() < keep {
			content = apply(content, record{kind: written, offset: at, data: r.data[at-r.offset : end-r.offset]})
		}
		at = end
	}
	return content
}

// cut writes what is left after a power cut into a folder. A kind disk has lost everything that was not flushed; another
// one kept some of it, in no order.
func (p *platter) cut(t testing.TB, dir string, kind bool) {
	t.Helper()
	left := maps.Clone(p.names)
	if !kind {
		for name, f := range p.files { // names that may have reached the disk
			if p.rng.IntN(2) == 0 {
				left[name] = f
			}
		}
		for name := range p.names { // and names that may be gone
			if p.files[name] == nil && p.rng.IntN(2) == 0 {
				delete(left, name)
			}
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, f := range left {
		content := append([]byte(nil), f.content...)
		if !kind {
			for _, r := range f.pending {
				content = p.some(content, r)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// base is a folder's files before a program was started on them, as a disk that has all of them.
func (d *disk) base(dir string) *platter {
	d.t.Helper()
	seed := rand.Uint64()
	d.t.Logf("seed %d", seed)
	p := newPlatter(seed)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return p // it was not there yet
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			d.t.Fatal(err)
		}
		p.files[e.Name()] = &file{content: content, marks: map[int64]int{}}
	}
	p.names = maps.Clone(p.files)
	return p
}

// cuts replays a trace upon what the disk had before, and calls f with the folder as a cut at each of these places, which
// rise, leaves it.
func (d *disk) cuts(p *platter, places []int64, f func(n int, dir string)) {
	d.t.Helper()
	records, next := d.readTrace(), 0
	for n, place := range places {
		for next < len(records) && records[next].end <= place {
			p.take(records[next])
			next++
		}
		dir := filepath.Join(d.t.TempDir(), fmt.Sprint("cut-", n))
		p.cut(d.t, dir, n%3 == 0)
		f(n, dir)
		os.RemoveAll(dir)
	}
}
