package desk_test

import (
	"fmt"
	"strings"
	"time"

	"relevo/backend/desk"
)

// This file is how tests say things: commands in a few words, events and conversations as one line.

func receive(text string) ask {
	return func(*scene) desk.Command {
		return desk.Receive{Message: "m", Text: text, Limit: 2000, Customer: juan, Channel: web}
	}
}

func reply(text string) ask {
	return func(*scene) desk.Command { return desk.Reply{Message: "m", Text: text} }
}

// replyAware is a reply that tells what its author had seen.
func replyAware(text string) ask {
	return func(s *scene) desk.Command { return desk.Reply{Message: "m", Text: text, IfSeen: &s.seen} }
}

func replyForced(text string) ask {
	return func(s *scene) desk.Command { return desk.Reply{Message: "m", Text: text, IfSeen: &s.seen, Force: true} }
}

func start(name, text string) ask {
	return func(*scene) desk.Command {
		return desk.Start{Message: "m", Text: text, Customer: desk.Customer{ID: "ana", Name: name, Phone: "+17875550143"}, Channel: web}
	}
}

func startForced(text string) ask {
	return func(*scene) desk.Command { return desk.Start{Message: "m", Text: text, Force: true} }
}

func note(text string) ask {
	return func(*scene) desk.Command { return desk.AddNote{Note: "n", Text: text} }
}

func direct(text string) ask {
	return func(*scene) desk.Command { return desk.AddNote{Note: "n", Text: text, DirectsAgents: true} }
}

func assign(to desk.Holder, text string) ask {
	return func(*scene) desk.Command { return desk.Assign{To: to, Note: "n", Text: text} }
}

func next(*scene) desk.Command { return desk.ClaimNext{} }

func escalate(reason desk.ReasonID, text string) ask { return escalateTo("", reason, text) }

func escalateTo(user desk.UserID, reason desk.ReasonID, text string) ask {
	return func(*scene) desk.Command { return desk.Escalate{Reason: reason, ToUser: user, Note: "n", Text: text} }
}

func acknowledge(*scene) desk.Command { return desk.Acknowledge{} }

func closing(text string) ask {
	return func(*scene) desk.Command { return desk.Close{Note: "n", Text: text} }
}

// see is what the ledger makes of "seen up to".
func see(upto desk.Seq) ask {
	return func(s *scene) desk.Command {
		cmd := desk.MarkSeen{Upto: upto}
		for _, e := range s.log {
			switch e.Data.(type) {
			case desk.Seen, desk.Delivery:
				continue
			case desk.Received:
				if e.Seq <= upto {
					cmd.Received++
				}
			}
			if e.Seq <= upto {
				cmd.Newest = e.Seq
			}
		}
		return cmd
	}
}

func seeNow(s *scene) desk.Command { return see(s.c.LastSeq)(s) }

func rename(name string) ask {
	return func(*scene) desk.Command { return desk.UpdateCustomer{Name: &name} }
}

func about(text string) ask {
	return func(*scene) desk.Command { return desk.UpdateCustomer{About: &text} }
}

func laraSays(text string) ask {
	return func(s *scene) desk.Command { return desk.LaraReply{Message: "m", Text: text, Upto: s.c.ReceivedSeq} }
}

func laraHandsOver(reason desk.ReasonID) ask {
	return func(s *scene) desk.Command {
		return desk.LaraHandOver{Message: "m", Text: "One moment.", Note: "n", Summary: "Asked for a person.", Reason: reason, Upto: s.c.ReceivedSeq}
	}
}

func alarm(s *scene) desk.Command { return desk.LaraAlarm{Upto: s.c.ReceivedSeq} }

func deliver(state desk.DeliveryState, why string) ask {
	return func(*scene) desk.Command { return desk.Deliver{Message: "m", State: state, Error: why} }
}

func idle(*scene) desk.Command { return desk.CloseIdle{} }

func returning(holder desk.Holder, cause desk.Cause) ask {
	return func(*scene) desk.Command { return desk.Return{Holder: holder, Cause: cause} }
}

