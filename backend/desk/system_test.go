package desk_test

import (
	"testing"
	"time"

	"relevo/backend/desk"
)

func TestCloseIdle(t *testing.T) {
	const day = 24 * time.Hour
	// Every row is decided a minute after what is given, so a day after the last message is a minute less from there.
	quiet := later(day - time.Minute)
	check(t, []row{
		{rule: "what had no message for so long", given: given(writes, answered, quiet), by: desk.System, do: idle, records: "closed lara", then: "closed lara"},
		{rule: "also what is taken over", given: given(writes, solWrites, quiet), by: desk.System, do: idle, records: "closed staff:sol", then: "closed lara"},
		{rule: "also what was escalated and acknowledged", given: given(writes, gilClaims, gilEscalates, solWrites, quiet), by: desk.System, do: idle, records: "closed staff:sol"},
		{rule: "counted from the last message, not from what else happened", given: given(writes, answered, later(12*time.Hour), by(gil, note("Hm")), gilClaims, later(12*time.Hour)), by: desk.System, do: idle, records: "closed agents:gil"},
		{rule: "counted from its opening where there was no message", given: given(happens(desk.System, desk.Opened{Episode: 1, Holder: withLara, Cause: desk.CauseMissedCall}), quiet), by: desk.System, do: idle, records: "closed lara"},
		{rule: "not a moment earlier", given: given(writes, answered, later(day-time.Minute-time.Millisecond)), by: desk.System, do: idle, refused: desk.Outdated},
		{rule: "not a moment earlier where there was no message", given: given(happens(desk.System, desk.Opened{Episode: 1, Holder: withLara, Cause: desk.CauseMissedCall}), later(day-time.Minute-time.Millisecond)), by: desk.System, do: idle, refused: desk.Outdated},
		{rule: "not while somebody waits", given: given(writes, quiet), by: desk.System, do: idle, refused: desk.Outdated},
		{rule: "not while an escalation is unacknowledged", given: given(writes, gilClaims, gilEscalates, by(sol, direct("Go on")), by(gil, reply("Hi")), quiet), by: desk.System, do: idle, refused: desk.Outdated},
		{rule: "not twice", given: given(writes, solCloses, quiet), by: desk.System, do: idle, refused: desk.Outdated},
		{rule: "not where the workplace never wants it", given: given(writes, answered, settings(func(w *desk.Workplace) { w.CloseAfter = 0 }), later(1000*day)), by: desk.System, do: idle, refused: desk.Outdated},
		{rule: "not by anybody else", given: given(writes, answered, quiet), by: sol, do: idle, refused: desk.Forbidden},
	})
}

