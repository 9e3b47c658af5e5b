package workplace

import (
	"testing"
	"time"
)

func TestOpeningsOfADay(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/Puerto_Rico")
	if err != nil {
		t.Fatal(err)
	}
	hours, err := NewHours(zone, Week{"mon": {"08:00-12:00", "13:00-17:00"}}, []string{"2026-03-09"})
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) time.Time { return time.Date(2026, time.March, day, hour, 0, 0, 0, zone) }

	lateOnMonday := at(2, 23).UTC() // Tuesday already in Greenwich
	spans := hours.OpenOn(lateOnMonday)
	if len(spans) != 2 || !spans[0][0].Equal(at(2, 8)) || !spans[0][1].Equal(at(2, 12)) || !spans[1][0].Equal(at(2, 13)) || !spans[1][1].Equal(at(2, 17)) {
		t.Errorf("Monday's openings are %v", spans)
	}
	if spans := hours.OpenOn(at(9, 10)); len(spans) != 0 {
		t.Errorf("a closed day has openings: %v", spans)
	}
	if !hours.Limited() || (Hours{}).Limited() {
		t.Error("hours are limited where there are any, and only there")
	}
}
