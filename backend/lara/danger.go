package lara

import (
	"slices"
	"strings"
)

// This file weighs the words of danger: whether somebody's body or life is in danger now.

// emergency tells whether a customer's messages, written one after the other, tell of a present danger.
func emergency(texts ...string) bool {
	alarmed := false
	for _, text := range texts {
		u := read(text)
		w := weighing{u: u}
		switch grave, danger := w.weigh(); {
		case grave, u.sos:
			return true
		case danger:
			alarmed = true
		case w.over:
			alarmed = false
		}
	}
	return alarmed
}

// weighing is one message on the scales.
type weighing struct {
	u    utterance
	over bool // the message ends with words that it is over

	denied   bool // the clause before named a danger and denied it
	was      bool // a danger was named as past
	anything bool // some danger was named, whatever became of it
}

// weigh tells whether the message speaks of a life at stake, and whether of any danger.
func (w *weighing) weigh() (isGrave, danger bool) {
	for i, p := range w.u.pieces {
		if has(jokes, p.words) || has(overs, p.words) && !refuted(p.words) {
			danger, w.over = false, true
		}
		found := w.piece(p, i)
		isGrave = isGrave || found == graveDanger
		danger = danger || found != noDanger
		if found != noDanger {
			w.over = false
		}
	}
	if w.was && !danger && !w.over && w.stillGoesOn() {
		danger = true
	}
	return isGrave, danger
}

type finding int

const (
	noDanger finding = iota
	someDanger
	graveDanger
)

// piece weighs one clause.
func (w *weighing) piece(p piece, i int) finding {
	if has(nothing, p.words) {
		return noDanger
	}
	words := blanked(p.words)
	deniedBefore := w.denied && p.join == soft
	w.denied = false
	if w.turns(p) {
		return someDanger
	}
	if has(pasts, words) {
		w.was, w.anything = true, true
	}
	result, negated := noDanger, false
	for _, s := range signs {
		s.each(words, func(at span) bool {
			w.anything = true
			c := claim{p: p, words: words, at: at, weight: s.weight, laughs: w.u.laughs}
			switch {
			case c.denied(), deniedBefore && c.bare(), w.answeredNo(i, c):
				negated = true
			case !c.holds():
			case s.weight == grave:
				result = graveDanger
			default:
				result = max(result, someDanger)
			}
			return result == graveDanger
		})
	}
	w.denied = negated && result == noDanger
	return result
}

// turns is the second half of "it didn't hurt before, but now it does".
func (w *weighing) turns(p piece) bool {
	return w.anything && whole(turnings, p.words)
}

var turnings = patterns(`now it does, now i do, it does now, i do now, today it does, now they do, ahora si, hoy si, ya si, ahora si que si, now its worse, its worse now, its getting worse, ahora esta peor, esta peor, y peor, cada vez peor, esta empeorando, va a peor`)

// stillGoesOn tells whether a danger that was told as past goes on.
func (w *weighing) stillGoesOn() bool {
	for _, p := range w.u.pieces {
		for i, word := range p.words {
			if stills[word] && word != "anymore" && !(i > 0 && negators[p.words[i-1]]) {
				return true
			}
		}
	}
	return false
}

// answeredNo is "Fever? No."
func (w *weighing) answeredNo(i int, c claim) bool {
	if i+1 >= len(w.u.pieces) || !c.bare() {
		return false
	}
	return whole(noes, w.u.pieces[i+1].words)
}

var (
	noes = patterns(`no, none, nope, nada, ninguno, ninguna, negativo, nothing`)
	// pasts are dangers told as over; they count where something still goes on.
	pasts = patterns(`dolio, dolieron, dolia, dolian, me dolio, sangraba, sangraron, used to hurt, was hurting, were hurting, was bleeding, was swollen, hurt last time, hurt yesterday, estaba sangrando, estaba hinchad*, estuvo sangrando`)
)

// refuted tells whether "it is better" is denied in the same breath.
func refuted(words []string) bool {
	return has(refutations, words)
}

var refutations = patterns(`no me siento mejor, no estoy mejor, not feeling better, dont feel better, isnt better, not better, isnt gone, not gone, no se me ha quitado, hasnt stopped, no ya no`)

