package bench

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestMedianIsTheMiddle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 3, 2}, 2.5}} {
		if got := median(c.values); got != c.want {
			t.Errorf("the median of %v is %v instead of %v", c.values, got, c.want)
		}
	}
	if !math.IsNaN(median(nil)) {
		t.Error("nothing has a median")
	}
}

func TestPercentileIsAValueThatWasMeasured(t *testing.T) {
	t.Parallel()
	var values []time.Duration
	for i := range 100 {
		values = append(values, time.Duration(100-i))
	}
	for p, want := range map[float64]time.Duration{0: 1, 1: 1, 50: 50, 99: 99, 99.5: 100, 100: 100} {
		if got := percentile(values, p); got != want {
			t.Errorf("p%v of 1 to 100 is %d instead of %d", p, got, want)
		}
	}
	if percentile(nil, 99) != 0 {
		t.Error("nothing has a percentile")
	}
}

func TestRatioComparesWithinARound(t *testing.T) {
	t.Parallel()
	// The machine becomes three times as slow in the middle, for both sides: that is not a difference between them.
	ours := []sample{{100, 1, 0}, {33, 1, 0}, {100, 1, 0}}
	theirs := []sample{{200, 1, 0}, {66, 1, 0}, {200, 1, 0}}
	if got := ratioOf(ours, theirs); got != 0.5 {
		t.Errorf("the ratio is %v instead of 0.5", got)
	}
	if got := (sample{1000, 2, 3 * time.Millisecond}); got.rate() != 500 || got.perItem() != 3 {
		t.Errorf("a sample of 1,000 items in 2 s and 3 ms of CPU has %v items/s and %v µs each", got.rate(), got.perItem())
	}
}

func TestSidesTakeTurnsAndTheFirstRoundDoesNotCount(t *testing.T) {
	t.Parallel()
	order := ""
	turn := func(name string) side {
		return func() (sample, error) {
			order += name
			return sample{items: float64(len(order))}, nil
		}
	}
	rounds, err := interleave(3, turn("a"), turn("b"))
	if err != nil {
		t.Fatal(err)
	}
	if order != "abbaabba" {
		t.Errorf("the sides came in the order %s", order)
	}
	if len(rounds[0]) != 3 || rounds[0][0].items != 4 || rounds[1][0].items != 3 {
		t.Errorf("the samples are %v", rounds)
	}
}

func TestWhatWasNotMeasuredIsNotMet(t *testing.T) {
	t.Parallel()
	for _, v := range []verdict{atLeast("", math.NaN(), 0.5, ""), atMost("", math.NaN(), 3, ""), atLeast("", 0.49, 0.5, ""), atMost("", 3.01, 3, "")} {
		if v.met() {
			t.Errorf("%+v is met", v)
		}
	}
	for _, v := range []verdict{atLeast("", 0.5, 0.5, ""), atMost("", 3, 3, "")} {
		if !v.met() {
			t.Errorf("%+v is not met", v)
		}
	}
}

// someReport has a missed bound of a goal that must be met, one of a goal that need not, and one that was not measured.
func someReport() report {
	return report{Sections: []section{
		{Goal: 1, Verdicts: []verdict{atLeast("a", 0.4, 0.5, "×"), atLeast("b", 9, 8, "×")}},
		{Goal: 5, Verdicts: []verdict{atMost("c", 1.4, 1.3, "×")}, Figures: []figure{{Name: "f", Value: 1234.5, Unit: "ms", CPU: 7}}},
		{Goal: 9, Verdicts: []verdict{atMost("d", math.NaN(), 5, "s")}},
	}}
}

func TestOnlyBindingGoalsFailARun(t *testing.T) {
	t.Parallel()
	if must, all := someReport().missed(); must != 1 || all != 3 {
		t.Errorf("%d binding bounds of %d were missed, instead of 1 of 3", must, all)
	}
	for _, goal := range []int{1, 2, 4, 6, 7} {
		r := report{Sections: []section{{Goal: goal, Verdicts: []verdict{atMost("", 2, 1, "")}}}}
		if must, _ := r.missed(); must != 1 {
			t.Errorf("goal %d may be missed", goal)
		}
	}
	out := &bytes.Buffer{}
	for short, want := range map[bool]error{true: nil, false: ErrMissed} {
		b := &bench{o: Options{Short: short}, out: out, report: someReport()}
		if err := b.finish(); err != want {
			t.Errorf("a run ends with %v; short: %v", err, short)
		}
	}
}

func TestResultsAreJSONWithoutWhatIsNoNumber(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := someReport().writeJSON(&b); err != nil {
		t.Fatal(err)
	}
	var read struct {
		Goals []struct {
			Verdicts []struct {
				Value *float64
				Met   bool
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	if v := read.Goals[2].Verdicts[0]; v.Value != nil || v.Met {
		t.Errorf("what was not measured is %+v", v)
	}
	if v := read.Goals[0].Verdicts[1]; v.Value == nil || *v.Value != 9 || !v.Met {
		t.Errorf("what was met is %+v", v)
	}
}

func TestResultsTakeTheirPlaceOnAPage(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(file, []byte("before\n"+pageBegins+"old\n"+pageEnds+"after\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := someReport().writeInto(file); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	if !strings.HasPrefix(page, "before\n") || !strings.HasSuffix(page, "after\n") || strings.Contains(page, "old") || strings.Count(page, "| 5 | : c | **1.4 ×** | ≤ 1.3 | missed |") != 1 {
		t.Errorf("the page is\n%s", page)
	}
	if err := os.WriteFile(file, []byte("no marks"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := someReport().writeInto(file); err == nil {
		t.Error("a page without marks was written over")
	}
}

func TestNumbersAreShort(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]string{0: "0", 0.1234: "0.123", 1.5: "1.5", 12.345: "12.3", 123.4: "123", 1234567: "1,234,567", -1234.5: "-1,234", math.NaN(): "?"} {
		if got := number(v); got != want {
			t.Errorf("%v is written %s instead of %s", v, got, want)
		}
	}
}
