package furnish_test

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/furnish"
	"relevo/backend/ledger"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func options(dir string) furnish.Options {
	return furnish.Options{
		Dir: dir, Conversations: 600, Messages: 6000, Workplaces: 3, People: 20, Seed: 1, Now: noon, Log: slog.New(slog.DiscardHandler),
		Progress: func(int) {},
	}
}

// TestWhatIsFurnishedIsSound furnishes a folder and asks the log itself: all is there that was promised, everybody can
// be the holder of something, nobody waits for Lara, and verify finds nothing.
func TestWhatIsFurnishedIsSound(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	o := options(dir)
	made, err := furnish.Furnish(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if made.Conversations != o.Conversations || made.Messages < o.Messages || made.Messages > o.Messages*11/10 {
		t.Errorf("made %+v", made)
	}
	l, err := ledger.Open(t.Context(), ledger.Options{Dir: dir, Now: time.Now, Log: o.Log})
	if err != nil {
		t.Fatal(err)
	}
	count, events := map[desk.Section]int{}, 0
	for n := range o.Workplaces {
		s, err := l.In(desk.WorkplaceID(furnish.Workplace(n+1))).Stream(t.Context(), "nobody", 200)
		if err != nil {
			t.Fatal(err)
		}
		events += int(s.Seq)
		for _, section := range s.Sections {
			count[section.Section] += section.Count
			for _, c := range section.Page.Conversations {
				if c.Open() && c.Waiting() && c.Holder.Team == desk.TeamLara {
					t.Errorf("a customer waits for Lara")
				}
			}
		}
	}
	open := count[desk.SectionStaff] + count[desk.SectionAgents] + count[desk.SectionLara]
	if open != 30 || open+count[desk.SectionClosed] != o.Conversations || count[desk.SectionStaff] == 0 || count[desk.SectionAgents] == 0 || count[desk.SectionLara] == 0 {
		t.Errorf("the sections hold %v", count)
	}
	if events != made.Events {
		t.Errorf("%d events are said to be there, and %d are", made.Events, events)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := ledger.Verify(t.Context(), dir, func(s string) { t.Log(s) }); n > 0 || err != nil {
		t.Errorf("%d differences, %v", n, err)
	}
	if _, err := furnish.Furnish(t.Context(), o); err == nil {
		t.Error("a folder was furnished twice")
	}
}

// TestTheSameSeedMakesTheSame has two folders hold the same conversations.
func TestTheSameSeedMakesTheSame(t *testing.T) {
	t.Parallel()
	var first desk.Stream
	for i := range 2 {
		o := options(filepath.Join(t.TempDir(), "data"))
		o.Conversations, o.Messages = 50, 400
		if _, err := furnish.Furnish(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		l, err := ledger.Open(t.Context(), ledger.Options{Dir: o.Dir, Now: time.Now, Log: o.Log})
		if err != nil {
			t.Fatal(err)
		}
		s, err := l.In("clinic1").Stream(t.Context(), "nobody", 200)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = s
			continue
		}
		if s.Seq != first.Seq {
			t.Fatalf("one has %d events, the other %d", first.Seq, s.Seq)
		}
		for n, section := range s.Sections {
			for k, c := range section.Page.Conversations {
				if other := first.Sections[n].Page.Conversations[k]; c.ID != other.ID || c.LastMessage.Text != other.LastMessage.Text {
					t.Fatalf("%s: conversation %d is %s and %s", section.Section, k, c.ID, other.ID)
				}
			}
		}
	}
}
