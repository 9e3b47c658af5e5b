package lara

import (
	"strings"
	"sync"
)

// pattern is a run of words to be found in a clause, written as a small language of its own:
//
//	word        that folded word
//	one/two     one of these
//	stem*       a word that begins so
//	#class      a word of that class, see classes
//	..          up to three words of any kind
//	^ and $     the clause begins, ends here
type pattern []step

type step struct {
	words    []string
	stems    []string
	class    map[string]bool
	gap      bool
	from, to bool
}

// wordings are a list of patterns, filed by their first words so that a long list costs little.
type wordings struct {
	byWord map[string][]pattern
	others []pattern // those that begin with a class, a stem or a gap
}

// patterns reads a list of patterns, divided by commas or lines.
func patterns(list string) wordings {
	w := wordings{byWord: map[string][]pattern{}}
	for _, text := range strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == '\n' }) {
		if text = strings.TrimSpace(text); text != "" {
			w.file(compile(text))
		}
	}
	return w
}

func (w *wordings) file(p pattern) {
	first := p[0]
	if first.from && len(p) > 1 {
		first = p[1]
	}
	if len(first.words) == 0 || len(first.stems) > 0 {
		w.others = append(w.others, p)
		return
	}
	for _, word := range first.words {
		w.byWord[word] = append(w.byWord[word], p)
	}
}

// each calls f for every place at which one of the patterns stands, until f says that it is enough.
func (w wordings) each(words []string, f func(span) (enough bool)) {
	for i, word := range words {
		for _, list := range [2][]pattern{w.byWord[word], w.others} {
			for _, p := range list {
				if end, ok := p.at(words, i); ok && end > i && f(span{i, end}) {
					return
				}
			}
		}
	}
}

// longest is where the longest of the patterns that stand at a place ends; the place itself where none does.
func (w wordings) longest(words []string, i int) int {
	end := i
	for _, list := range [2][]pattern{w.byWord[words[i]], w.others} {
		for _, p := range list {
			if to, ok := p.at(words, i); ok {
				end = max(end, to)
			}
		}
	}
	return end
}

func compile(text string) pattern {
	var p pattern
	for word := range strings.FieldsSeq(text) {
		switch {
		case word == "..":
			p = append(p, step{gap: true})
		case word == "^":
			p = append(p, step{from: true})
		case word == "$":
			p = append(p, step{to: true})
		case word[0] == '#':
			p = append(p, step{class: classes[word[1:]]})
		default:
			s := step{}
			for option := range strings.SplitSeq(word, "/") {
				if stem, ok := strings.CutSuffix(option, "*"); ok {
					s.stems = append(s.stems, stem)
				} else {
					s.words = append(s.words, option)
				}
			}
			p = append(p, s)
		}
	}
	return p
}

// at tells whether the pattern stands at a place, and where it ends.
func (p pattern) at(words []string, i int) (int, bool) {
	if len(p) == 0 {
		return i, true
	}
	s, rest := p[0], p[1:]
	switch {
	case s.from:
		if i != 0 {
			return 0, false
		}
		return rest.at(words, i)
	case s.to:
		if i != len(words) {
			return 0, false
		}
		return rest.at(words, i)
	case s.gap:
		for skip := 0; skip <= 3 && i+skip <= len(words); skip++ {
			if end, ok := rest.at(words, i+skip); ok {
				return end, true
			}
		}
		return 0, false
	}
	if i >= len(words) || !s.matches(words[i]) {
		return 0, false
	}
	return rest.at(words, i+1)
}

func (s step) matches(word string) bool {
	if s.class != nil {
		return s.class[word]
	}
	for _, w := range s.words {
		if w == word {
			return true
		}
	}
	for _, stem := range s.stems {
		if strings.HasPrefix(word, stem) {
			return true
		}
	}
	return false
}

// span is a place in a clause, from its first word to the one behind its last.
type span struct{ from, to int }

// find answers the first place of any of the patterns.
func find(list wordings, words []string) (first span, ok bool) {
	list.each(words, func(s span) bool {
		first, ok = s, true
		return true
	})
	return first, ok
}

func has(list wordings, words []string) bool {
	_, ok := find(list, words)
	return ok
}

// whole tells whether one of the patterns is the clause, from end to end.
func whole(list wordings, words []string) bool {
	return len(words) > 0 && list.longest(words, 0) == len(words)
}

// set is a class of words.
func set(list string) map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		words[word] = true
	}
	return words
}

// classes of words that patterns name.
var classes = map[string]map[string]bool{
	"body": set(`tooth teeth molar molars gum gums mouth jaw face cheek cheeks lip lips tongue throat neck head chest stomach belly tummy back eye eyes ear ears nose arm arms
		leg legs hand hands foot feet knee knees ankle ankles finger fingers thumb toe toes wrist elbow shoulder shoulders hip skin body heart ribs rib bone bones spine wound incision stitches socket
		muela muelas diente dientes dientito encia encias boca mandibula quijada cara cachete cachetes mejilla labio labios lengua garganta cuello cabeza pecho estomago barriga vientre espalda ojo ojos
		oido oidos oreja orejas nariz brazo brazos pierna piernas mano manos pie pies rodilla rodillas tobillo tobillos dedo dedos muneca codo hombro hombros cadera piel cuerpo corazon costado
		costilla costillas hueso cordal cordales colmillo colmillos paladar herida puntos cintura rinones ovarios matriz`),
	"weekday": set(`monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado domingo`),
	"tooth":   set(`tooth teeth molar molars muela muelas diente dientes cordal cordales colmillo colmillos`),
	"mine":    set(`my our his her their mi mis nuestra nuestro su sus este esta`),
	"person": set(`son daughter baby child kid kids children boy girl mother father mom mommy dad mum husband wife grandmother grandfather grandma grandpa brother sister friend patient boyfriend girlfriend
		aunt uncle toddler infant hijo hija hijos bebe nene nena nenes nino nina ninos mama mami papa papi madre padre esposo esposa marido abuela abuelo abuelita hermano hermana amigo amiga novio novia tia tio sobrino sobrina nieto nieta`),
	"job": set(`cleaning cleanings canal canals extraction extractions filling fillings implant implants braces whitening crown crowns surgery surgeries procedure procedures treatment treatments injection injections
		needle vaccine vaccines shot shots exam exams xray test tests veneers denture dentures retainer aligners invisalign biopsy removal anesthesia sedation mammogram pap iud
		limpieza limpiezas endodoncia endodoncias extraccion extracciones empaste empastes relleno rellenos implante implantes frenos brackets blanqueamiento corona coronas cirugia cirugias procedimiento
		procedimientos tratamiento tratamientos inyeccion inyecciones vacuna vacunas aguja examen examenes prueba pruebas anestesia sedacion placa protesis dentadura retenedor carillas biopsia mamografia`),
}

// known tells whether a word stands in any list of this package.
func known(word string) bool { return vocabulary()[word] }

// vocabulary is every word that this package knows by itself.
var vocabulary = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	add := func(lists ...wordings) {
		for _, list := range lists {
			for word := range list.byWord {
				all[word] = true
			}
		}
	}
	for _, class := range classes {
		for word := range class {
			all[word] = true
		}
	}
	for _, s := range signs {
		add(s.wordings)
	}
	add(greetings, thanks, agreements, farewells, wantsPerson, wantsAppointment)
	for word := range evidence {
		all[word] = true
	}
	return all
})
