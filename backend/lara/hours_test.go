package lara

import (
	"strings"
	"testing"
	"time"
)

// at is a time in the first week of March 2026, which begins on a Monday the 2nd.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, time.March, day, hour, minute, 0, 0, time.UTC)
}

func TestHoursAreComputedWhereNoEntryFits(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		now  time.Time
		text string
		want string
	}{
		{"open now", at(2, 10, 0), "Are you open now?", "Yes, we are open now, until 12:00 pm."},
		{"open now, in the afternoon", at(2, 13, 30), "are you open?", "Yes, we are open now, until 5:00 pm."},
		{"closed for lunch", at(2, 12, 30), "Are you open right now?", "We are closed now. We open today at 1:00 pm."},
		{"closed at night", at(2, 20, 0), "are you still open?", "We are closed now. We open tomorrow at 8:00 am."},
		{"closed on the evening before a holiday", at(5, 18, 0), "you open?", "We are closed now. We open on Saturday, March 7 at 9:00 am."},
		{"today", at(2, 7, 0), "are you open today?", "On Monday, March 2 we are open from 8:00 am to 12:00 pm and from 1:00 pm to 5:00 pm."},
		{"tomorrow", at(6, 10, 0), "What time do you open tomorrow?", "On Saturday, March 7 we are open from 9:00 am to 12:00 pm."},
		{"a day that no entry names", at(2, 10, 0), "Are you open on Saturday?", "On Saturday, March 7 we are open from 9:00 am to 12:00 pm."},
		{"a day on which it is closed", at(2, 10, 0), "do you open Sundays?", "On Sunday, March 8 we are closed."},
		{"the weekend", at(2, 10, 0), "open on weekends?", "On Saturday, March 7 we are open from 9:00 am to 12:00 pm. On Sunday, March 8 we are closed."},
		{"two days", at(2, 10, 0), "are you open Saturday or Sunday", "On Saturday, March 7 we are open from 9:00 am to 12:00 pm. On Sunday, March 8 we are closed."},
		{"now, in Spanish", at(2, 10, 0), "¿Están abiertos ahora?", "Sí, estamos abiertos ahora, hasta las 12:00 p. m."},
		{"closed, in Spanish", at(2, 12, 30), "estan abiertos?", "Ahora estamos cerrados. Abrimos hoy a la 1:00 p. m."},
		{"tomorrow, in Spanish", at(2, 10, 0), "¿Abren mañana?", "El martes 3 de marzo abrimos de 8:00 a. m. a 12:00 p. m. y de 1:00 p. m. a 5:00 p. m."},
		{"a holiday, in Spanish", at(5, 10, 0), "abren mañana?", "El viernes 6 de marzo estamos cerrados."},
		{"Saturdays, in Spanish", at(2, 10, 0), "¿Abren los sábados?", "El sábado 7 de marzo abrimos de 9:00 a. m. a 12:00 p. m."},
		{"serving on Saturdays", at(2, 10, 0), "atienden los sabados?", "El sábado 7 de marzo abrimos de 9:00 a. m. a 12:00 p. m."},
		{"today, in Spanish", at(7, 8, 0), "hasta qué hora están abiertos hoy", "El sábado 7 de marzo abrimos de 9:00 a. m. a 12:00 p. m."},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := sonrisas()
			s.Hours = office{}
			if got := Think(Input{Settings: s, Messages: said(row.text), Now: row.now}); got.HandOver || got.Text != row.want {
				t.Errorf("%q: %+v, want %q", row.text, got, row.want)
			}
		})
	}
}

func TestAnEntryComesBeforeComputedHours(t *testing.T) {
	t.Parallel()
	s := sonrisas()
	s.Hours = office{}
	for text, want := range map[string]string{
		"What are your hours?":        clinic[0].Answer,
		"are you open on Wednesdays?": clinic[0].Answer,
		"¿Cuál es su horario?":        clinic[1].Answer,
	} {
		if got := Think(Input{Settings: s, Messages: said(text), Now: monday}); got.Text != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestTheWeekWithoutAnEntry(t *testing.T) {
	t.Parallel()
	s := Settings{On: true, Name: "Sonrisas", Language: English, Limit: 320, Hours: office{}}
	got := Think(Input{Settings: s, Messages: said("What are your hours?"), Now: at(5, 18, 0)})
	want := "Our hours: Monday to Friday: from 8:00 am to 12:00 pm and from 1:00 pm to 5:00 pm; Saturday: from 9:00 am to 12:00 pm; Sunday: closed."
	if got.Text != want {
		t.Errorf("the week is %+v", got)
	}
	got = Think(Input{Settings: s, Messages: said("¿Cuál es su horario?"), Now: at(5, 18, 0)})
	if want := "Nuestro horario: lunes a viernes: de 8:00 a. m. a 12:00 p. m. y de 1:00 p. m. a 5:00 p. m.; sábado: de 9:00 a. m. a 12:00 p. m.; domingo: cerrado."; got.Text != want {
		t.Errorf("the week is %+v", got)
	}
}

// Holidays by name, another place's hours and whatever the hours don't say are for people.
func TestWhatTheHoursDontSay(t *testing.T) {
	t.Parallel()
	s := sonrisas()
	s.Hours = office{}
	for _, text := range []string{"Are you open on Christmas?", "hours in Bayamón?", "¿Cuál es el horario de la farmacia?", "Are you open on holidays?", "is the lab open on Saturday?"} {
		if got := Think(Input{Settings: s, Messages: said(text), Now: monday}); !got.HandOver {
			t.Errorf("%q was answered with %q", text, got.Text)
		}
	}
}

func TestOutsideOpeningHoursAHandOverSaysWhen(t *testing.T) {
	t.Parallel()
	s := sonrisas()
	s.Hours = office{}
	for _, row := range []struct {
		name, text string
		now        time.Time
		want       string
	}{
		{"at night", "I want to talk to a person", at(2, 22, 0), "somebody will answer you tomorrow at 8:00 am."},
		{"early", "I want to talk to a person", at(2, 6, 0), "somebody will answer you today at 8:00 am."},
		{"before a long weekend, in Spanish", "quiero una cita", at(7, 15, 0), "le responderán el lunes 9 de marzo a las 8:00 a. m."},
		{"an emergency too", "me duele mucho", at(8, 15, 0), "le responderán mañana a las 8:00 a. m."},
		{"open: soon", "I want to talk to a person", at(2, 9, 0), "Somebody will answer you here shortly."},
	} {
		got := Think(Input{Settings: s, Messages: said(row.text), Now: row.now})
		if !got.HandOver || !strings.HasSuffix(got.Text, row.want) {
			t.Errorf("%s: %+v", row.name, got)
		}
	}
}