// blanked are the words without figures of speech.
func blanked(words []string) []string {
	out := words
	figures.each(words, func(at span) bool {
		if &out[0] == &words[0] {
			out = slices.Clone(words)
		}
		for i := at.from; i < at.to; i++ {
			if dangerous[out[i]] || strings.HasPrefix(out[i], "pain") {
				out[i] = blank
			}
		}
		return false
	})
	return out
}

// blank stands for a word that means nothing here.
const blank = "_"

// dangerous are the words that a figure of speech takes the danger from.
var dangerous = set(`pain pains headache headaches hurt hurts hurting dying die killing kill killed muero muere muriendo morir matar mata matan matando ahogo ahogando respirar breathe sangre blood bleeding bleeds fever fiebre
	emergency emergencia emergencias urgencia accident accidente infection infeccion infecciones stroke attack infarto fell cayo cai tooth diente corte duele duelen dolor choque burn burned quemado quemada numb sore out
	cut end poison swell molestia molestias discomfort labor hit responde calambre choke transito matarme stings burns muerto muerta`)

// claim is one sign at its place in a clause.
type claim struct {
	p      piece
	words  []string
	at     span
	weight weight
	laughs bool
}

// before are the words before the sign.
func (c claim) before() []string { return c.words[:c.at.from] }

// after are the words after it.
func (c claim) after() []string { return c.words[c.at.to:] }

// holds tells whether the clause says that the danger is there, now.
func (c claim) holds() bool {
	switch {
	case c.aName(), c.weight != grave && has(prevention, c.words), has(feared, c.before()) && c.weight != grave, c.supposed():
		return false
	case c.weight == grave:
		return !(c.laughs && !has(bodies, c.words))
	case c.longAgo():
		return false
	case c.personal():
		return true
	case c.foretold(), c.asked(), has(hearsay, c.before()):
		return false
	case c.weight == verb && c.words[c.at.from] == "swell" && len(c.words) == 1:
		return false
	}
	return !c.aboutAJob()
}

var (
	bodies = patterns(`#body`)
	// feared says that somebody is only afraid of it.
	feared     = patterns(`miedo a, miedo al, miedo de, miedo que, miedo del, temor a, temor al, temo que, nervios por, afraid of, afraid it, afraid that, scared of, scared it, scared that, worried about the, worried it will, fear of, fear is, temo a, temo al, temo el, terrified of, phobia`)
	prevention = patterns(`prevent*, preven*, avoid, avoiding, evitar, evito, evita`)
	hearsay    = patterns(`they say, people say, i heard, ive heard, heard that, i read, everyone says, dicen que, dicen, me dijeron, me han dicho, he oido, escuche que, lei que, supuestamente, se dice que`)
)

// supposed is "what do I do if it bleeds", "in case of".
func (c claim) supposed() bool {
	before := c.before()
	if at, ok := find(conditions, before); ok && c.at.from-at.from <= 5 && !(c.weight == state && has(mineIs, before)) {
		return true
	}
	for i, word := range before {
		if word == "si" && c.at.from-i <= 3 && (c.p.asks || i > 0 && has(askers, before[:i])) && (i > 0 || c.p.asks) {
			return true
		}
	}
	return has(cases, c.words)
}

var (
	mineIs     = patterns(`if my .. is $, if my .. are $`)
	conditions = patterns(`if i, if my, if it, if its, if the, if theres, if there, if we, if he, if she, if they, if a, if an, if im, if your, if you have, if someone has, in case, whether it, whether i, whether the, whenever, unless`)
	askers     = patterns(`saber, que hago, que pasa, que debo, puedo, pregunta*, duda, dime, diga*, averiguar, que sucede, se puede`)
	cases      = patterns(`in case of, in an emergency, en caso de, en caso que, for emergencies, para emergencias, during an emergency, en una emergencia`)
)

