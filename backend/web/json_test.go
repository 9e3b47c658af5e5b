package web

import "testing"

// TestStrictJSON gives the reader of bodies everything that is not one JSON object of the documented shape.
func TestStrictJSON(t *testing.T) {
	t.Parallel()
	type body struct {
		Text  string   `json:"text"`
		Note  *string  `json:"note,omitempty"`
		Seen  *int64   `json:"seen,omitempty"`
		Force bool     `json:"force,omitempty"`
		Files []string `json:"files,omitempty"`
		To    *struct {
			Team string  `json:"team"`
			User *string `json:"user,omitempty"`
		} `json:"to,omitempty"`
	}
	for _, test := range []struct {
		name, json string
		ok         bool
	}{
		{"all of it", `{"text":"é😀\u0000\ud83d\ude00","note":"n","seen":9007199254740993,"force":true,"files":["a"],"to":{"team":"agents","user":"u"}}`, true},
		{"nothing of it", `{}`, true},
		{"spaces around it", " \r\n\t{ \"text\" : \"a\" } \n", true},
		{"null for what may be left out", `{"note":null,"seen":null,"to":null}`, true},
		{"null inside", `{"to":{"team":"agents","user":null}}`, true},
		{"nothing at all", "", false},
		{"blanks", "  ", false},
		{"null", "null", false},
		{"a list", `[{"text":"a"}]`, false},
		{"a text", `"text"`, false},
		{"a number", `7`, false},
		{"cut off", `{"text":"a"`, false},
		{"a wrong type", `{"text":7}`, false},
		{"a wrong type inside", `{"to":{"team":["agents"]}}`, false},
		{"a list instead of an object", `{"to":[]}`, false},
		{"a text instead of a number", `{"seen":"7"}`, false},
		{"a fraction instead of a whole number", `{"seen":7.5}`, false},
		{"a number beyond 64 bits", `{"seen":9223372036854775808}`, false},
		{"a text instead of true", `{"force":"true"}`, false},
		{"null for a text", `{"text":null}`, false},
		{"null for true", `{"force":null}`, false},
		{"null for a list", `{"files":null}`, false},
		{"null in a list", `{"files":[null]}`, false},
		{"a doubled key", `{"text":"a","text":"b"}`, false},
		{"a key doubled by escapes", `{"text":"a","\u0074ext":"b"}`, false},
		{"a wrongly cased key", `{"Text":"a"}`, false},
		{"an unknown key", `{"text":"a","admin":true}`, false},
		{"an unknown key inside", `{"to":{"team":"agents","role":"admin"}}`, false},
		{"a second object", `{"text":"a"}{}`, false},
		{"trailing bytes", `{"text":"a"} x`, false},
		{"a trailing NUL", "{\"text\":\"a\"}\x00", false},
		{"a byte order mark", "\ufeff{\"text\":\"a\"}", false},
		{"a lone high surrogate", `{"text":"\ud800"}`, false},
		{"a lone low surrogate", `{"text":"\udc00x"}`, false},
		{"surrogates the wrong way round", `{"text":"\udc00\ud800"}`, false},
		{"invalid UTF-8", "{\"text\":\"\xff\"}", false},
		{"an overlong form", "{\"text\":\"\xc0\x80\"}", false},
		{"a surrogate as bytes", "{\"text\":\"\xed\xa0\x80\"}", false},
		{"a raw control character", "{\"text\":\"\x01\"}", false},
		{"a comment", `{"text":"a"/**/}`, false},
		{"a trailing comma", `{"text":"a",}`, false},
		{"single quotes", `{'text':'a'}`, false},
		{"NaN", `{"seen":NaN}`, false},
		{"deeper than anybody nests", nested(20_000), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var b body
			err := readJSON([]byte(test.json), &b)
			if (err == nil) != test.ok {
				t.Errorf("%.80q: %v", test.json, err)
			}
		})
	}
}

func nested(depth int) string {
	b := make([]byte, 0, 8*depth)
	for range depth {
		b = append(b, `{"to":`...)
	}
	return string(b)
}
