package web

import (
	"time"

	"relevo/backend/wire"
)

// This file is whatever has its time: one goroutine and one ticker for all sockets instead of timers for each.

// sweepEvery is short enough that nothing due comes late.
func (all *sockets) sweepEvery() time.Duration {
	every := 500 * time.Millisecond
	for _, d := range []time.Duration{all.live.HelloTimeout, all.live.Ping, all.live.Pong, all.live.QueueAge} {
		if d > 0 {
			every = min(every, d/8)
		}
	}
	return max(every, 10*time.Millisecond)
}

// sweepAll looks after every socket.
func (all *sockets) sweepAll() {
	ticker := time.NewTicker(all.sweepEvery())
	defer ticker.Stop()
	for {
		select {
		case <-all.stop:
			return
		case <-ticker.C:
			now := all.now()
			for _, k := range all.everyone() {
				k.sweep(now)
			}
		}
	}
}

// sweep does what is due: closing who is too slow or silent or says no hello, and asking who lives.
func (k *socket) sweep(now time.Time) {
	live, waits := k.all.live, k.line.Queue()
	k.mu.Lock()
	code, closed, welcomed := k.code, k.closed, k.welcomed
	k.mu.Unlock()
	switch {
	case code != 0:
		k.bury(now.Sub(closed))
	case !welcomed && live.HelloTimeout > 0 && now.Sub(k.began) >= live.HelloTimeout:
		k.Close(wire.CloseNoHello, "no hello came")
	case !waits.Since.IsZero() && live.QueueAge > 0 && now.Sub(waits.Since) >= live.QueueAge:
		k.Close(wire.CloseTooSlow, "what was sent is not read")
	case live.Ping > 0:
		k.ping(now)
	}
}

// bury takes a socket that is being closed out of everything, and ends it when the client has had its time.
func (k *socket) bury(since time.Duration) {
	k.guard(k.talk.leave)
	if since >= linger {
		k.cut()
	}
}

// pingFrame is a ping without a word, whole as it goes out: the library's own takes a goroutine that waits for the pong.
var pingFrame = []byte{0x89, 0}

// ping asks whether the client lives, and closes the socket of one who does not answer.
func (k *socket) ping(now time.Time) {
	live := k.all.live
	asked, answered := now.Sub(k.pinged), !time.Unix(0, k.heard.Load()).Before(k.pinged)
	switch {
	case !answered && asked+2*k.all.sweepEvery() >= live.Pong: // in time, although nobody looks all the time
		k.Close(wire.CloseTooSlow, "no pong came")
	case answered && asked >= live.Ping:
		k.pinged = now
		_, _ = k.line.Write(pingFrame) // whether it was answered shows in heard
	}
}
