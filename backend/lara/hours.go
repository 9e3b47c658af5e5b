package lara

import (
	"slices"
	"strings"
	"time"
)

// Hours are a workplace's opening hours, in its own zone.
type Hours interface {
	// Limited tells whether there are any hours to speak of; without them the workplace is always open.
	Limited() bool
	OpenAt(t time.Time) bool
	// NextOpening is the first moment, at t or after it, at which the workplace is open; false where none comes.
	NextOpening(t time.Time) (time.Time, bool)
	// OpenOn are the openings of the day that t is in, each from when until when, in order.
	OpenOn(t time.Time) [][2]time.Time
}

// limited tells whether the hours say anything.
func limited(h Hours) bool { return h != nil && h.Limited() }

// shut tells whether the workplace is closed now.
func (t *thinking) shut() bool { return limited(t.Hours) && !t.Hours.OpenAt(t.Now) }

// dayWords are the days that people name.
var dayWords = map[string]time.Weekday{
	"monday": time.Monday, "mondays": time.Monday, "mon": time.Monday, "lunes": time.Monday,
	"tuesday": time.Tuesday, "tuesdays": time.Tuesday, "tue": time.Tuesday, "tues": time.Tuesday, "martes": time.Tuesday,
	"wednesday": time.Wednesday, "wednesdays": time.Wednesday, "wed": time.Wednesday, "miercoles": time.Wednesday,
	"thursday": time.Thursday, "thursdays": time.Thursday, "thu": time.Thursday, "thur": time.Thursday, "thurs": time.Thursday, "jueves": time.Thursday,
	"friday": time.Friday, "fridays": time.Friday, "fri": time.Friday, "viernes": time.Friday,
	"saturday": time.Saturday, "saturdays": time.Saturday, "sat": time.Saturday, "sabado": time.Saturday, "sabados": time.Saturday,
	"sunday": time.Sunday, "sundays": time.Sunday, "sun": time.Sunday, "domingo": time.Sunday, "domingos": time.Sunday,
}

var (
	nowWords      = patterns(`now, right now, ahora, ahorita, currently, at the moment, en este momento, ya abrieron, ya cerraron, still open, todavia abiert*, siguen abiert*`)
	todayWords    = patterns(`today, tonight, hoy, esta tarde, esta noche`)
	tomorrowWords = patterns(`tomorrow, ^ manana, para manana, abren manana, abiertos manana, abre manana, abierto manana, manana abren, manana estan, estan manana, atienden manana, trabajan manana, cierran manana, hora manana, de manana, manana $`)
	morningWords  = patterns(`por la manana, en la manana, de la manana, las mananas`)
	weekendWords  = patterns(`weekend, weekends, fin de semana, fines de semana`)
	openNow       = patterns(`are you open, are you all open, you open, is the office open, is it open, are you closed, is the office closed, estan abiert*, esta abiert*, estan cerrad*, esta cerrad*, hay alguien en la oficina, ^ abiert*, ^ open`)
	asksWhen      = patterns(`what time, when, hours, que hora, cuando, horario*, schedule`)
)

// when is what moment or days an hours question is about; the zero value: the week.
type when struct {
	now  bool
	days []time.Time // each somewhere inside its day
}

// whenOf reads which days a question about opening hours names.
func (t *thinking) whenOf(words []string) when {
	var w when
	if has(todayWords, words) {
		w.days = append(w.days, t.Now)
	}
	if has(tomorrowWords, words) && !has(morningWords, words) {
		w.days = append(w.days, t.Now.AddDate(0, 0, 1))
	}
	if has(weekendWords, words) {
		w.days = append(w.days, t.coming(time.Saturday), t.coming(time.Sunday))
	}
	for _, word := range words {
		if weekday, ok := dayWords[word]; ok {
			w.days = append(w.days, t.coming(weekday))
		}
	}
	w.now = len(w.days) == 0 && (has(nowWords, words) || has(openNow, words) && !has(asksWhen, words))
	return w
}

// coming is the next such day, today included.
func (t *thinking) coming(weekday time.Weekday) time.Time {
	return t.Now.AddDate(0, 0, (int(weekday)-int(t.Now.Weekday())+7)%7)
}