func TestReturn(t *testing.T) {
	back := func(from, to, cause string) string { return "assigned " + from + " -> " + to + " (" + cause + ")" }
	taken := given(writes, solWrites)
	check(t, []row{
		{rule: "what an agent held who left goes to All Agents", given: given(writes, gilClaims), by: desk.System, do: returning(withGil, desk.CauseLeft), records: back("agents:gil", "agents", "left"), then: "open agents; waiting"},
		{rule: "what one of the office held who left goes to All Office Staff", given: given(writes, solClaims), by: desk.System, do: returning(withSol, desk.CauseLeft), records: back("staff:sol", "staff", "left"), then: "open staff; waiting"},
		{rule: "taken over, it stays so in the queue", given: taken, by: desk.System, do: returning(withSol, desk.CauseLeft), records: back("staff:sol", "staff", "left"), then: "open staff; taken over by sol"},
		{rule: "directions stay too", given: given(writes, solWrites, by(sol, direct("@gil go on"))), by: desk.System, do: returning(withSol, desk.CauseLeft), records: back("staff:sol", "staff", "left"), then: "open staff; taken over by sol; directed gil"},
		{
			rule: "an escalation stays", given: given(writes, gilClaims, by(gil, escalateTo("sol", "billing", "Help"))), by: desk.System, do: returning(withSol, desk.CauseLeft), records: back("staff:sol", "staff", "left"),
			then: "open staff; billing by agents:gil for staff, acknowledged by nobody; gil may take back; waiting",
		},
		{rule: "what the absent held while the customer waits", given: given(writes, gilClaims), by: desk.System, do: returning(withGil, desk.CauseAbsent), records: back("agents:gil", "agents", "absent")},
		{rule: "what the absent took over while the customer waits", given: given(writes, solWrites, writes), by: desk.System, do: returning(withSol, desk.CauseAbsent), records: back("staff:sol", "staff", "absent"), then: "open staff; taken over by sol; waiting"},
		{rule: "not what the absent held when nobody waits any more", given: taken, by: desk.System, do: returning(withSol, desk.CauseAbsent), refused: desk.Outdated},
		{rule: "what an agent held when the service ended goes to the office", given: given(writes, gilClaims), by: desk.System, do: returning(withGil, desk.CauseServiceOff), records: back("agents:gil", "staff", "service_off"), then: "open staff; waiting"},
		{rule: "what All Agents held when the service ended goes to the office", given: given(writes, handedOver), by: desk.System, do: returning(allAgents, desk.CauseServiceOff), records: back("agents", "staff", "service_off"), then: "open staff; waiting"},
		{rule: "what an agent held who left after the service ended goes to the office", given: given(writes, gilClaims, noService), by: desk.System, do: returning(withGil, desk.CauseLeft), records: back("agents:gil", "staff", "left"), then: "open staff; waiting"},
		{rule: "what one of the office held who left goes nowhere else where there are no agents", given: given(writes, solClaims, noService), by: desk.System, do: returning(withSol, desk.CauseLeft), records: back("staff:sol", "staff", "left")},
		{rule: "what Lara held when she was switched off goes to All Agents", given: given(writes), by: desk.System, do: returning(withLara, desk.CauseLaraOff), records: back("lara", "agents", "lara_off"), then: "open agents; waiting"},
		{rule: "what Lara held when she was switched off goes to the office where there are no agents", given: given(writes, noService), by: desk.System, do: returning(withLara, desk.CauseLaraOff), records: back("lara", "staff", "lara_off"), then: "open staff; waiting"},

		{rule: "what somebody else holds by now stays", given: given(writes, gilClaims, solWrites), by: desk.System, do: returning(withGil, desk.CauseLeft), refused: desk.Outdated},
		{rule: "what is closed stays closed", given: given(writes, solCloses), by: desk.System, do: returning(withLara, desk.CauseLaraOff), refused: desk.Outdated},
		{rule: "what is in the queue already stays there", given: given(writes, handedOver), by: desk.System, do: returning(allAgents, desk.CauseLeft), refused: desk.Outdated},
		{rule: "not by anybody else", given: given(writes, gilClaims), by: sol, do: returning(withGil, desk.CauseLeft), refused: desk.Forbidden},
	})
}

func TestDelivery(t *testing.T) {
	check(t, []row{
		{rule: "a step on the way changes nothing else", given: given(writes, answered), by: desk.System, do: deliver(desk.DeliveryFailed, "unreachable"), records: "delivery failed unreachable", then: "open lara"},
		{rule: "not by anybody else", given: given(writes, answered), by: sol, do: deliver(desk.DeliverySent, ""), refused: desk.Forbidden},
	})
}

// TestHeldSince tells since when the present holder holds it: a take-over of what one holds already changes nothing.
func TestHeldSince(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rule  string
		given []step
		want  int
	}{
		{"since it opened", given(writes, writes, answered), 1},
		{"since the claim", given(writes, writes, gilClaims, writes), 3},
		{"since the escalation", given(writes, gilClaims, gilEscalates, writes), 3},
		{"since the take-over", given(writes, gilClaims, solWrites, solWrites), 3},
		{"since the claim, though the take-over came later", given(writes, solClaims, solWrites), 2},
		{"whatever alarm rings", given(writes, gilClaims, writes, by(desk.Lara, alarm)), 2},
		{"since the reopening", given(writes, solCloses, writes, writes), 3},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			s := newScene()
			for _, do := range test.given {
				do(t, s)
			}
			if !s.c.HeldSince.Equal(minute(test.want)) {
				t.Errorf("held since %v, want %v", s.c.HeldSince, minute(test.want))
			}
		})
	}
}
