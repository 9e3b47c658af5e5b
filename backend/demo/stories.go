package demo

import "relevo/backend/desk"

// A story tells what happens in one conversation. The first list is of those that end closed, the second of those
// that are under way now, so that every state of a conversation occurs.
type story func(*play)

var (
	finished = []story{
		laraAnswers, laraAnswers, laraAnswers, laraAnswersTwice, agentHelps, agentHelps, agentHelps, agentHelps, officeTakesOver,
		escalated, escalated, urgent, directed, officeWrites, toColleague, backToLara,
	}
	underWay = []story{
		laraAnswers, laraAnswers, waitsForAgents, waitsForAgents, waitsForAgents, agentHolds, agentHolds, agentHolds, agentOwesAnswer, escalatedNow, escalatedNow,
		urgentNow, officeHolds, officeHolds, officeOwesAnswer, directedNow, undelivered, officeWritesNow,
	}
)

func (p *play) ends(by desk.Actor) {
	if p.rng.IntN(3) == 0 {
		p.fallsAsleep()
		return
	}
	p.closes(by, p.say().closing)
}

func (p *play) staffer() desk.Actor { return pick(p.rng, p.staff) }
func (p *play) agent() desk.Actor   { return pick(p.rng, p.agents) }

// asks has the customer want something that Lara can't give.
func (p *play) asks() topic {
	t := pick(p.rng, topics[p.language])
	p.writes(t.ask)
	p.laraHandsOver(p.say().handOver, p.say().summary+t.ask, "general")
	return t
}

func laraAnswers(p *play) {
	t := pick(p.rng, p.knowledge[p.language])
	p.writes(t.ask)
	p.laraSays(t.answer)
	p.writes(p.say().thanks)
	p.laraSays(p.say().welcome)
	p.fallsAsleep()
}

func laraAnswersTwice(p *play) {
	known := p.knowledge[p.language]
	first := p.rng.IntN(len(known))
	for _, t := range []topic{known[first], known[(first+1)%len(known)]} {
		p.writes(t.ask)
		p.laraSays(t.answer)
	}
	p.fallsAsleep()
}

func helped(p *play) desk.Actor {
	t, agent := p.asks(), p.agent()
	p.sees(agent)
	p.replies(agent, t.answer)
	p.writes(t.thanks)
	p.replies(agent, p.say().anything)
	p.writes(p.say().thanks)
	p.replies(agent, p.say().welcome)
	return agent
}

func agentHelps(p *play) { p.ends(helped(p)) }

func takenOver(p *play) desk.Actor {
	t, agent, office := p.asks(), p.agent(), p.staffer()
	p.replies(agent, p.say().anything)
	p.writes(t.thanks)
	p.sees(office)
	p.replies(office, t.answer)
	p.writes(p.say().thanks)
	return office
}

func officeTakesOver(p *play) {
	office := takenOver(p)
	p.replies(office, p.say().welcome)
	p.ends(office)
}

func calledOffice(p *play, reason desk.ReasonID) topic {
	t, agent := p.asks(), p.agent()
	p.replies(agent, p.say().anything)
	p.writes(t.ask)
	p.escalates(agent, reason, p.say().escalate)
	return t
}

func escalated(p *play) {
	t, office := calledOffice(p, pick(p.rng, []desk.ReasonID{"billing", "complaint", "scheduling", "services"})), p.staffer()
	p.acknowledges(office)
	p.replies(office, t.answer)
	p.writes(t.thanks)
	p.replies(office, p.say().welcome)
	p.ends(office)
}

func alarm(p *play) {
	p.writes(p.say().emergency)
	p.laraHandsOver(p.say().urgent, p.say().ringing, desk.ReasonUrgent)
}

func urgent(p *play) {
	alarm(p)
	agent, office := p.agent(), p.staffer()
	p.replies(agent, p.say().calling)
	p.escalates(agent, desk.ReasonUrgent, p.say().ringing)
	p.acknowledges(office)
	p.replies(office, p.say().calling)
	p.writes(p.say().thanks)
	p.replies(office, p.say().welcome)
	p.closes(office, p.say().closing)
}

func directs(p *play) (agent, office desk.Actor) {
	agent, office = p.agent(), takenOver(p)
	p.notes(office, "@agents "+p.say().directs, true)
	return agent, office
}

func directed(p *play) {
	agent, office := directs(p)
	p.replies(agent, p.say().directed)
	p.writes(p.say().thanks)
	p.replies(office, p.say().welcome)
	p.ends(office)
}

func officeWrites(p *play) {
	office := p.staffer()
	p.starts(office, p.say().reminder)
	p.delivered()
	p.writes(p.say().thanks)
	p.replies(office, p.say().welcome)
	p.ends(office)
}

func toColleague(p *play) {
	agent := helped(p)
	next := p.agents[0]
	if next == agent {
		next = p.agents[1]
	}
	p.assigns(agent, desk.Holder(next), p.say().toColleague)
	p.notes(p.supervisor, p.say().supervisor, false)
	p.closes(next, p.say().closing)
}

func backToLara(p *play) {
	office := takenOver(p)
	p.replies(office, p.say().welcome)
	p.assigns(office, desk.Holder{Team: desk.TeamLara}, p.say().closing)
	t := pick(p.rng, p.knowledge[p.language])
	p.writes(t.ask)
	p.laraSays(t.answer)
	p.fallsAsleep()
}

func waitsForAgents(p *play) { p.asks() }

func agentHolds(p *play) {
	t, agent := p.asks(), p.agent()
	p.replies(agent, t.answer)
}

func agentOwesAnswer(p *play) {
	agentHolds(p)
	p.writes(p.say().hurry)
}

func escalatedNow(p *play) {
	calledOffice(p, pick(p.rng, []desk.ReasonID{"billing", "complaint", "general"}))
}

func urgentNow(p *play) {
	alarm(p)
	agent := p.agent()
	p.replies(agent, p.say().calling)
	p.escalates(agent, desk.ReasonUrgent, p.say().ringing)
}

func officeHolds(p *play) {
	office := takenOver(p)
	p.replies(office, p.say().anything)
}

func officeOwesAnswer(p *play) {
	takenOver(p)
	p.writes(p.say().hurry)
}

func directedNow(p *play) { directs(p) }

func undelivered(p *play) {
	p.starts(p.staffer(), p.say().reminder)
	p.reaches(desk.DeliverySent, "")
	p.reaches(desk.DeliveryFailed, "30006: the number is a landline or can't be reached")
}

func officeWritesNow(p *play) {
	p.starts(p.staffer(), p.say().reminder)
	p.delivered()
}
