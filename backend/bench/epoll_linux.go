package bench

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

const (
	loops       = 2       // goroutines that read for a crowd
	readBuffer  = 1 << 18 // bytes that are read at once
	dialing     = 64      // connections that are opened at the same time
	perAddress  = 5000    // connections from one source address
	dialTimeout = 10 * time.Second
)

// loop waits for some of a crowd's connections.
type loop struct {
	crowd *crowd
	epoll int
	stop  int // a pipe's end that wakes it for the last time
	ended chan struct{}

	mu sync.Mutex // guards of
	of map[int32]*watch
}

// newCrowd is a crowd without anybody, that can't connect yet.
func newCrowd() (*crowd, error) {
	c := &crowd{}
	for range loops {
		epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
		if err != nil {
			return nil, os.NewSyscallError("epoll_create1", err)
		}
		var pipe [2]int
		if err := syscall.Pipe2(pipe[:], syscall.O_CLOEXEC); err != nil {
			return nil, os.NewSyscallError("pipe2", err)
		}
		l := &loop{crowd: c, epoll: epoll, stop: pipe[1], ended: make(chan struct{}), of: map[int32]*watch{}}
		if err := syscall.EpollCtl(epoll, syscall.EPOLL_CTL_ADD, pipe[0], &syscall.EpollEvent{Events: syscall.EPOLLIN | syscall.EPOLLHUP, Fd: int32(pipe[0])}); err != nil {
			return nil, os.NewSyscallError("epoll_ctl", err)
		}
		c.loops = append(c.loops, l)
		go l.run(pipe[0])
	}
	return c, nil
}

// run reads until the crowd goes home.
func (l *loop) run(stop int) {
	defer close(l.ended)
	defer syscall.Close(stop)
	defer syscall.Close(l.epoll)
	buffer := make([]byte, readBuffer)
	ready := make([]syscall.EpollEvent, 256)
	for {
		n, err := syscall.EpollWait(l.epoll, ready, -1)
		if err != nil && !errors.Is(err, syscall.EINTR) {
			return
		}
		for _, e := range ready[:max(n, 0)] {
			if e.Fd == int32(stop) {
				return
			}
			l.mu.Lock() // while it reads, nobody closes: the number might be another's at once
			if w := l.of[e.Fd]; w != nil {
				l.read(w, buffer)
			}
			l.mu.Unlock()
		}
	}
}

// read takes what is there, once: what is left makes the loop come back. l.mu must be held.
func (l *loop) read(w *watch, buffer []byte) {
	n, err := syscall.Read(w.fd, buffer)
	if n > 0 {
		l.crowd.take(w, buffer[:n])
		return
	}
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR) {
		return
	}
	w.code.CompareAndSwap(0, noCode)
	l.forget(w)
}

// forget closes a watcher's connection. l.mu must be held.
func (l *loop) forget(w *watch) {
	if l.of[int32(w.fd)] == w {
		delete(l.of, int32(w.fd))
		syscall.Close(w.fd)
	}
}

// send writes a few bytes; a watcher that can't be written to will be noticed when it is read.
func (w *watch) send(b []byte) { _, _ = syscall.Write(w.fd, b) }

