package workplace

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Week is opening hours as people write them: "mon" to its spans, such as "08:00-12:00". A day that is left out is
// closed. A week without any day is always open.
type Week map[string][]string

// weekdays are the names of a week's days, by time.Weekday.
var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

const (
	oneDay     = 24 * 60 // minutes
	dateLayout = "2006-01-02"
)

// NewHours reads opening hours and closed days ("2026-12-25"). An error begins with the place, such as hours.mon[0].
func NewHours(zone *time.Location, week Week, closedDays []string) (Hours, error) {
	h := Hours{zone: zone}
	if len(week) > 0 {
		h.week = new([7][]span)
	}
	for name, texts := range week {
		day := slices.Index(weekdays, name)
		if day < 0 {
			return Hours{}, wrong("hours."+name, "The day is none of mon, tue, wed, thu, fri, sat and sun.")
		}
		spans, err := readSpans("hours."+name, texts)
		if err != nil {
			return Hours{}, err
		}
		h.week[day] = spans
	}
	for i, text := range closedDays {
		t, err := time.Parse(dateLayout, text)
		if err != nil {
			return Hours{}, wrong(fmt.Sprintf("closed_days[%d]", i), "This is no date. Write it like 2026-12-25.")
		}
		if h.closed == nil {
			h.closed = map[date]bool{}
		}
		h.closed[date{t.Year(), t.Month(), t.Day()}] = true
	}
	return h, nil
}

// readSpans reads a day's spans, in order. Spans that touch are fine, spans that overlap are a slip of the pen.
func readSpans(place string, texts []string) ([]span, error) {
	spans := make([]span, len(texts))
	for i, text := range texts {
		s, problem := readSpan(text)
		if problem != "" {
			return nil, wrong(fmt.Sprintf("%s[%d]", place, i), problem)
		}
		for _, other := range spans[:i] {
			if s.from < other.to && other.from < s.to {
				return nil, wrong(fmt.Sprintf("%s[%d]", place, i), "The span overlaps with another one of that day.")
			}
		}
		spans[i] = s
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	return spans, nil
}

func readSpan(text string) (s span, problem string) {
	const form = "00:00-00:00"
	if len(text) != len(form) || text[5] != '-' {
		return span{}, "This is no span of time. Write it like 08:00-17:00."
	}
	from, ok := readClock(text[:5])
	to, alsoOK := readClock(text[6:])
	switch {
	case !ok || !alsoOK:
		return span{}, "This is no span of time. Write it like 08:00-17:00."
	case to <= from:
		return span{}, "The span ends before it begins. Hours past midnight are two spans: one until 24:00, one from 00:00 of the next day."
	}
	return span{from, to}, ""
}

// readClock reads "08:30" as minutes from midnight; "24:00" is a day's end.
func readClock(text string) (minutes int, ok bool) {
	for _, i := range []int{0, 1, 3, 4} {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
	}
	digit := func(i int) int { return int(text[i] - '0') }
	hour, minute := digit(0)*10+digit(1), digit(3)*10+digit(4)
	minutes = hour*60 + minute
	return minutes, text[2] == ':' && minute < 60 && minutes <= oneDay
}
