package web

import (
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"relevo/backend/desk"
)

// Pages have defaultLimit entries where nothing is asked, and never more than maxLimit.
const (
	defaultLimit = 50
	maxLimit     = 200
)

// limit is the query parameter of that name. What is larger than allowed is clamped, whatever its size.
type limit string

// Schema is a whole number's.
func (limit) Schema(huma.Registry) *huma.Schema {
	least := 1.0
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &least, Default: defaultLimit, Description: "How many at most; beyond 200 counts as 200."}
}

func (l limit) value() (int, error) {
	if l == "" {
		return defaultLimit, nil
	}
	if !digits(string(l)) {
		return 0, malformed("The limit is a whole number from 1 on.")
	}
	n, err := strconv.Atoi(string(l))
	if err != nil || n > maxLimit { // digits alone fail only by being too many
		return maxLimit, nil
	}
	if n == 0 {
		return 0, malformed("The limit is a whole number from 1 on.")
	}
	return n, nil
}

// seq is a query parameter that names a place in the order of events or messages.
type seq string

// Schema is a whole number's.
func (seq) Schema(huma.Registry) *huma.Schema {
	least := 0.0
	return &huma.Schema{Type: huma.TypeInteger, Format: "int64", Minimum: &least}
}

// value is the place; missing: 0.
func (q seq) value() (desk.Seq, error) {
	if q == "" {
		return 0, nil
	}
	if !digits(string(q)) {
		return 0, malformed("A place in the order is a whole number from 0 on.")
	}
	n, err := strconv.ParseInt(string(q), 10, 64)
	if err != nil {
		return 0, malformed("A place in the order is a whole number of at most 63 bits.")
	}
	return desk.Seq(n), nil
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// sectionOf reads the name of a section; empty: all.
func sectionOf(name string) (desk.Section, error) {
	if name == "" {
		return "", nil
	}
	for _, s := range desk.Sections {
		if string(s) == name {
			return s, nil
		}
	}
	return "", malformed("There is no such section.")
}
