package hub_test

import (
	"slices"
	"testing"
	"testing/synctest"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

func TestNothingFollowsALostMembership(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		notice bool // the directory's change was announced
	}{{"announced", true}, {"noticed when the next event goes out", false}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				l, _ := w.open(t, "ana", nil)
				synctest.Wait()
				l.setStuck(true)
				w.say("a", 1) // waits in the queue
				synctest.Wait()
				w.log.received("a", "c", "committed before, not handed out yet")
				w.people.set("a", "ana", "")
				if test.notice {
					w.hub.Reauthorise()
				}
				w.hint("a")
				synctest.Wait()
				w.say("a", 1)
				w.say("b", 1)
				synctest.Wait()
				l.setStuck(false)
				synctest.Wait()
				if got := l.seqs("a"); got != nil {
					t.Errorf("events of a lost workplace: %v", got)
				}
				if left := l.ofType("left"); len(left) != 1 || left[0].Workplace != "a" {
					t.Errorf("left: %+v", left)
				}
				if got := l.seqs("b"); !slices.Equal(got, upTo(1, 1)) {
					t.Errorf("the other workplace: %v", got)
				}
				w.people.set("b", "ana", "")
				w.hub.Reauthorise()
				synctest.Wait()
				if l.closed() != wire.CloseUnauthenticated {
					t.Errorf("without any membership: %d", l.closed())
				}
				w.close(l)
			})
		})
	}
}

func TestRolesAndMembershipsThatCome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.say("b", 4)
		synctest.Wait()
		everything, _ := w.open(t, "only-a", nil)
		named, _ := w.open(t, "only-a", map[string]*wire.Since{"a": nil})
		synctest.Wait()
		w.people.set("b", "only-a", desk.RoleSupervisor)
		w.people.set("a", "only-a", desk.RoleAgent)
		w.hub.Reauthorise()
		synctest.Wait()
		w.say("b", 1)
		synctest.Wait()
		if got := everything.seqs("b"); !slices.Equal(got, upTo(5, 5)) {
			t.Errorf("a membership that came: %v", got)
		}
		if roles := everything.ofType("role"); len(roles) != 2 || roles[1].Workplace != "b" || roles[1].Role != "supervisor" || roles[1].Seq != 4 {
			t.Errorf("roles: %+v", roles)
		}
		if roles := named.ofType("role"); len(roles) != 1 || roles[0].Workplace != "a" || roles[0].Role != "agent" {
			t.Errorf("a changed role: %+v", roles)
		}
		if named.seqs("b") != nil {
			t.Error("events of a workplace that since does not name")
		}
		w.close(everything, named)
	})
}
