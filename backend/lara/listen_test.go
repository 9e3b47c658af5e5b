package lara

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/ledger"
)

func TestSheOnlyListensWhereSheDoesNotHold(t *testing.T) {
	t.Parallel()
	const rang = "conversation.escalated"
	p := newPlace(t)
	p.comes()
	p.writes("c1", "hola")
	p.await("c1", "message.sent")
	p.replies("c1", sol)
	ring := func(want string) {
		t.Helper()
		p.settled()
		if did := strings.TrimSpace(strings.TrimPrefix(p.hers("c1"), "message.sent")); did != want {
			t.Fatalf("Lara did %q, want %q", did, want)
		}
	}
	p.writes("c1", "¿Cuál es su horario?")
	ring("")
	p.writes("c1", "me duele mucho")
	ring(rang)
	for _, e := range p.log() {
		if d, ok := e.Data.(desk.Escalated); ok && (d.From != d.To || d.To.User != "sol" || d.Reason != desk.ReasonUrgent || d.Note != "") {
			t.Errorf("the alarm is %+v", d)
		}
	}
	p.writes("c1", "no para de sangrar")
	ring(rang) // it rings already
	p.run("c1", sol, desk.Acknowledge{})
	p.writes("c1", "¿me oyen?")
	ring(rang)

	p.leave()
	p.comes()
	ring(rang) // what was acknowledged does not ring again after a start

	p.writes("c1", "¡no puedo respirar!")
	ring(rang + " " + rang)
}

// An emergency that nobody had heard when the program was killed rings at its next start.
func TestAnUnheardEmergencyRingsAfterAStart(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.writes("c1", "hola")
	p.replies("c1", gil)
	p.writes("c1", "mi hijo no puede respirar")
	for range 2 {
		p.comes()
		p.settled()
		p.leave()
	}
	if did := p.hers("c1"); did != "conversation.escalated" {
		t.Errorf("Lara did %q", did)
	}
}

func TestLostHintsOnlyDelay(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.deaf = true
	p.comes()
	p.writes("c1", "¿Cuál es su horario?")
	p.await("c1", "message.sent")
}

func TestSheTriesAgainWhenNothingCanBeRecorded(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	failures := 0
	p.intercept(func(desk.Command) error {
		if failures++; failures <= 3 {
			return desk.Refuse(desk.Unavailable, "Nothing was recorded.")
		}
		return nil
	})
	p.comes()
	p.writes("c1", "¿Cuál es su horario?")
	p.await("c1", "message.sent")
}

func TestSwitchedOffSheDoesNothing(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.settings.On = false
	p.comes()
	p.writes("c1", "me duele mucho")
	<-p.asked
	p.mu.Lock()
	p.settings.On = true
	p.mu.Unlock()
	p.settled()
	if did := p.hers("c1"); did != "" {
		t.Errorf("switched off Lara did %q", did)
	}
}

// A customer who asked for no more messages gets none, and people get the conversation.
func TestAnOptedOutCustomerIsHandedOverInSilence(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.writes("c1", "hola")
	err := p.ledger.Write(context.Background(), func(tx *ledger.Tx) error {
		c, err := tx.Conversation("c1")
		if err == nil {
			_, err = tx.Append(c, desk.TheCustomer, p.now, []desk.EventData{desk.OptOut{Channel: "web"}})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p.comes()
	p.await("c1", "note.added conversation.escalated")
}

// broken are hours that stand for a fault in her own thinking.
type broken struct{ office }

func (broken) OpenAt(time.Time) bool { panic("hours without a clock") }

func TestAFaultOfHersIsHandedOverByTheTimers(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.settings.Hours = broken{}
	p.comes()
	p.writes("c1", "quiero una cita")
	p.writes("c2", "¿Cuál es su horario?")
	p.await("c2", "message.sent")
	if did := p.hers("c1"); did != "" {
		t.Fatalf("with broken hours Lara did %q", did)
	}
	if err := p.lara.GiveUp(context.Background(), p.conversation("c1")); err != nil {
		t.Fatal(err)
	}
	p.await("c1", handsOver)
	if err := p.lara.GiveUp(context.Background(), p.conversation("c1")); err == nil {
		t.Error("what she does not hold any more was handed over again")
	}
	p.counted(Failed, 1)
	p.counted(GaveUp, 1)
	p.counted(Discarded, 1)
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	const customers = 60
	p := newPlace(t)
	p.comesWith(8)
	var writing sync.WaitGroup
	for i := range customers {
		writing.Go(func() { p.writes(desk.ConversationID(fmt.Sprint("c", i)), "¿Cuál es su horario?") })
	}
	writing.Wait()
	p.until("all are answered", func() bool {
		for i := range customers {
			if p.hers(desk.ConversationID(fmt.Sprint("c", i))) != "message.sent" {
				return false
			}
		}
		return true
	})
	seqs := p.log()
	if !slices.IsSortedFunc(seqs, func(a, b desk.Event) int { return int(a.Seq - b.Seq) }) {
		t.Error("the log is out of order")
	}
}
