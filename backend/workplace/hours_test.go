package workplace_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"relevo/backend/workplace"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func hoursOf(t testing.TB, zone *time.Location, week workplace.Week, closed ...string) workplace.Hours {
	t.Helper()
	h, err := workplace.NewHours(zone, week, closed)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

var officeWeek = workplace.Week{
	"mon": {"13:00-17:00", "08:00-12:00"}, "tue": {"08:00-17:00"}, "wed": {"08:00-17:00"}, "thu": {"08:00-17:00"}, "fri": {"08:00-17:00"},
}

func TestOpeningHours(t *testing.T) {
	t.Parallel()
	ponce := zone(t, "America/Puerto_Rico")
	h := hoursOf(t, ponce, officeWeek, "2026-12-25")
	at := func(text string) time.Time {
		t.Helper()
		when, err := time.ParseInLocation("2006-01-02 15:04", text, ponce)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, row := range []struct{ about, at, next string }{
		{"a span's first moment is open", "2026-11-23 08:00", "2026-11-23 08:00"},
		{"in the middle of a span", "2026-11-23 10:30", "2026-11-23 10:30"},
		{"a span's end is closed", "2026-11-23 12:00", "2026-11-23 13:00"},
		{"before the day begins", "2026-11-23 07:59", "2026-11-23 08:00"},
		{"after the day", "2026-11-23 17:00", "2026-11-24 08:00"},
		{"over the weekend", "2026-11-27 18:00", "2026-11-30 08:00"},
		{"a closed day and the weekend behind it", "2026-12-25 10:00", "2026-12-28 08:00"},
		{"the evening before a closed day", "2026-12-24 17:00", "2026-12-28 08:00"},
	} {
		if open := h.OpenAt(at(row.at)); open != (row.at == row.next) {
			t.Errorf("%s: open is %v", row.about, open)
		}
		if next, ok := h.NextOpening(at(row.at)); !ok || !next.Equal(at(row.next)) {
			t.Errorf("%s: next opening %v, %v instead of %s", row.about, next, ok, row.next)
		}
	}
	for _, row := range []struct {
		about, from, to string
		want            time.Duration
	}{
		{"nothing in no time", "2026-11-23 10:00", "2026-11-23 10:00", 0},
		{"nothing backwards", "2026-11-23 10:00", "2026-11-23 09:00", 0},
		{"a part of a span", "2026-11-23 11:00", "2026-11-23 11:40", 40 * time.Minute},
		{"over the noon break", "2026-11-23 11:00", "2026-11-23 14:00", 2 * time.Hour},
		{"a night", "2026-11-23 16:50", "2026-11-24 08:05", 15 * time.Minute},
		{"a weekend", "2026-11-27 17:00", "2026-11-30 08:00", 0},
		{"a whole week", "2026-11-23 00:00", "2026-11-30 00:00", 44 * time.Hour},
		{"a week with a closed day", "2026-12-21 00:00", "2026-12-28 00:00", 35 * time.Hour},
	} {
		if got := h.OpenBetween(at(row.from), at(row.to)); got != row.want {
			t.Errorf("%s: %v instead of %v", row.about, got, row.want)
		}
	}
}

func TestHoursThatNobodySetAreAlwaysOpen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 25, 3, 0, 0, 0, time.UTC)
	for about, h := range map[string]workplace.Hours{"the zero value": {}, "an empty week": hoursOf(t, zone(t, "America/New_York"), workplace.Week{})} {
		next, ok := h.NextOpening(now)
		if !h.OpenAt(now) || !ok || !next.Equal(now) || h.OpenBetween(now, now.Add(40*time.Hour)) != 40*time.Hour {
			t.Errorf("%s is not always open", about)
		}
	}
	h := hoursOf(t, time.UTC, nil, "2026-12-25")
	if next, ok := h.NextOpening(now); h.OpenAt(now) || !ok || !next.Equal(time.Date(2026, 12, 26, 0, 0, 0, 0, time.UTC)) {
		t.Error("a closed day counts without a week too")
	}
}

func TestAWorkplaceThatNeverOpens(t *testing.T) {
	t.Parallel()
	h := hoursOf(t, time.UTC, workplace.Week{"mon": {}})
	if _, ok := h.NextOpening(time.Now()); ok || h.OpenAt(time.Now()) {
		t.Error("it opens")
	}
}