// personal tells whether the clause says whose danger it is, in words that need no more.
func (c claim) personal() bool {
	before := c.before()
	if has(present, c.words) && !has(modals, before) || has(own, c.words[:c.at.to]) && !has(treatments, c.words) {
		return true
	}
	if c.weight == verb && len(before) > 0 {
		if clitics[before[len(before)-1]] && !has(futures, before) {
			return true
		}
		if at, ok := find(clitic, before); ok && at.to == len(before) {
			return true
		}
	}
	if has(whys, before) {
		return true
	}
	somebody, ok := last(experiencers, c.words[:c.at.to])
	if !ok || c.at.from-somebody.from > 8 || c.asked() && has(treatments, c.words) && !has(aftermath, c.words) {
		return false
	}
	for _, list := range []wordings{futures, modals} {
		if unreal, ok := last(list, before); ok && somebody.from < unreal.to && !(finite[c.words[c.at.from]] && !has(futures, before)) {
			return false
		}
	}
	return !(somebody.from > 0 && c.p.question && c.weight != state && has(auxiliary, c.words[somebody.from-1:somebody.from]))
}

// last answers the last place of any of the patterns.
func last(list wordings, words []string) (found span, ok bool) {
	list.each(words, func(s span) bool {
		if !ok || s.from >= found.from {
			found, ok = s, true
		}
		return false
	})
	return found, ok
}

var (
	clitics = set(`me le nos les`)
	clitic  = patterns(`me/le/nos/les esta/estan/sigue/siguen/sigo/ha/han/anda/vuelve/tiene, se me/le, me/le .. mucho, me/le ta`)
	whys    = patterns(`why, por que, how come, porque`)
	// experiencers say of whom the danger is told.
	experiencers = patterns(`#mine #body, #mine .. #body, i have, ive, i got, i had, im in, im having, im, i am, i feel, i felt, i woke up with, i keep, i cant, i hurt, i fell, we have, he has, she has, he is, she is, hes, shes, they are, theyre, has a, have a, having, has been, got a, ive been, my pain, my toothache, my fever, my infection, my headache, my swelling, my bleeding, this pain, this toothache, this swelling, these pains, this is an, its an, there is blood, theres blood,
		#person .. has, #person is, #person fell, #person .. hurt, #person hit, #mine #person, #mine #job, suffering, woke up with, in so much, in a lot of, in severe, in terrible, in bad, in extreme, in horrible, in excruciating, stop the, stop this, for the pain, for this pain, need something for, take for the, take for a, do for a, do about the, do for the, do about this, do with this,
		tengo, tiene, tenemos, tienes fiebre, siento, estoy, esta con, estoy con, ando con, amaneci, amanecio, me dio, le dio, me dan, me da, me salio, le salio, traigo, sufro, mi dolor, este dolor, estos dolores, esta hinchazon, esta fiebre, con este, con un dolor, con mucho dolor, con mucha fiebre, con fiebre alta, para el dolor, para este dolor, parar el, parar la, paro el, paro la, detener el, detener la, detengo, bajar la, bajo la, bajar el, quitar el, quito el, quitarme el, aliviar el, alivio el, aguanto, soporto, puedo mas con, hay sangre, hay mucha sangre, #mine #person .. #body, a #mine #person,
		echando, botando, escupiendo, hago con, vivo con, muero del, muero de dolor`)
	auxiliary = patterns(`do, does, did, will, would, should, can, could, might, may, am, is, are`)
	modals    = patterns(`will i/it/there/the/that/this/they/my/a/he/she/u, would i/it/there/the/that/this/they/my/he/she, might, may i/it/there, could i/it/there/the/that/this/they/my/he/she, can i/it/there/the/that/this/they/my/he/she, should i expect, should it, going to, gonna, supposed to, does it, do they, does the, does a, does an, does that, does this, do you, is it going, how much does, how much do, how bad, it will, itll, they will, i will, ill`)
	futures   = patterns(`va a, van a, voy a, vas a, ira a, podria, pueden, puede, puede que, debe, suele, suelen, para que no, espero que no`)
	// present says that it goes on now.
	present = patterns(`right now, still bleeding, still hurts, still hurting, still swollen, still in pain, still have, todavia me, todavia sangr*, aun me, aun sangr*, sigue sangr*, siga sangr*, siga doliendo, hinchad* todavia, so much pain, so bad, ahora mismo, its hurting, it is hurting, its bleeding, it is bleeding, stop the bleeding, stop bleeding, parar el sangrado, parar la sangre, detener el sangrado`)
	// own says that it is the customer's, whatever the rest of the clause asks.
	own    = patterns(`my swollen, my bleeding, my broken, my infected, mi .. hinchad*, for the pain, this much pain, so much pain, for this pain, for my pain, this pain, this toothache, this swelling, this bleeding, this fever, my toothache, my headache, my fever, my infection, my abscess, este dolor, esta hinchazon, esta fiebre, este sangrado, esta infeccion, mi dolor, para el dolor, para la hinchazon, para la fiebre, para la infeccion, my swelling, the swelling down, i have pain, im in pain, i am in pain, tengo dolor`)
	finite = set(`hurts hurting aching bleeding bleeds throbbing swollen aches throbs painful sore infected`)
)