// join adds watchers and waits until all were welcomed.
func (c *crowd) join(n int) error {
	before := len(c.all())
	joined := make([]*watch, n)
	var failed error
	var once sync.Once
	var dialers sync.WaitGroup
	next := make(chan int)
	for range min(n, dialing) {
		dialers.Go(func() {
			for i := range next {
				w, err := c.open(before+i, -1)
				if err != nil {
					once.Do(func() { failed = err })
					continue
				}
				joined[i] = w
				c.read(w, before+i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	dialers.Wait()
	if failed != nil {
		return failed
	}
	c.mu.Lock()
	c.watches = append(c.watches, joined...)
	c.mu.Unlock()
	return await(30*time.Second, "everybody is welcomed", func() bool {
		for _, w := range joined {
			if !w.welcomed.Load() && w.code.Load() == 0 {
				return false
			}
		}
		return true
	})
}

// read has a loop read for an open watcher from now on.
func (c *crowd) read(w *watch, i int) {
	l := c.loops[i%len(c.loops)]
	w.loop = l
	l.mu.Lock()
	l.of[int32(w.fd)] = w
	l.mu.Unlock()
	_ = syscall.SetNonblock(w.fd, true)
	if err := syscall.EpollCtl(l.epoll, syscall.EPOLL_CTL_ADD, w.fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(w.fd)}); err != nil {
		w.code.CompareAndSwap(0, noCode)
	}
}

// cut ends a watcher's connection as a broken network does.
func (w *watch) cut() {
	reset := &syscall.Linger{Onoff: 1}
	if w.loop == nil {
		_ = syscall.SetsockoptLinger(w.fd, syscall.SOL_SOCKET, syscall.SO_LINGER, reset)
		syscall.Close(w.fd)
		return
	}
	w.loop.mu.Lock()
	defer w.loop.mu.Unlock()
	if w.loop.of[int32(w.fd)] == w {
		_ = syscall.SetsockoptLinger(w.fd, syscall.SOL_SOCKET, syscall.SO_LINGER, reset)
		w.loop.forget(w)
	}
}

// leave ends everybody's connection and the loops.
func (c *crowd) leave() {
	for _, w := range c.all() {
		w.cut()
	}
	for _, l := range c.loops {
		syscall.Close(l.stop)
		<-l.ended
	}
}

// dialTCP opens a connection. The n-th source address keeps the ports of one from running out.
func dialTCP(address string, n int) (fd int, err error) {
	to, err := net.ResolveTCPAddr("tcp4", address)
	if err != nil {
		return 0, err
	}
	fd, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, os.NewSyscallError("socket", err)
	}
	_ = syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
	if err = syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, byte(1 + n)}}); err == nil {
		err = syscall.Connect(fd, &syscall.SockaddrInet4{Port: to.Port, Addr: [4]byte(to.IP.To4())})
	}
	if err != nil {
		syscall.Close(fd)
		return 0, os.NewSyscallError("connect", err)
	}
	limit := syscall.NsecToTimeval(int64(dialTimeout)) // not for connecting, which a signal would interrupt then
	_ = syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &limit)
	return fd, nil
}

// readUntil sends a request and reads until something came.
func readUntil(fd int, request string, mark []byte) ([]byte, error) {
	if _, err := syscall.Write(fd, []byte(request)); err != nil {
		return nil, os.NewSyscallError("write", err)
	}
	answer := make([]byte, 0, 4096)
	for !bytes.Contains(answer, mark) {
		n, err := syscall.Read(fd, answer[len(answer):cap(answer)])
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil || n <= 0 {
			return nil, fmt.Errorf("wait for the answer: %w", cmp.Or(os.NewSyscallError("read", err), io.ErrUnexpectedEOF))
		}
		answer = answer[:len(answer)+n]
	}
	return answer, nil
}

// dialWebSocket opens a connection and shakes hands. The server says nothing more before hello, so that whatever comes
// is the answer alone.
func dialWebSocket(address string, n int) (int, error) {
	fd, err := dialTCP(address, n)
	if err != nil {
		return 0, err
	}
	answer, err := readUntil(fd, "GET /api/v1/live HTTP/1.1\r\nHost: "+address+"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", []byte("\r\n\r\n"))
	if err == nil && !bytes.HasPrefix(answer, []byte("HTTP/1.1 101")) {
		status, _, _ := bytes.Cut(answer, []byte("\r\n"))
		err = fmt.Errorf("the handshake was answered %q", status)
	}
	if err != nil {
		syscall.Close(fd)
		return 0, err
	}
	return fd, nil
}

// childAttributes has a server end with the bench, however that ends.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// fdatasync waits until what was written to a file is on the disk.
func fdatasync(f *os.File) error {
	return os.NewSyscallError("fdatasync", syscall.Fdatasync(int(f.Fd())))
}