// TestClocksThatAreSet looks at the days on which New York sets its clocks.
func TestClocksThatAreSet(t *testing.T) {
	t.Parallel()
	newYork := zone(t, "America/New_York")
	allDay := workplace.Week{"sun": {"00:00-24:00"}}
	night := workplace.Week{"sun": {"01:30-02:30"}}
	utc := func(day, hour, minute int, month time.Month) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, time.UTC)
	}
	day := func(d int, m time.Month) (from, to time.Time) {
		return time.Date(2026, m, d, 0, 0, 0, 0, newYork), time.Date(2026, m, d+1, 0, 0, 0, 0, newYork)
	}
	for _, row := range []struct {
		about string
		week  workplace.Week
		day   int
		month time.Month
		want  time.Duration
		opens time.Time
	}{
		{"the short day", allDay, 8, time.March, 23 * time.Hour, utc(8, 5, 0, time.March)},
		{"the long day", allDay, 1, time.November, 25 * time.Hour, utc(1, 4, 0, time.November)},
		{"an end that the clock leaps over", night, 8, time.March, 30 * time.Minute, utc(8, 6, 30, time.March)},
		{"a beginning that the clock shows twice", night, 1, time.November, 2 * time.Hour, utc(1, 5, 30, time.November)},
		{"a beginning that the clock leaps over", workplace.Week{"sun": {"02:15-04:00"}}, 8, time.March, time.Hour, utc(8, 7, 0, time.March)},
	} {
		h := hoursOf(t, newYork, row.week)
		from, to := day(row.day, row.month)
		if got := h.OpenBetween(from, to); got != row.want {
			t.Errorf("%s: open for %v instead of %v", row.about, got, row.want)
		}
		if next, ok := h.NextOpening(from); !ok || !next.Equal(row.opens) {
			t.Errorf("%s: opens at %v instead of %v", row.about, next.UTC(), row.opens)
		}
	}
	h := hoursOf(t, newYork, officeWeek)
	if !h.OpenAt(utc(9, 12, 0, time.March)) || h.OpenAt(utc(6, 12, 0, time.March)) {
		t.Error("eight o'clock is by the clock on the wall, in summer as in winter")
	}
}

func TestHoursThatAreNone(t *testing.T) {
	t.Parallel()
	for about, row := range map[string]struct {
		week   workplace.Week
		closed []string
		place  string
	}{
		"past midnight":    {workplace.Week{"mon": {"08:00-12:00", "22:00-02:00"}}, nil, "hours.mon[1]"},
		"no length":        {workplace.Week{"tue": {"08:00-08:00"}}, nil, "hours.tue[0]"},
		"overlapping":      {workplace.Week{"wed": {"08:00-12:00", "11:59-13:00"}}, nil, "hours.wed[1]"},
		"beyond the day":   {workplace.Week{"thu": {"08:00-24:01"}}, nil, "hours.thu[0]"},
		"no such minute":   {workplace.Week{"thu": {"08:60-12:00"}}, nil, "hours.thu[0]"},
		"not a span":       {workplace.Week{"fri": {"all day"}}, nil, "hours.fri[0]"},
		"other digits":     {workplace.Week{"fri": {"٠8:00-9:00"}}, nil, "hours.fri[0]"},
		"no such day":      {workplace.Week{"monday": {"08:00-12:00"}}, nil, "hours.monday"},
		"no such date":     {nil, []string{"2026-12-25", "2026-02-30"}, "closed_days[1]"},
		"a date in words":  {nil, []string{"Christmas"}, "closed_days[0]"},
		"a date and clock": {nil, []string{"2026-12-25T00:00"}, "closed_days[0]"},
	} {
		if _, err := workplace.NewHours(time.UTC, row.week, row.closed); err == nil || len(err.Error()) < len(row.place) || err.Error()[:len(row.place)+1] != row.place+":" {
			t.Errorf("%s: %v instead of %s", about, err, row.place)
		}
	}
}

// TestHoursAgreeWithThemselves asks the same in different ways, around the clock and over the clock's leaps.
func TestHoursAgreeWithThemselves(t *testing.T) {
	t.Parallel()
	zones := []*time.Location{zone(t, "America/New_York"), zone(t, "America/Puerto_Rico"), zone(t, "Australia/Lord_Howe"), zone(t, "America/Havana"), zone(t, "Asia/Kathmandu")}
	weeks := []workplace.Week{officeWeek, {"sun": {"00:00-24:00"}, "mon": {"00:00-02:30"}}, {"sat": {"23:00-24:00"}, "sun": {"00:00-00:30", "01:15-03:45"}}, nil}
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.SampledFrom(zones).Draw(t, "zone")
		h, err := workplace.NewHours(z, rapid.SampledFrom(weeks).Draw(t, "week"), []string{"2026-03-09", "2026-11-02"})
		if err != nil {
			t.Fatal(err)
		}
		begin := rapid.SampledFrom([]time.Time{time.Date(2026, 3, 7, 0, 0, 0, 0, z), time.Date(2026, 10, 31, 0, 0, 0, 0, z), time.Date(2026, 4, 4, 0, 0, 0, 0, z)}).Draw(t, "begin")
		minutes := rapid.IntRange(0, 4*24*60)
		a := begin.Add(time.Duration(minutes.Draw(t, "a")) * time.Minute)
		b := a.Add(time.Duration(minutes.Draw(t, "b")) * time.Minute)
		c := b.Add(time.Duration(minutes.Draw(t, "c")) * time.Minute)
		if ab, bc, ac := h.OpenBetween(a, b), h.OpenBetween(b, c), h.OpenBetween(a, c); ab+bc != ac || ac > c.Sub(a) {
			t.Fatalf("%v and %v make %v, but it is %v", ab, bc, ab+bc, ac)
		}
		minute := h.OpenBetween(a, a.Add(time.Minute))
		if open := h.OpenAt(a); open != (minute == time.Minute) {
			t.Fatalf("at %v open is %v, but of the next minute %v are", a, open, minute)
		}
		next, ok := h.NextOpening(a)
		if !ok || next.Before(a) || !h.OpenAt(next) || h.OpenBetween(a, next) != 0 {
			t.Fatalf("after %v the next opening is %v, %v", a, next, ok)
		}
	})
}