// longAgo is an accident of another year.
func (c claim) longAgo() bool {
	return has(longAgos, c.words) && !has(sinces, c.words)
}

var (
	longAgos = patterns(`years ago, year ago, months ago, last year, last month, when i was, as a kid, as a child, hace .. ano, hace .. anos, hace .. meses, el ano pasado, el mes pasado, cuando era, cuando tenia, de nino, de nina, in the past, en el pasado, last time i, la ultima vez, history of, historial de`)
	sinces   = patterns(`since, desde, for, ever since, llevo, llevamos`)
)

// foretold is "will it hurt", "me va a doler".
func (c claim) foretold() bool {
	return has(futures, c.before()) || has(modals, c.before())
}

// asked tells whether the clause asks about the danger in general.
func (c claim) asked() bool {
	return c.p.question || has(asks, c.words) || has(indirect, c.before())
}

var (
	asks = patterns(`^ does, ^ do, ^ did, ^ are, ^ is it, ^ is the, ^ is there, ^ is that, ^ is this, ^ is a, ^ is an, ^ will, ^ would, ^ can you, ^ could, ^ should, ^ how, ^ what, ^ when, ^ where, ^ which, ^ who, ^ have you, ^ has anyone, ^ and does, ^ cual, ^ cuales, ^ cuanto dura, ^ cuanto duele, ^ cuando, ^ donde, ^ quien, ^ atienden, ^ tratan, ^ es normal, ^ que tanto, ^ que tan, ^ que se siente, ^ que hago, ^ que puedo, ^ que debo, ^ que hacen, ^ como se, ^ como puedo, ^ tienen algo, ^ hay algo,
		hi does, hello does, hola atienden, ^ ustedes, do you treat, do you see, do you take, do you handle, do you do, do you accept, atienden, do you offer`)
	indirect = patterns(`saber si, saber que tan, saber cuanto, know if, know whether, know how, wondering if, wonder if, wondering how, ask if, asking if, pregunta si, preguntar si, preguntaba si, pregunto si, question about, questions about, pregunta sobre, preguntas sobre, informacion sobre, info sobre, information on, information about, info about, info on, interested in, interesado en, interesada en, looking for, policy on, saber sobre`)
)

// aboutAJob is "the cleaning hurts": a treatment is spoken of, nobody's body.
func (c claim) aboutAJob() bool {
	for _, stem := range []string{"sangr", "blee", "emerg", "urgen", "accid"} {
		if strings.HasPrefix(c.words[c.at.from], stem) {
			return false
		}
	}
	return has(treatments, c.words) && !has(aftermath, c.words) && !has(bodies, c.words)
}

var (
	treatments = patterns(`#job`)
	aftermath  = patterns(`after, from, since, despues, tras, desde, luego, post, donde me, where`)
)

// aName is Dolores herself.
func (c claim) aName() bool {
	word := c.words[c.at.from]
	if word != "dolores" {
		return false
	}
	if has(introduced, c.before()) {
		return true
	}
	next := c.at.to < len(c.words) && c.p.names[c.at.to]
	return c.p.names[c.at.from] && (c.at.from > 0 || next)
}

var introduced = patterns(`soy $, llamo $, es $, name is $, dona $, sra $, senora $, dra $, doctora $, con $, to $, for $, im $, is $, ms $, mrs $`)

// bare tells whether the clause is nothing but a list of dangers.
func (c claim) bare() bool {
	for i, word := range c.words {
		if i >= c.at.from && i < c.at.to || listing[word] || light[word] && !possessive[word] && !linking[word] || signWords()[word] {
			continue
		}
		return false
	}
	return true
}

var listing = set(`or nor ni o and y of de no any the a an el la los las un una tooth either`)
