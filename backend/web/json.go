package web

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// errNotOfThisShape is all that is said about a body that can't be used: where it is wrong could show what it holds.
var errNotOfThisShape = errors.New("the body is not one JSON object of this shape")

// strict refuses what Go's own JSON package lets pass: doubled, unknown and wrongly cased names, bytes after the end,
// invalid UTF-8, lone surrogates; and null where a value is wanted.
var strict = json.JoinOptions(
	json.RejectUnknownMembers(true),
	json.WithUnmarshalers(json.JoinUnmarshalers(
		json.UnmarshalFromFunc(refuseNull[string]),
		json.UnmarshalFromFunc(refuseNull[bool]),
		json.UnmarshalFromFunc(refuseNull[int64]),
		json.UnmarshalFromFunc(refuseNull[[]string]),
	)),
)

// refuseNull lets nothing but null be read as usual.
func refuseNull[T any](d *jsontext.Decoder, _ *T) error {
	if d.PeekKind() == 'n' {
		return errNotOfThisShape
	}
	return errors.ErrUnsupported
}

// readJSON reads exactly one JSON object.
func readJSON(data []byte, into any) error {
	if start := bytes.TrimLeft(data, " \t\r\n"); len(start) == 0 || start[0] != '{' {
		return errNotOfThisShape
	}
	if err := json.Unmarshal(data, into, strict); err != nil {
		return errNotOfThisShape
	}
	return nil
}

// writeJSON writes a value as the live sockets encode it too, whole or, with an error, not at all.
func writeJSON(w io.Writer, v any) error {
	e := stdjson.NewEncoder(unheeding{w})
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// unheeding takes whatever it is told: who hung up meanwhile gets nothing, and that is no fault.
type unheeding struct{ io.Writer }

func (u unheeding) Write(b []byte) (int, error) {
	_, _ = u.Writer.Write(b)
	return len(b), nil
}
