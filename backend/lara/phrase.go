package lara

import (
	"strings"
	"unicode/utf8"
)

// phrase is a sentence of Lara's own in both languages; words in capitals are filled in.
type phrase map[string]string

var (
	sayOpen       = phrase{English: "Yes, we are open now.", Spanish: "Sí, estamos abiertos ahora."}
	sayOpenNow    = phrase{English: "Yes, we are open now, until TIME.", Spanish: "Sí, estamos abiertos ahora, hasta las TIME."}
	sayClosedNow  = phrase{English: "We are closed now.", Spanish: "Ahora estamos cerrados."}
	sayOpensAgain = phrase{English: "We open WHEN.", Spanish: "Abrimos WHEN."}
	sayOpenOn     = phrase{English: "On DAY we are open HOURS.", Spanish: "El DAY abrimos HOURS."}
	sayClosedOn   = phrase{English: "On DAY we are closed.", Spanish: "El DAY estamos cerrados."}
	sayWeek       = phrase{English: "Our hours:", Spanish: "Nuestro horario:"}
	sayClosed     = phrase{English: "closed", Spanish: "cerrado"}
	sayFromTo     = phrase{English: "FROM to TO", Spanish: "FROM a TO"}
	saySpan       = phrase{English: "from FROM to TO", Spanish: "de FROM a TO"}
	sayAnd        = phrase{English: " and ", Spanish: " y "}
	sayAt         = phrase{English: "DAY at TIME", Spanish: "DAY a las TIME"}
	sayDay        = phrase{English: "WEEKDAY, MONTH DATE", Spanish: "WEEKDAY DATE de MONTH"}
	sayOn         = phrase{English: "on DAY", Spanish: "el DAY"}
	sayToday      = phrase{English: "today", Spanish: "hoy"}
	sayTomorrow   = phrase{English: "tomorrow", Spanish: "mañana"}

	sayHello   = phrase{English: "Hello! I am Lara, the virtual assistant of NAME. How can I help you?", Spanish: "¡Hola! Soy Lara, la asistente virtual de NAME. ¿En qué puedo ayudarle?"}
	sayAgain   = phrase{English: "Hello again! How can I help you?", Spanish: "¡Hola de nuevo! ¿En qué puedo ayudarle?"}
	sayIAm     = phrase{English: "I am Lara, the virtual assistant of NAME. If you prefer a person, just say so.", Spanish: "Soy Lara, la asistente virtual de NAME. Si prefiere hablar con una persona, solo dígamelo."}
	sayWelcome = phrase{English: "You're welcome! If you need anything else, just write.", Spanish: "¡Con mucho gusto! Si necesita algo más, escríbanos."}
	sayBye     = phrase{English: "Good-bye! If you need anything else, just write.", Spanish: "¡Hasta luego! Si necesita algo más, escríbanos."}
	sayNod     = phrase{English: "All right! If you need anything else, just write.", Spanish: "¡Muy bien! Si necesita algo más, escríbanos."}

	sayUrgent     = phrase{English: "I am alerting our team right now. If a life is in danger, call 911.", Spanish: "Estoy alertando a nuestro equipo ahora mismo. Si hay una vida en peligro, llame al 911."}
	sayScheduling = phrase{English: "I am passing you to our team for your appointment.", Spanish: "Le paso con nuestro equipo para lo de su cita."}
	sayPerson     = phrase{English: "I am passing you to a person of our team.", Spanish: "Le paso con una persona de nuestro equipo."}
	sayCannot     = phrase{English: "I am passing this to our team, so that you get the right answer.", Spanish: "Le paso su mensaje a nuestro equipo, para que reciba la respuesta correcta."}
	saySoon       = phrase{English: "Somebody will answer you here shortly.", Spanish: "Pronto le responderán por aquí."}
	sayWhen       = phrase{English: "We are closed now; somebody will answer you WHEN.", Spanish: "Ahora estamos cerrados; le responderán WHEN."}
	sayLater      = phrase{English: "We are closed now; somebody will answer you when we open.", Spanish: "Ahora estamos cerrados; le responderán cuando abramos."}
	sayBriefly    = phrase{English: "A person will answer you.", Spanish: "Le responderá una persona."}

	noteUrgent     = phrase{English: "Lara hands over: it sounds like an emergency.", Spanish: "Lara pasa la conversación: parece una emergencia."}
	noteScheduling = phrase{English: "Lara hands over: an appointment is wanted.", Spanish: "Lara pasa la conversación: se trata de una cita."}
	notePerson     = phrase{English: "Lara hands over: the customer asks for a person.", Spanish: "Lara pasa la conversación: el cliente pide una persona."}
	noteRepeated   = phrase{English: "Lara hands over: the same question came a second time.", Spanish: "Lara pasa la conversación: la misma pregunta llegó por segunda vez."}
	noteUnknown    = phrase{English: "Lara hands over: the knowledge has no sure answer.", Spanish: "Lara pasa la conversación: el conocimiento no tiene una respuesta segura."}
	noteLate       = phrase{English: "The customer waited too long with Lara.", Spanish: "El cliente esperó demasiado con Lara."}
	noteAsked      = phrase{English: "Asked: ", Spanish: "Preguntó: "}
	noteAnswered   = phrase{English: "Answered: ", Spanish: "Respuesta: "}
	noteEarlier    = phrase{English: "(earlier messages left out)", Spanish: "(se omiten mensajes anteriores)"}
)

// fill puts a phrase into a language: pairs are a word in capitals and what stands for it.
func (p phrase) fill(language string, pairs ...string) string {
	text := strings.NewReplacer(pairs...).Replace(p[language])
	if language == Spanish {
		text = spanishClock.Replace(text)
	}
	return text
}

// spanishClock mends what the clock does to Spanish: one o'clock is singular, and "a. m." ends a sentence by itself.
var spanishClock = strings.NewReplacer(" las 1:", " la 1:", ". m..", ". m.")

func (t *thinking) say(p phrase, pairs ...string) string { return p.fill(t.language, pairs...) }

// fits tells whether a text fits into a message of so many code points.
func fits(text string, limit int) bool { return utf8.RuneCountInString(text) <= limit }

// shortened cuts a text to so many code points, with a sign that something is missing.
func shortened(text string, limit int) string {
	if fits(text, limit) {
		return text
	}
	runes := []rune(text)
	return strings.TrimSpace(string(runes[:max(0, limit-1)])) + "…"
}