// hoursAnswer computes an answer to a question about opening hours.
func (t *thinking) hoursAnswer(w when) string {
	switch {
	case w.now:
		return t.nowAnswer()
	case len(w.days) > 0:
		var lines []string
		for _, day := range w.days {
			if line := t.dayAnswer(day); !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
		return strings.Join(lines, " ")
	}
	return t.weekAnswer()
}

func (t *thinking) nowAnswer() string {
	if t.shut() {
		return t.say(sayClosedNow) + t.nextOpening()
	}
	for _, o := range t.Hours.OpenOn(t.Now) {
		if !t.Now.Before(o[0]) && t.Now.Before(o[1]) {
			return t.say(sayOpenNow, "TIME", t.clock(o[1]))
		}
	}
	return t.say(sayOpen)
}

// nextOpening is a sentence that says when the workplace opens, with a blank before it; empty where that isn't known.
func (t *thinking) nextOpening() string {
	at, ok := t.Hours.NextOpening(t.Now)
	if !ok {
		return ""
	}
	at = at.In(t.Now.Location())
	return " " + t.say(sayOpensAgain, "WHEN", t.moment(at))
}

func (t *thinking) dayAnswer(day time.Time) string {
	spans := t.Hours.OpenOn(day)
	if len(spans) == 0 {
		return t.say(sayClosedOn, "DAY", t.day(day))
	}
	return t.say(sayOpenOn, "DAY", t.day(day), "HOURS", t.spans(spans))
}

// weekAnswer lists the week, days with the same hours together.
func (t *thinking) weekAnswer() string {
	type run struct {
		from, to time.Weekday
		hours    string
	}
	var runs []run
	for i := range 7 {
		weekday := time.Weekday((i + 1) % 7) // Monday first
		hours := t.usual(weekday)
		if n := len(runs); n > 0 && runs[n-1].hours == hours {
			runs[n-1].to = weekday
			continue
		}
		runs = append(runs, run{weekday, weekday, hours})
	}
	var lines []string
	for _, r := range runs {
		days := t.weekday(r.from)
		if r.to != r.from {
			days = t.say(sayFromTo, "FROM", days, "TO", t.weekday(r.to))
		}
		lines = append(lines, days+": "+r.hours)
	}
	return t.say(sayWeek) + " " + strings.Join(lines, "; ") + "."
}

// usual are a weekday's hours in words, holidays left out: those of the coming weeks' longest such day.
func (t *thinking) usual(weekday time.Weekday) string {
	var longest time.Duration
	hours := t.say(sayClosed)
	for week := range 4 {
		spans := t.Hours.OpenOn(t.coming(weekday).AddDate(0, 0, 7*week))
		var sum time.Duration
		for _, s := range spans {
			sum += s[1].Sub(s[0])
		}
		if sum > longest {
			longest, hours = sum, t.spans(spans)
		}
	}
	return hours
}

// spans are openings in words.
func (t *thinking) spans(spans [][2]time.Time) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = t.say(saySpan, "FROM", t.clock(s[0]), "TO", t.clock(s[1]))
	}
	return strings.Join(parts, t.say(sayAnd))
}

// moment is a time to come in words: "tomorrow at 8:00 am".
func (t *thinking) moment(at time.Time) string {
	day := t.say(sayOn, "DAY", t.day(at))
	if sameDay(at, t.Now) {
		day = t.say(sayToday)
	} else if sameDay(at, t.Now.AddDate(0, 0, 1)) {
		day = t.say(sayTomorrow)
	}
	return t.say(sayAt, "DAY", day, "TIME", t.clock(at))
}

// day is a date in words, with its weekday.
func (t *thinking) day(at time.Time) string {
	at = at.In(t.Now.Location())
	month := months[t.language][at.Month()-1]
	return t.say(sayDay, "WEEKDAY", t.weekday(at.Weekday()), "MONTH", month, "DATE", at.Format("2"))
}

func (t *thinking) weekday(d time.Weekday) string { return weekdays[t.language][d] }

// clock is a time of day in words.
func (t *thinking) clock(at time.Time) string {
	at = at.In(t.Now.Location())
	if t.language == Spanish {
		return at.Format("3:04 ") + map[bool]string{true: "a. m.", false: "p. m."}[at.Hour() < 12]
	}
	return at.Format("3:04 pm")
}

func sameDay(a, b time.Time) bool {
	a = a.In(b.Location())
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

var weekdays = map[string][7]string{
	English: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	Spanish: {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
}

var months = map[string][12]string{
	English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	Spanish: {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
}
