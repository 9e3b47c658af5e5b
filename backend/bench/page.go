package bench

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
)

// The marks between which a page holds the results of a run.
const (
	pageBegins = "<!-- results of relevo-load bench -->\n"
	pageEnds   = "<!-- end of the results -->\n"
)

// writeInto puts the results into a page, in place of those of an earlier run.
func (r report) writeInto(file string) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, found := bytes.Cut(page, []byte(pageBegins))
	_, after, ends := bytes.Cut(rest, []byte(pageEnds))
	if !found || !ends {
		return errors.New("the page has no marks for them")
	}
	return os.WriteFile(file, fmt.Appendf(nil, "%s%s%s%s%s", before, pageBegins, r.markdown(), pageEnds, after), 0o644)
}

// markdown is the report as two tables: what was held against a bound, and every side's figures.
func (r report) markdown() string {
	var goals, figures strings.Builder
	for _, s := range r.Sections {
		for _, v := range s.Verdicts {
			fmt.Fprintf(&goals, "| %d%s | %s: %s | **%s %s** | %s %s | %s |\n", s.Goal, word(binding[s.Goal], " !", ""), s.Title, v.What, number(v.Value), v.Unit, word(v.Least, "≥", "≤"), number(v.Bound), word(v.met(), "met", "missed"))
		}
		for _, f := range s.Figures {
			cpu := ""
			if f.CPU > 0 {
				cpu = number(f.CPU)
			}
			fmt.Fprintf(&figures, "| %d | %s | %s %s | %s |\n", s.Goal, f.Name, number(f.Value), f.Unit, cpu)
		}
		for _, n := range s.Notes {
			fmt.Fprintf(&figures, "| %d | %s | | |\n", s.Goal, n)
		}
	}
	return fmt.Sprintf("\nMeasured on: %s.\n\n| goal | what | measured | bound | |\n|---|---|--:|--:|---|\n%s\n| goal | side | median | µs CPU each |\n|---|---|--:|--:|\n%s\n", r.Machine, goals.String(), figures.String())
}
