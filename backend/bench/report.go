package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// report is what a run found.
type report struct {
	Machine  machine   `json:"machine"`
	Short    bool      `json:"short"`
	Sections []section `json:"goals"`
}

// section is one goal's figures.
type section struct {
	Goal     int       `json:"goal"`
	Title    string    `json:"title"`
	Figures  []figure  `json:"figures"`
	Verdicts []verdict `json:"verdicts"`
	Notes    []string  `json:"notes,omitempty"`
}

// figure is one side's value, with the CPU time that an item took where it was measured.
type figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	CPU   float64 `json:"cpu_us_per_item,omitempty"`
}

// verdict holds a value against its bound.
type verdict struct {
	What  string  `json:"what"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Least bool    `json:"at_least"` // the bound is the least, else the most
	Bound float64 `json:"bound"`
}

func atLeast(what string, value, bound float64, unit string) verdict {
	return verdict{what, value, unit, true, bound}
}

func atMost(what string, value, bound float64, unit string) verdict {
	return verdict{what, value, unit, false, bound}
}

// met tells whether the bound is kept. What could not be measured is not.
func (v verdict) met() bool {
	if v.Least {
		return v.Value >= v.Bound
	}
	return v.Value <= v.Bound
}

// binding are the goals that a build must not fall below.
var binding = map[int]bool{1: true, 2: true, 4: true, 6: true, 7: true}

// missed counts the bounds that were not kept: those of binding goals, and all.
func (r report) missed() (must, all int) {
	for _, s := range r.Sections {
		for _, v := range s.Verdicts {
			if v.met() {
				continue
			}
			all++
			if binding[s.Goal] {
				must++
			}
		}
	}
	return must, all
}

// print writes a section for people.
func (s section) print(w io.Writer) {
	fmt.Fprintf(w, "\n%d  %s\n", s.Goal, s.Title)
	for _, f := range s.Figures {
		fmt.Fprintf(w, "     %-46s %12s %-13s", f.Name, number(f.Value), f.Unit)
		if f.CPU > 0 {
			fmt.Fprintf(w, " %10s µs CPU each", number(f.CPU))
		}
		fmt.Fprintln(w)
	}
	for _, v := range s.Verdicts {
		fmt.Fprintf(w, "  %s  %-46s %12s %-5s %s %s\n", word(v.met(), "ok", "--"), v.What, number(v.Value), v.Unit, word(v.Least, "≥", "≤"), number(v.Bound))
	}
	for _, n := range s.Notes {
		fmt.Fprintf(w, "     %s\n", n)
	}
}

// writeJSON writes the whole report for programs. What could not be measured is null.
func (r report) writeJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// MarshalJSON has no word for what is no number.
func (v verdict) MarshalJSON() ([]byte, error) {
	type plain verdict
	return json.Marshal(struct {
		plain
		Value *float64 `json:"value"`
		Met   bool     `json:"met"`
	}{plain(v), finite(v.Value), v.met()})
}

// MarshalJSON has no word for what is no number.
func (f figure) MarshalJSON() ([]byte, error) {
	type plain figure
	return json.Marshal(struct {
		plain
		Value *float64 `json:"value"`
	}{plain(f), finite(f.Value)})
}

func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// number writes a value with three digits that count, and groups of thousands.
func number(v float64) string {
	if math.IsNaN(v) {
		return "?"
	}
	decimals := 0
	for limit := 100.0; math.Abs(v) < limit && decimals < 3; limit /= 10 {
		decimals++
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	whole, fraction, _ := strings.Cut(s, ".")
	sign := strings.HasPrefix(whole, "-")
	whole = strings.TrimPrefix(whole, "-")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return word(sign, "-", "") + whole
}

func word(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
