package lara

import (
	"strings"
	"unicode"
)

// The languages that Lara speaks.
const (
	English = "en"
	Spanish = "es"
)

// Language tells in which language a text is written, English or Spanish, or "" where that does not show. It counts
// small words and turns of spelling, so it needs no accents and copes with a single word; words that both languages
// have ("no", "me", "doctor") count for neither.
func Language(text string) string {
	english, spanish := 0, 0
	for _, c := range text {
		switch unicode.ToLower(c) {
		case 'ñ', '¿', '¡':
			spanish += 3
		case 'á', 'é', 'í', 'ó', 'ú':
			spanish++
		}
	}
	for _, word := range tongue(text) {
		weight, listed := evidence[word]
		if !listed {
			weight = shape(word)
		}
		english, spanish = english+max(0, weight), spanish+max(0, -weight)
	}
	switch {
	case english > spanish:
		return English
	case spanish > english:
		return Spanish
	}
	return ""
}

// tongue are the words, folded, with their conjunctions; names and numbers say nothing of a language.
func tongue(text string) []string {
	folded := strings.Builder{}
	for _, c := range strings.Map(plain, text) {
		if c != '\'' {
			folded.WriteString(fold(c))
		}
	}
	words := strings.FieldsFunc(folded.String(), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	for i, word := range words {
		words[i] = drawnIn(word)
	}
	return words
}

// shape is what the spelling of a word shows that is in no list, as evidence does.
func shape(word string) int {
	if len(word) < 4 {
		return 0
	}
	for _, end := range []string{"cion", "ciones", "mente", "ando", "iendo", "aron", "ieron", "aba", "ria", "dad", "emos", "amos", "ito", "ita", "itos", "illa", "ares", "arme", "erme", "irme", "arlo", "arla", "oso", "osa", "ar", "ado", "ada", "idos", "ados"} {
		if strings.HasSuffix(word, end) {
			return -1
		}
	}
	for _, end := range []string{"ing", "tion", "tions", "ly", "ness", "ment", "ght", "ould", "ful", "ck", "sh", "ed", "th", "ts", "ds"} {
		if strings.HasSuffix(word, end) {
			return 1
		}
	}
	if strings.Contains(word, "th") || strings.Contains(word, "wh") || strings.Contains(word, "ee") || strings.Contains(word, "oo") {
		return 1
	}
	return 0
}

// evidence is what a word says for English (above zero) or Spanish (below).
var evidence = evidences()

func evidences() map[string]int {
	weights := map[string]int{}
	add := func(weight int, words string) {
		for word := range strings.FieldsSeq(words) {
			weights[word] = weight
		}
	}
	add(1, `hi hello hey bye goodbye hours price cost insurance address phone street open cleaning tooth teeth payment payments card cash tomorrow today tonight yesterday week month year morning afternoon
		evening night monday tuesday wednesday thursday friday saturday sunday weekend january february april june july august thanks thank office kids child children pain hurts hurt bleeding blood swollen swelling fever help
		sure great yes yeah yep sorry time day good nice cool awesome please wow crown filling whitening braces location directions website email weekdays holiday holidays closed opening checkup visit`)
	add(2, `i im ive ill id my you your youre we were our they their them the this that these those there it its is are am was be been do does did dont doesnt didnt cant cannot can could would should will wont what whats when where wheres who
		why how hows which if and or but not with without for from of to in on at by about into after before any some much many more most very just have has had need want wants like get got make know see take give tell call come go going
		an as because until than then accept offer looking book schedule appointment appointments appt someone somebody anyone anybody speak talk please let lets us her his him she hes shes isnt arent available through during between
		u ur pls plz thx wanna gonna whos theres here now every each first next last new still right also too up down out off over only own same both few other another such nor so says said told asking wondering`)
	add(-1, `hola buenos buenas dias tardes noches adios chao saludos gracias precio precios costo seguro seguros direccion horario horarios telefono calle abierto abiertos cerrado limpieza muela muelas diente dientes encia dentista pago pagos tarjeta
		efectivo manana hoy ayer semana mes ano lunes martes miercoles jueves viernes sabado sabados domingo domingos enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre oficina ninos nino nina cita citas
		dolor duele duelen sangra sangrando sangre hinchado hinchada hinchazon fiebre ayuda ayudeme claro vale listo perfecto bueno bien si dale feriado feriados corona empaste frenos ubicacion ubicados correo pagina visita chequeo
		estacionamiento blanqueamiento implantes limpiezas extraccion emergencia urgencia consulta tarde noche dia semanas entendido genial chevere wepa bendiciones jaja`)
	add(-2, `el los las un una unos unas y o pero aunque porque que cual cuales quien quienes como cuando donde cuanto cuanta cuantos cuantas por para con de del al en es esta estan estoy estamos soy eres somos era fue ser estar
		yo tu usted ustedes ellos ella nosotros mi mis su sus nuestro nuestra lo le les se nos te muy mas tambien ya aqui alli ahi hay tengo tiene tienen tenemos tener quiero quiere quieren quisiera necesito necesita puedo puede pueden podria podrian
		hacer hago hace hacen favor porfa porfavor aceptan acepta cuesta cuestan cobran abren cierran abre cierra atienden queda quedan saber quedo cogen toman trabajan llamar hablar ver ir voy va van vamos desde hasta entre sobre segun
		este estos esos esas estas eso esto algo alguien nada nadie ningun ninguna otro otra otros todos todas cada ahora ahorita despues antes siempre nunca gustaria gusta dice dicen dijo sido ha han hemos habia
		toy pa q xq tb tmb ke dnd kiero sus les mijo nene nena senor senora dios cual agendar reservar cancelar`)
	// Words that both languages write alike.
	for word := range strings.FieldsSeq(`a me no he son come sale once pie van red real has todo sin fin use tan ha ok okay doctor dental hospital plan parking email web total normal general sin lara test wifi`) {
		weights[word] = 0
	}
	return weights
}
