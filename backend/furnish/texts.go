package furnish

import (
	"math/rand/v2"
	"strings"
)

// Common and Rare are words to search for: the first stands in every fifth message or so, the second in every hundred
// thousandth.
const (
	Common = "cita"
	Rare   = "quetzal"
)

const (
	invented  = 20_000  // words of a language beside those below
	rarely    = 100_000 // texts that one with Rare comes among
	textLimit = 320     // what a message may have
)

// frequent are the words that people use most, the most frequent first.
var frequent = map[string][]string{
	"es": strings.Fields(`de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya
		entre cuando todo esta ser son dos también fue había era muy hasta desde está mi porque qué sólo han yo hay vez puede todos así nos ni parte
		tiene él uno donde bien tiempo mismo ese ahora cada e vida otro después te otros aunque esa eso hace otra gobierno tan durante siempre día tanto
		ella tres sí dijo sido gran país según menos cita mañana tarde horario limpieza muela diente plan médico seguro doctora doctor clínica
		gracias buenos días buenas tardes hola por favor confirmar cambiar cancelar disponible lunes martes miércoles jueves viernes sábado hora
		precio costo pagar tarjeta factura niño hija hijo esposo madre receta farmacia resultado radiografía corona puente implante blanqueamiento
		encías frío caliente hoy semana mes año oficina dirección teléfono correo enviar recibir llamar esperar llegar tarde`),
	"en": strings.Fields(`the to of and a in is it you that he was for on are with as i his they be at one have this from or had by hot but some what
		there we can out other were all your when up use word how said an each she which do their time if will way about many then them would write like
		so these her long make thing see him two has look more day could go come did my sound no most number who over know water than call first people
		may down side been now find any new work part take get place made live where after back little only round man year came show every good me give
		our under cita appointment tomorrow morning afternoon schedule cleaning tooth teeth plan insurance doctor clinic thanks please hello confirm
		change cancel available monday tuesday wednesday thursday friday saturday hour price cost pay card bill child daughter son husband mother
		prescription pharmacy result crown bridge implant whitening gums cold today week month office address phone email send receive`),
}

var syllables = strings.Fields(`ba be bi bo ca co cu cha da de di do fa fe fi ga go gue ja je la le li lo lla ma me mi mo na ne ni no ña pa pe pi po pre
	que ra re ri ro sa se si so su ta te ti to tra va ve vi ya za ción dad mente`)

// texts writes what people may have written.
type texts struct {
	rng     *rand.Rand
	words   map[string][]string
	zipf    *rand.Zipf
	written int
}

func newTexts(rng *rand.Rand) *texts {
	t := &texts{rng: rng, words: map[string][]string{}}
	for _, language := range []string{"es", "en"} {
		words := frequent[language]
		for range invented {
			var word strings.Builder
			for range 2 + rng.IntN(3) {
				word.WriteString(syllables[rng.IntN(len(syllables))])
			}
			words = append(words, word.String())
		}
		t.words[language] = words
	}
	t.zipf = rand.NewZipf(rng, 1.08, 4, uint64(len(t.words["en"])-1))
	return t
}

// write makes a text of some words, as frequent as words are, few of them long.
func (t *texts) write(language string) string {
	t.written++
	words := t.words[language]
	var b strings.Builder
	for range 3 + t.rng.IntN(9) + t.rng.IntN(9) {
		t.add(&b, words[min(int(t.zipf.Uint64()), len(words)-1)])
	}
	if t.rng.IntN(7) == 0 {
		t.add(&b, Common)
	}
	if t.written%rarely == rarely/2 {
		t.add(&b, Rare)
	}
	return b.String()
}

func (t *texts) add(b *strings.Builder, word string) {
	if b.Len()+len(word) >= textLimit {
		return
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString(word)
}

var (
	firstNames = strings.Fields(`Ana Luis María José Carmen Juan Rosa Pedro Luz Carlos Sofía Miguel Elena Rafael Marta Diego Lucía Andrés Julia Pablo
		Emily John Grace Peter Olivia James Emma Robert Ava William Mía Daniel Isabel David Laura Gabriel Inés Manuel Teresa Ramón`)
	lastNames = strings.Fields(`Rivera Ortiz Santos Colón Torres Pagán Vega Cruz Díaz Rosario Soto Marrero Núñez Peña Medina Reyes Ramos Vázquez
		Clark Smith Brown Miller Davis Wilson Moore Taylor Thomas Jackson White Harris Lewis Young King Wright Hill Green Adams Baker`)
)

// personName is the nth of many names.
func personName(n int) string {
	n = n * 7919 % (len(firstNames) * len(lastNames))
	return firstNames[n%len(firstNames)] + " " + lastNames[n/len(firstNames)]
}
