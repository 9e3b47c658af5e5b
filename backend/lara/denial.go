package lara

import "sync"

// This file tells a danger from its denial: "no pain", "ya no me duele", but not "no aguanto el dolor".

// denied tells whether the clause says that the danger is not there, or not any more.
func (c claim) denied() bool {
	return c.stopped() || c.weight != grave && has(unlikely, c.before()) || c.deniedBefore() || c.deniedAfter()
}

// stopped is "it stopped bleeding", unless that is denied itself.
func (c claim) stopped() bool {
	before := c.before()
	at, ok := find(stops, before)
	if !ok || at.to != len(before) {
		return false
	}
	for _, word := range before[max(0, at.from-3):at.from] {
		if negators[word] {
			return false
		}
	}
	return true
}

var (
	stops = patterns(`stopped $, quit $, stops $, dejo de $, dejado de $, paro de $, parado de $, deje de $, se me/le quito/fue/paso/bajo/calmo/alivio el/la/los/mi $, se me/le ha quitado/ido/pasado/bajado el/la/los/mi $, desaparecio el/la $, ya paro el/la $, bajo el/la $, mejoro el/la $, no more $`)
	// asNever is "I never had pain like this", which denies nothing.
	asNever = patterns(`never .. like this, never .. so much, never .. this bad, never .. this much, nunca .. tanto, nunca .. asi, nunca .. como este, nunca .. tan fuerte, no habia .. asi, no habia .. tanto`)
	// unlikely is a denial in a clause of its own.
	unlikely = patterns(`no creo/pienso que sea/haya/tenga .. $, dont think its/it/i/he/she/theres/this/that is/have/has/am .. $, dont think its .. $, dont think theres .. $, doubt its .. $, dudo que sea .. $`)
)

// deniedBefore walks back from the sign, over words that carry a denial on, to the word that denies. Before a verb
// only small words do that ("no me duele", but not "no, la muela me duele" written without its comma); before a noun
// also what one has and where ("no tengo la cara hinchada").
func (c claim) deniedBefore() bool {
	strict := c.weight == verb || c.weight == grave
	needsVerb, linked := false, false
	before := c.before()
	for i := len(before) - 1; i >= 0; i-- {
		word := before[i]
		switch {
		case negators[word]:
			return (!needsVerb || linked) && !has(asNever, c.words)
		case strict && adverbs[word]:
		case strict:
			return false
		case linking[word]:
			linked = true
		case possessive[word]:
			needsVerb = true
		case light[word], listing[word], classes["body"][word], signWords()[word]:
		default:
			return false
		}
	}
	return false
}

// deniedAfter is "the pain is gone", "el dolor ya se me quitó".
func (c claim) deniedAfter() bool {
	after := c.after()
	if has(deniedBehind, after) {
		return true
	}
	at, ok := find(gone, after)
	if !ok {
		return false
	}
	for _, word := range after[:at.to] {
		if negators[word] {
			return false
		}
	}
	return true
}

var (
	deniedBehind = patterns(`^ no tengo, ^ no tiene, ^ no hay, ^ no siento, ^ no $, ^ ya no, ^ .. ya no tengo, ^ .. ya no esta, ^ .. ya no la tengo, ^ .. ya no lo tengo, ^ isnt .. anymore, ^ free`)
	gone         = patterns(`^ .. is gone, ^ is all gone, ^ .. went away, ^ .. has gone, ^ has stopped, ^ stopped, ^ finally stopped, ^ in .. stopped, ^ subsided, ^ has subsided, ^ is better, ^ .. got better, ^ is less, ^ went down, ^ is over, ^ broke, ^ is down, ^ .. has disappeared, ^ .. disappeared,
		^ .. se me/le quito, ^ .. se quito, ^ .. se me/le fue, ^ .. se fue, ^ .. se me/le paso, ^ .. se me/le calmo, ^ .. se me/le alivio, ^ .. se me/le ha quitado, ^ .. se me/le ha ido, ^ .. ha desaparecido, ^ .. desaparecio, ^ .. ya paro, ^ .. ya paso, ^ .. ya bajo, ^ paro, ^ bajo, ^ mejoro, ^ ceso`)
)

var (
	negators = set(`no not dont doesnt didnt isnt arent wasnt werent aint havent hasnt hadnt never without neither nor none zero wont wouldnt cant shouldnt nothing nobody
		nunca jamas tampoco sin ni nada nadie ningun ninguna cero`)
	// adverbs may stand between a denial and its verb.
	adverbs = set(`me le se te nos les lo ya casi tanto ha han he esta estan estaba estoy it that really even actually to been is are be being currently longer anymore any more at all am i im its having have has had feel so as do does did going gonna want quiero wanting trying planning`)
	// linking are the verbs by which a noun's denial reaches over articles.
	linking = set(`tengo tiene tenemos tienen hay siento siente sentir tener tenido sentido tuve tuvo tenia es esta estoy estan estaba parece creo sea veo visto vi have has had having feel feels feeling felt see seeing saw seen am is are
		was were been being be think its it experience experiencing experienced there quiero want wanting got notice noticed sufro sufre haya salio resulto`)
	possessive = set(`my the his her our their your la el los las mi mis su sus this este esta`)
	light      = set(`any more much many really real very so too such that in a an lot of kind type sign signs symptoms other abnormal bad severe significant major minor extreme longer currently right now at all to at anymore further experience yet even actually
		mas mucho mucha muchos muchas muy tanto tanta de nada ningun ninguna tipo senales sintomas casi ya he ha han me le se nos un una otro otra ahora mismo todavia aun fuerte fuertes mayor real algun alguna tal wisdom sharp strong high i im we he she they one`)
)

// signWords are the single words of danger, for lists of them: "no fever, pain or swelling".
var signWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, s := range signs {
		if s.weight != noun && s.weight != state {
			continue
		}
		for word, list := range s.byWord {
			for _, p := range list {
				words[word] = words[word] || len(p) == 1
			}
		}
	}
	return words
})
