package workplace

import (
	"time"
)

// Hours are a workplace's opening hours in its own zone. The zero value is always open.
type Hours struct {
	zone   *time.Location
	week   *[7][]span // by time.Weekday; nil: always open
	closed map[date]bool
}

// span is part of a day, in minutes from its midnight: open from the first, closed from the second on.
type span struct{ from, to int }

// date is a day of the calendar.
type date struct {
	year  int
	month time.Month
	day   int
}

// farAhead is how many days NextOpening looks ahead: long enough for any holiday.
const farAhead = 400

// OpenAt tells whether the workplace is open at a moment.
func (h Hours) OpenAt(t time.Time) bool {
	for _, o := range h.openings(h.dayOf(t)) {
		if !t.Before(o.from) && t.Before(o.to) {
			return true
		}
	}
	return false
}

// NextOpening is the first moment, at t or after it, at which the workplace is open; false where none comes.
func (h Hours) NextOpening(t time.Time) (time.Time, bool) {
	day := h.dayOf(t)
	for range farAhead {
		for _, o := range h.openings(day) {
			if t.Before(o.from) {
				return o.from, true
			}
			if t.Before(o.to) {
				return t, true
			}
		}
		day = day.next()
	}
	return time.Time{}, false
}

// OpenBetween is how much of the time between two moments falls into opening hours.
func (h Hours) OpenBetween(from, to time.Time) time.Duration {
	if h.always() {
		return max(0, to.Sub(from))
	}
	var sum time.Duration
	for day, last := h.dayOf(from), h.dayOf(to); !last.before(day); day = day.next() {
		for _, o := range h.openings(day) {
			sum += max(0, earlier(o.to, to).Sub(later(o.from, from)))
		}
	}
	return sum
}

// opening is a span as two moments.
type opening struct{ from, to time.Time }

func (h Hours) always() bool { return h.week == nil && len(h.closed) == 0 }

// location is where the clock is read; the zero value's openings are whole days wherever that is.
func (h Hours) location() *time.Location {
	if h.zone == nil {
		return time.UTC
	}
	return h.zone
}

func (h Hours) dayOf(t time.Time) date {
	year, month, day := t.In(h.location()).Date()
	return date{year, month, day}
}

// openings are a day's, in order.
func (h Hours) openings(d date) []opening {
	if h.closed[d] {
		return nil
	}
	spans := wholeDay
	if h.week != nil {
		spans = h.week[d.weekday()]
	}
	list := make([]opening, len(spans))
	for i, s := range spans {
		list[i] = opening{h.moment(d, s.from), h.moment(d, s.to)}
	}
	return list
}

var wholeDay = []span{{0, oneDay}}

// moment is when a day's clock first shows so many minutes from midnight. A time that the clock leaps over is the
// moment of the leap.
func (h Hours) moment(d date, minutes int) time.Time {
	t := time.Date(d.year, d.month, d.day, 0, minutes, 0, 0, h.location())
	zoneBegins, zoneEnds := t.ZoneBounds()
	want := time.Date(d.year, d.month, d.day, 0, minutes, 0, 0, time.UTC)
	switch shown := clock(t); {
	case shown.After(want):
		return zoneBegins
	case shown.Before(want):
		return zoneEnds
	case zoneBegins.IsZero():
		return t
	}
	// Where clocks were set back a while ago, they showed this time once before.
	_, after := t.Zone()
	_, before := zoneBegins.Add(-time.Nanosecond).Zone()
	if first := t.Add(time.Duration(after-before) * time.Second); first.Before(zoneBegins) && clock(first).Equal(want) {
		return first
	}
	return t
}

// clock is what the clock on the wall shows, as if it were UTC.
func clock(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.Add(time.Duration(offset) * time.Second).UTC()
}

func (d date) weekday() time.Weekday {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC).Weekday()
}

func (d date) next() date {
	year, month, day := time.Date(d.year, d.month, d.day+1, 0, 0, 0, 0, time.UTC).Date()
	return date{year, month, day}
}

func (d date) before(o date) bool {
	return d.year < o.year || d.year == o.year && (d.month < o.month || d.month == o.month && d.day < o.day)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