// What often went before. Each is what its name says and what it needs.
var (
	writes       = by(desk.TheCustomer, receive("Hello"))
	answered     = by(desk.Lara, laraSays("We open at eight."))
	handedOver   = by(desk.Lara, laraHandsOver("general"))
	gilClaims    = by(gil, assign(withGil, ""))
	gilEscalates = by(gil, escalate("billing", "Wants money back"))
	solClaims    = by(sol, assign(withSol, ""))
	solWrites    = by(sol, reply("The office here"))
	solCloses    = by(sol, closing(""))
	optsOut      = happens(desk.TheCustomer, desk.OptOut{Channel: web.ID})
	noService    = settings(func(w *desk.Workplace) { w.AgentsService = false })
	noLara       = settings(func(w *desk.Workplace) { w.Lara = false })
)

// events writes what was recorded, one after the other.
func events(data []desk.EventData) string {
	said := make([]string, len(data))
	for i, d := range data {
		said[i] = event(d)
	}
	return strings.Join(said, "; ")
}

func event(d desk.EventData) string {
	switch d := d.(type) {
	case desk.Opened:
		return fmt.Sprintf("opened %d %s (%s)", d.Episode, holder(d.Holder), d.Cause)
	case desk.Received:
		return "received"
	case desk.Sent:
		if d.Answers {
			return "sent, answering"
		}
		return "sent"
	case desk.Delivery:
		return strings.TrimSpace(fmt.Sprintf("delivery %s %s", d.State, d.Error))
	case desk.NoteAdded:
		return "note" + list(" @", d.Mentions) + flag(d.DirectsAgents, ", directing")
	case desk.Assigned:
		return fmt.Sprintf("assigned %s -> %s (%s)", holder(d.From), holder(d.To), d.Cause) + flag(d.Note != "", " with note")
	case desk.Escalated:
		return fmt.Sprintf("escalated %s -> %s %s", holder(d.From), holder(d.To), d.Reason) + flag(d.Note != "", " with note")
	case desk.Acknowledged:
		return fmt.Sprintf("acknowledged %s", d.Reason)
	case desk.TakenOver:
		return fmt.Sprintf("taken over %s -> %s", holder(d.From), holder(d.To))
	case desk.Directed:
		return "directed" + flag(d.All, " all") + list(" ", d.Agents)
	case desk.Seen:
		return fmt.Sprintf("seen %d, %d unread", d.Seq, d.Unread)
	case desk.Closed:
		return fmt.Sprintf("closed %s", holder(d.From)) + flag(d.Note != "", " with note")
	case desk.CustomerUpdated:
		return fmt.Sprintf("customer %q %q", d.Customer.Name, d.Customer.About)
	}
	return string(d.Kind())
}

// stands writes how a conversation stands: what is not said is not so.
func stands(c desk.Conversation) string {
	said := []string{fmt.Sprintf("%s %s", c.Status, holder(c.Holder))}
	add := func(so bool, words string) {
		if so {
			said = append(said, words)
		}
	}
	if c.TakenOver != nil {
		add(true, "taken over by "+string(c.TakenOver.By.User))
	}
	add(c.Directed.All, "all agents directed")
	add(len(c.Directed.Agents) > 0, list("directed ", c.Directed.Agents))
	if e := c.Escalation; e != nil {
		by := "nobody"
		if e.AcknowledgedBy != nil {
			by = string(e.AcknowledgedBy.User)
		}
		add(true, fmt.Sprintf("%s by %s%s for %s, acknowledged by %s", e.Reason, e.By.Team, list(":", []desk.UserID{e.By.User}), e.Team, by))
	}
	add(c.TakeBack != "", string(c.TakeBack)+" may take back")
	add(c.Waiting(), "waiting")
	add(c.OptedOut, "opted out")
	return strings.Join(said, "; ")
}

func holder(h desk.Holder) string {
	if h.User == "" {
		return string(h.Team)
	}
	return string(h.Team) + ":" + string(h.User)
}

func list(before string, users []desk.UserID) string {
	said := make([]string, 0, len(users))
	for _, u := range users {
		if u != "" {
			said = append(said, string(u))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return before + strings.Join(said, ",")
}

func flag(set bool, words string) string {
	if set {
		return words
	}
	return ""
}

// minutes after the beginning.
func minute(n int) time.Time { return began.Add(time.Duration(n) * time.Minute) }
