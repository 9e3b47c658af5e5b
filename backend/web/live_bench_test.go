package web

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"relevo/backend/auth"
	"relevo/backend/desk"
)

// enrol gives so many people a token.
func (r *liveRoom) enrol(people int) {
	for i := range people {
		user := fmt.Sprint("u", i)
		r.grant("token of "+user, auth.Identity{User: desk.UserID(user), Session: auth.SessionID("login-" + user), Expires: time.Now().Add(time.Hour)})
	}
}

// detached gives up the Go side of a client's connection and keeps the bare socket, which costs nothing in this process.
func detached(b *testing.B, conn net.Conn) int {
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		b.Fatal(err)
	}
	copied := -1
	if err := raw.Control(func(fd uintptr) { copied, err = syscall.Dup(int(fd)) }); err != nil || copied < 0 {
		b.Fatal(err)
	}
	conn.Close()
	return copied
}

// BenchmarkIdleSockets tells what one of many sockets costs that nothing happens on: everything that is in the heap and
// on stacks after a collection, of the hub and the presence too.
func BenchmarkIdleSockets(b *testing.B) {
	const sockets, people = 4000, 400
	for range b.N {
		r := newLiveRoom(b)
		r.enrol(people)
		before := inUse()
		var fds []int
		for i := range sockets {
			fds = append(fds, detached(b, r.watcher(fmt.Sprint("u", i%people))))
		}
		for _, fd := range fds { // pongs and frames must leave nothing behind either
			_, _ = syscall.Write(fd, []byte("\x8a\x80\x00\x00\x00\x00"))
			_, _ = syscall.Write(fd, []byte("\x89\x82\x00\x00\x00\x00hi"))
			_, _ = syscall.Write(fd, []byte(masked(`{"type":"viewing","conversation":null}`)))
			_, _ = syscall.Write(fd, []byte("\x89\x82\x00\x00\x00\x00hi"))
		}
		time.Sleep(2 * time.Second)
		after := inUse()
		b.ReportMetric(float64(after.heap-before.heap)/sockets, "heap-B/socket")
		b.ReportMetric(float64(after.stack-before.stack)/sockets, "stack-B/socket")
		b.ReportMetric(0, "ns/op")
		if file := os.Getenv("HEAP_PROFILE"); file != "" {
			f, _ := os.Create(file)
			_ = pprof.Lookup("heap").WriteTo(f, 0)
			f.Close()
		}
		for _, fd := range fds {
			_ = syscall.Close(fd)
		}
		r.close()
	}
}

type memory struct{ heap, stack int64 }

func inUse() memory {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return memory{int64(m.HeapAlloc), int64(m.StackInuse)}
}

// BenchmarkDeliveries has a thousand watchers get events as fast as the slowest of them takes them: through the hub and
// the sockets, and from a bare broadcast that does nothing but write the same bytes, so that the one can be seen as a
// part of the other.
func BenchmarkDeliveries(b *testing.B) {
	const watchers, ahead = 1000, 1024
	b.Run("relevo", func(b *testing.B) {
		r := newLiveRoom(b)
		r.enrol(watchers)
		var c crowd
		for i := range watchers {
			c.watch(r.watcher(fmt.Sprint("u", i)))
		}
		c.saturate(b, ahead, func() { r.say("mine", 1, 180) })
		c.end()
		r.close()
	})
	b.Run("bare", func(b *testing.B) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		var c crowd
		all := newBare(runtime.GOMAXPROCS(0))
		for i := range watchers {
			conn, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				b.Fatal(err)
			}
			near, err := listener.Accept()
			if err != nil {
				b.Fatal(err)
			}
			all.add(b, i, near.(*net.TCPConn))
			c.watch(conn)
		}
		c.saturate(b, ahead, func() { all.publish() })
		all.end()
		c.end()
		listener.Close()
	})
}

// mark begins every event, however many of them are in a frame.
var mark = []byte(`{"workplace":"a","seq":`)

// crowd are clients that count events.
type crowd struct {
	got     []atomic.Int64
	conns   []net.Conn
	reading sync.WaitGroup
}

func (c *crowd) watch(conn net.Conn) { c.conns = append(c.conns, conn) }

