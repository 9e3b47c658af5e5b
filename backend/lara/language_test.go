package lara

import "testing"

func TestLanguage(t *testing.T) {
	t.Parallel()
	for want, texts := range map[string][]string{
		English: {"Hi", "hello", "What are your hours?", "hours?", "thanks", "thank you", "I need an appointment", "pain", "my tooth hurts", "where r u", "do u take triple s", "Can I pay with ATH Móvil?", "open tomorrow?", "Is Dr. Rivera there?", "cleaning", "insurance?", "good morning", "How much?", "yes please",
			"Hola, do you have parking?", "Is María available today?", "I live in Bayamón", "see you", "help", "stop calling me", "price list", "when", "what's up", "Buenos dias, I need help with my bill", "the limpieza was great"},
		Spanish: {"Hola", "¿Cuál es su horario?", "cual es su horario", "horario", "gracias", "quiero una cita", "cita", "me duele", "dolor", "dnd estan", "aceptan triple s", "cuanto cuesta", "buenas", "Buenos días", "si, por favor", "para mañana", "donde queda", "cierran hoy?", "necesito ayuda", "q precio tiene", "estoy sangrando",
			"Quiero un appointment para mañana", "tienen parking?", "limpieza", "¿Parking?", "hasta luego", "xq no contestan", "ta bien", "soy Juan", "mi plan es MCS", "hablar con alguien", "ok gracias", "No puedo ir", "Thanks, pero no puedo ir mañana", "me sangra", "quisiera hacerme un blanqueamiento"},
		"": {"", "ok", "OK 👍", "no", "Triple-S", "MCS?", "787-555-0100", "😂", "Parking", "wifi?", "Dr. Rivera", "lol", "Juan", "???", "123", "Lara"},
	} {
		for _, text := range texts {
			if got := Language(text); got != want {
				t.Errorf("%q is %q, want %q", text, got, want)
			}
		}
	}
}

func TestWhichLanguageSheAnswersIn(t *testing.T) {
	t.Parallel()
	hello := map[string]string{English: sayHello.fill(English, "NAME", "Sonrisas"), Spanish: sayHello.fill(Spanish, "NAME", "Sonrisas")}
	nod := map[string]string{English: sayNod[English], Spanish: sayNod[Spanish]}
	for _, row := range []struct {
		name, workplace, customer string
		texts                     []string
		want                      string
	}{
		{"the message's own before the customer's", Spanish, Spanish, []string{"Hello"}, hello[English]},
		{"the customer's where the message shows none", Spanish, English, []string{"ok"}, nod[English]},
		{"the workplace's where nothing is known", Spanish, "", []string{"👍"}, nod[Spanish]},
		{"an older message of the same batch", English, "", []string{"Hola", "ok"}, hello[Spanish]},
		{"English where the workplace says nothing", "", "", []string{"👍"}, nod[English]},
		{"a language that she doesn't speak", "fr", "de", []string{"👍"}, nod[English]},
	} {
		s := sonrisas()
		s.Language = row.workplace
		if got := Think(Input{Settings: s, Messages: said(row.texts...), Customer: row.customer, Now: monday}); got.Text != row.want {
			t.Errorf("%s: %q", row.name, got.Text)
		}
	}
}
