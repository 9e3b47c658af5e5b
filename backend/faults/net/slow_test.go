package net

import (
	"fmt"
	"strings"
	"testing"

	"relevo/backend/e2e/rig"
)

// TestPromise07_WhoDoesNotReadIsDroppedAndNobodyElseNotices has clients that read nothing at all among those that do,
// while more is said than any buffer holds. The stalled cost no more memory than they may, are closed with the code that
// says to come back, and have everything once they do; all others were shown the log without a break.
func TestPromise07_WhoDoesNotReadIsDroppedAndNobodyElseNotices(t *testing.T) {
	t.Parallel()
	const stalled = 8
	p := rig.Start(t, rig.World, "--rate-limits", "off", "--access-ttl", "1h", "--debug-listen", "127.0.0.1:0", "--backlog", "100000")
	checker, bea := rig.NewChecker(), p.Login("bea@norte.example")
	customer, c := p.Customer("norte-web", rig.Object{})
	checker.Do(customer, "/api/v1/chat/messages", rig.Object{"text": "Hello"}, "hello", nil)
	reading := []*rig.Follower{checker.Follow(bea, "norte"), checker.Follow(bea, "norte"), checker.FollowChat(customer, "norte", c)}
	var stuck []*raw
	for range stalled {
		stuck = append(stuck, greeted(t, bea, rig.Object{"norte": 0}, 4<<10))
	}
	before := liveHeap(p)
	dropped := func() int { return int(figures(p)[`relevo_socket_closes_total{code="4429"}`]) }
	peak, n, body := 0.0, int64(1), strings.Repeat("n", 3900)
	for dropped() < stalled {
		for range 50 {
			n++
			text := fmt.Sprintf("%s %d", body, n)
			checker.Do(bea, "/api/v1/conversations/"+c+"/notes", rig.Object{"text": text}, fmt.Sprint(n), nil)
		}
		peak = max(peak, liveHeap(p))
		if n > 20_000 {
			t.Fatalf("only %d of %d stalled clients were dropped", dropped(), stalled)
		}
	}
	if cost := (peak - before) / stalled; cost > 1<<20 {
		t.Errorf("a stalled client cost %.2f MiB of heap", cost/(1<<20))
	}
	t.Logf("%d stalled clients: the heap went from %.1f to at most %.1f MiB", stalled, before/(1<<20), peak/(1<<20))
	for i, w := range stuck {
		if code := w.end(calm); code != 4429 && code != 1006 { // the code may be lost where nothing is read for too long
			t.Errorf("stalled client %d was closed with %d", i, code)
		}
	}
	head := int64(len(bea.Log("norte")))
	back := checker.Follow(bea, "norte")
	back.Reach("norte", head, calm)
	back.Stop()
	for i, f := range reading {
		if i < 2 {
			f.Reach("norte", head, calm)
		}
		if ends := f.Ends(); len(ends) > 0 {
			t.Errorf("a client that reads was closed: %v", ends)
		}
		f.Stop()
	}
	checker.CheckOnly(t, "norte", bea.Log("norte"))
}
