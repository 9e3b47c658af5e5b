package faults

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"syscall"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// shift is a program at work under a checker: people and a customer who write, and clients who follow.
type shift struct {
	p         *rig.Program
	sol       *rig.Person
	checker   *rig.Checker
	followers []*rig.Follower
	stop      chan struct{}
	writers   sync.WaitGroup
}

func newShift(t *testing.T, flags ...string) *shift {
	t.Helper()
	p := rig.Start(t, small, append([]string{"--rate-limits", "off", "--access-ttl", "1h"}, flags...)...)
	s := &shift{p: p, sol: p.Login("sol@sonrisas.example"), checker: rig.NewChecker(), stop: make(chan struct{})}
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	if _, ok := s.checker.Do(customer, "/api/v1/chat/messages", rig.Object{"text": "the first line"}, "first", s.stop); !ok {
		t.Fatal("nothing was begun")
	}
	s.followers = append(s.followers, s.checker.Follow(s.sol, "sonrisas"), s.checker.Follow(s.sol, "sonrisas"))
	for n := range 4 {
		s.write(s.sol, "/api/v1/conversations/"+c+"/notes", fmt.Sprint("note ", n))
		s.write(s.sol, "/api/v1/conversations/"+c+"/messages", fmt.Sprint("reply ", n))
	}
	s.write(customer, "/api/v1/chat/messages", "customer")
	return s
}

func (s *shift) write(who *rig.Person, path, name string) {
	s.writers.Go(func() {
		for n := 0; rig.Open(s.stop); n++ {
			text := fmt.Sprint(name, ", line ", n)
			s.checker.Do(who, path, rig.Object{"text": text}, text, s.stop)
		}
	})
}

// acks waits for so many more commands to be acknowledged.
func (s *shift) acks(more int) {
	s.p.T.Helper()
	aim := s.checker.Acks() + more
	rig.Eventually(s.p.T, calm, fmt.Sprint(more, " more commands are acknowledged"), func() bool { return s.checker.Acks() >= aim })
}

// end holds everything that clients were told against the log, and the log against what is derived from it.
func (s *shift) end(t *testing.T) {
	t.Helper()
	close(s.stop)
	s.writers.Wait()
	log := s.sol.Log("sonrisas")
	for _, f := range s.followers {
		f.Reach("sonrisas", int64(len(log)), calm)
		f.Stop()
	}
	s.checker.Check(t, "sonrisas", log)
	s.p.Kill()
	s.p.Verified()
	t.Logf("%d commands acknowledged, %d events", s.checker.Acks(), len(log))
}

// TestPromise01_KillsAtAnyInstant kills the program under load, sometimes while it starts, and verifies what each kill
// leaves, while clients retry and come back. Nothing that was acknowledged is lost or doubled; no client has a gap.
func TestPromise01_KillsAtAnyInstant(t *testing.T) {
	t.Parallel()
	s := newShift(t)
	kills := times(5, 300)
	for n := range kills {
		s.acks(rand.IntN(60))
		s.p.Kill()
		if n%2 == 0 {
			s.p.Verified()
		}
		if n%3 == 0 {
			killed(t, s.p, time.Duration(10+rand.IntN(400))*time.Millisecond)
		}
		s.p.Launch()
	}
	s.acks(20)
	s.end(t)
	t.Logf("%d kills", kills)
}

// TestPromise03_AStoppedProcessGoesOn stops the whole process for seconds, as a machine that is moved or sleeps, with
// sockets that expect a sign of life every 300 ms: to the program the time between is a jump of the clock. Whoever lost
// their socket comes back without a gap.
func TestPromise03_AStoppedProcessGoesOn(t *testing.T) {
	t.Parallel()
	s := newShift(t, "--ping", "300ms", "--pong", "300ms", "--queue-age", "1s")
	for range times(2, 40) {
		s.acks(30)
		s.p.Signal(syscall.SIGSTOP)
		<-time.After(time.Duration(1000+rand.IntN(1500)) * time.Millisecond) // the fault is that much time
		s.p.Signal(syscall.SIGCONT)
	}
	s.acks(30)
	s.end(t)
}
