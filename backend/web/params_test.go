package web

import (
	"testing"

	"relevo/backend/desk"
)

func TestLimitsAreClampedAndNonsenseIsMalformed(t *testing.T) {
	t.Parallel()
	for sent, want := range map[limit]int{
		"": 50, "1": 1, "50": 50, "200": 200, "201": 200, "007": 7, "99999999999999999999999999": 200,
		"0": -1, "00": -1, "-1": -1, "+1": -1, "1.0": -1, "1e2": -1, "ten": -1, " 1": -1, "１": -1, "0x10": -1,
	} {
		got, err := sent.value()
		if isCode(err, desk.Malformed) {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d (%v) instead of %d", sent, got, err, want)
		}
	}
}

func TestPlacesInTheOrder(t *testing.T) {
	t.Parallel()
	for sent, want := range map[seq]desk.Seq{
		"": 0, "0": 0, "1": 1, "2147483648": 2147483648, "9007199254740993": 9007199254740993, "9223372036854775807": 9223372036854775807,
		"9223372036854775808": -1, "-1": -1, "1.5": -1, "x": -1, "1,2": -1,
	} {
		got, err := sent.value()
		if isCode(err, desk.Malformed) {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d (%v) instead of %d", sent, got, err, want)
		}
	}
}

func TestQueriesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for query, ok := range map[string]bool{
		"": true, "limit=5&q=a%20b": true, "q=%C3%A9": true, "unknown=1": true,
		"q=%zz": false, "q=%ff": false, "%ff=1": false, "a=1;b=2": false, "limit=1&limit=2": false,
	} {
		if err := checkQuery(query); (err == nil) != ok || err != nil && !isCode(err, desk.Malformed) {
			t.Errorf("%q: %v", query, err)
		}
	}
}

func TestContentTypes(t *testing.T) {
	t.Parallel()
	for kind, ok := range map[string]bool{
		"": true, "application/json": true, "application/json; charset=utf-8": true, "Application/JSON;charset=UTF-8": true,
		"text/plain": false, "application/x-www-form-urlencoded": false, "multipart/form-data; boundary=x": false,
		"application/merge-patch+json": false, "application/json; charset=latin1": false, "json": false, ";": false,
	} {
		if isJSON(kind) != ok {
			t.Errorf("%q: %v", kind, !ok)
		}
	}
}
