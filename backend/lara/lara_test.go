package lara

import (
	"strings"
	"testing"

	"relevo/backend/desk"
)

const handsOver = "message.sent note.added conversation.escalated"

func TestSheAnswersWhatACustomerWrites(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.comes()
	p.writes("c1", "¿Cuál es su horario?")
	p.await("c1", "message.sent")
	if c := p.conversation("c1"); c.Waiting() || c.LastMessage.Text != clinic[1].Answer {
		t.Errorf("the answer is %q, waiting: %v", c.LastMessage.Text, c.Waiting())
	}
}

func TestSheHandsOverInOneAct(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text string
		service    bool
		to         desk.Team
		reason     desk.ReasonID
	}{
		{"to All Agents", "quiero hablar con alguien", true, desk.TeamAgents, "general"},
		{"to All Office Staff where there are no agents", "quiero hablar con alguien", false, desk.TeamStaff, "general"},
		{"an appointment", "quiero una cita", true, desk.TeamAgents, "scheduling"},
		{"an emergency", "me duele mucho", true, desk.TeamAgents, "urgent_emergency"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			p.rules.AgentsService = row.service
			p.comes()
			p.writes("c1", row.text)
			p.await("c1", handsOver)
			p.counted(HandedOver, 1)
			c := p.conversation("c1")
			if c.Holder != (desk.Holder{Team: row.to}) || c.Escalation.Reason != row.reason || !c.Waiting() {
				t.Errorf("it is with %v for %s, waiting: %v", c.Holder, c.Escalation.Reason, c.Waiting())
			}
		})
	}
}

// A person who takes over between her thought and her command is faster: nothing of hers is recorded.
func TestATakeOverBetweenThoughtAndCommand(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"an answer": "¿Cuál es su horario?", "a hand-over": "quiero una cita", "small talk": "hola"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			p.before(func() { p.replies("c1", sol) })
			p.comes()
			p.writes("c1", text)
			p.until("Sol takes over", func() bool { return strings.Contains(p.kinds(), "taken_over") })
			p.settled()
			if did := p.hers("c1"); did != "" {
				t.Errorf("after the take-over Lara did %q", did)
			}
			p.counted(Discarded, 1)
		})
	}
}

func TestAnAgentWhoAnswersFirst(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.before(func() { p.replies("c1", gil) })
	p.comes()
	p.writes("c1", "¿Cuál es su horario?")
	p.settled()
	if did := p.hers("c1"); did != "" {
		t.Errorf("after the agent's answer Lara did %q: %s", did, p.kinds())
	}
}

// An emergency that she can't hand over any more, for somebody took it meanwhile, rings there.
func TestAnEmergencyTakenMeanwhileRings(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.before(func() {
		p.run("c1", sol, desk.Assign{To: desk.Holder{Team: desk.TeamStaff, User: "sol"}})
	})
	p.comes()
	p.writes("c1", "no para de sangrar")
	p.await("c1", "conversation.escalated")
	c := p.conversation("c1")
	if c.Holder.User != "sol" || c.Escalation.Reason != desk.ReasonUrgent || c.Escalation.By != desk.Lara || c.Escalation.AcknowledgedBy != nil {
		t.Errorf("the alarm is %+v with %v", c.Escalation, c.Holder)
	}
}

func TestWhatComesBetweenThoughtAndCommandIsAnsweredToo(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.before(func() { p.writes("c1", "¿Y dónde están ubicados?") })
	p.comes()
	p.writes("c1", "¿Cuál es su horario?")
	p.settled()
	if did, text := p.hers("c1"), p.conversation("c1").LastMessage.Text; did != "message.sent" || text != clinic[1].Answer+"\n"+clinic[3].Answer {
		t.Errorf("Lara did %q and said %q", did, text)
	}
}

// What waits when the program starts is answered once, however often it is killed.
func TestOnceAfterEveryStart(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.writes("c1", "¿Cuál es su horario?")
	p.writes("c2", "quiero una cita")
	p.writes("c3", "hola")
	for range 3 {
		p.comes()
		p.settled()
		p.leave()
	}
	for c, want := range map[desk.ConversationID]string{"c1": "message.sent", "c2": handsOver, "c3": "message.sent"} {
		if did := p.hers(c); did != want {
			t.Errorf("in %s Lara did %q", c, did)
		}
	}
}

// A crash after her command was recorded and before she knew of it.
func TestACrashAfterTheCommit(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.comes()
	p.writes("c1", "quiero hablar con alguien, me duele mucho")
	p.await("c1", handsOver)
	p.leave()
	p.comes()
	p.settled()
	if did := p.hers("c1"); did != handsOver {
		t.Errorf("Lara did %q", did)
	}
}

func TestGivenBackToHer(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.comes()
	giveBack := desk.Assign{To: desk.Holder{Team: desk.TeamLara}, Note: "n-back", Text: "Hers again"}

	p.writes("c1", "¿Hacen implantes?")
	p.await("c1", handsOver)
	p.writes("c1", "¿Y cuál es su horario?")
	p.run("c1", sol, giveBack)
	p.await("c1", handsOver+" "+handsOver) // the implants still wait
}

func TestGivenBackWhileNobodyWaits(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.comes()
	p.writes("c1", "quiero una cita")
	p.await("c1", handsOver)
	p.replies("c1", sol)
	p.run("c1", sol, desk.Assign{To: desk.Holder{Team: desk.TeamLara}, Note: "n1", Text: "Hers again"})
	p.settled()
	if did := p.hers("c1"); did != handsOver {
		t.Errorf("nobody waited, and Lara did %q", did)
	}
	p.writes("c1", "¿Cuál es su horario?")
	p.await("c1", handsOver+" message.sent")
}