// read counts marks, also those that two reads share.
func (c *crowd) read(i int) {
	b, kept := make([]byte, 16<<10), 0
	for {
		n, err := c.conns[i].Read(b[kept:])
		if err != nil {
			return
		}
		n += kept
		c.got[i].Add(int64(bytes.Count(b[:n], mark)))
		if kept = min(n, len(mark)-1); bytes.HasSuffix(b[:n], mark) {
			kept = 0
		}
		copy(b, b[n-kept:n])
	}
}

func (c *crowd) slowest() int64 {
	least := c.got[0].Load()
	for i := range c.got {
		least = min(least, c.got[i].Load())
	}
	return least
}

// saturate publishes b.N events, of which so many may be under way.
func (c *crowd) saturate(b *testing.B, ahead int64, publish func()) {
	c.got = make([]atomic.Int64, len(c.conns))
	for i := range c.conns {
		c.reading.Go(func() { c.read(i) })
	}
	b.ResetTimer()
	cpu := processCPU()
	for n := range int64(b.N) {
		if n%64 == 0 {
			for c.slowest() < n-ahead {
				time.Sleep(time.Millisecond)
			}
		}
		publish()
	}
	for c.slowest() < int64(b.N) {
		time.Sleep(time.Millisecond)
	}
	deliveries := float64(b.N * len(c.conns))
	b.ReportMetric(deliveries/b.Elapsed().Seconds(), "deliveries/s")
	b.ReportMetric(float64((processCPU()-cpu).Nanoseconds())/deliveries, "cpu-ns/delivery")
}

func (c *crowd) end() {
	for _, conn := range c.conns {
		conn.Close()
	}
	c.reading.Wait()
}

// processCPU is what the readers took too.
func processCPU() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// bare writes one ready-made event over and over: as many at a time as wait, at most 64 KiB.
type bare struct {
	head   atomic.Int64
	shards []*bareShard
	ending sync.WaitGroup
}

type bareShard struct {
	conns []syscall.RawConn
	files []*net.TCPConn
	owed  [][]byte // what a socket did not take
	news  chan struct{}
}

func newBare(shards int) *bare {
	all := &bare{}
	for range shards {
		all.shards = append(all.shards, &bareShard{news: make(chan struct{}, 1)})
	}
	return all
}

func (all *bare) add(b *testing.B, i int, conn *net.TCPConn) {
	raw, err := conn.SyscallConn()
	if err != nil {
		b.Fatal(err)
	}
	_ = conn.SetWriteBuffer(sendBuffer)
	s := all.shards[i%len(all.shards)]
	s.conns, s.files, s.owed = append(s.conns, raw), append(s.files, conn), append(s.owed, nil)
	if i == 0 {
		for _, s := range all.shards {
			all.ending.Go(func() { all.run(s) })
		}
	}
}

func (all *bare) publish() {
	all.head.Add(1)
	for _, s := range all.shards {
		select {
		case s.news <- struct{}{}:
		default:
		}
	}
}

func (all *bare) end() {
	for _, s := range all.shards {
		close(s.news)
	}
	all.ending.Wait()
	for _, s := range all.shards {
		for _, conn := range s.files {
			conn.Close()
		}
	}
}

// run is a shard.
func (all *bare) run(s *bareShard) {
	event := append(append([]byte{}, mark...), make([]byte, 406-len(mark))...)
	tape := bytes.Repeat(event, sendBuffer/2/len(event))
	at := int64(0)
	again := time.NewTicker(time.Millisecond)
	defer again.Stop()
	for {
		select {
		case _, ok := <-s.news:
			if !ok {
				return
			}
		case <-again.C:
		}
		n := min(all.head.Load()-at, int64(len(tape)/len(event)))
		at += n
		for i, raw := range s.conns {
			out := tape[:int(n)*len(event)]
			if len(s.owed[i]) > 0 {
				out = append(s.owed[i], out...)
			}
			if len(out) == 0 {
				continue
			}
			taken := 0
			_ = raw.Control(func(fd uintptr) { taken, _ = syscall.Write(int(fd), out) })
			s.owed[i] = append(s.owed[i][:0], out[max(taken, 0):]...)
		}
		if n > 0 {
			select {
			case s.news <- struct{}{}:
			default:
			}
		}
	}
}
