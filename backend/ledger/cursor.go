package ledger

import (
	"cmp"
	"encoding/base64"
	"encoding/json"

	"relevo/backend/desk"
)

// keyset is the place of a row in a list of conversations, newest message first; ties stand in the order of their rows.
type keyset struct {
	Seq desk.Seq `json:"s"`
	No  int64    `json:"n"`
}

// compare orders keysets from the oldest to the newest.
func (k keyset) compare(other keyset) int {
	return cmp.Or(cmp.Compare(k.Seq, other.Seq), cmp.Compare(k.No, other.No))
}

// top is before every row.
var top = keyset{Seq: 1 << 62, No: 1 << 62}

// sectionCursor says where a section's next page begins.
type sectionCursor struct {
	Section desk.Section `json:"l"`
	keyset
}

// searchCursor says where the next page of a search begins. A search looks through the newest matches window by window;
// Anchor is where the first window began, Window where the present one does, and the keyset where in its list the page
// begins.
type searchCursor struct {
	Question string       `json:"q"` // its digest
	Section  desk.Section `json:"l"`
	Anchor   place        `json:"a"`
	Window   place        `json:"w"`
	keyset
}

// place is a place in both indexes, from the newest to the oldest.
type place struct {
	Doc    int64 `json:"d"`
	Person int64 `json:"p"`
}

// encodeCursor makes a cursor opaque, so that nobody builds on what is in it.
func encodeCursor(v any) string {
	data, _ := json.Marshal(v) // numbers and ids always have a JSON form
	return base64.RawURLEncoding.EncodeToString(data)
}

// decodeCursor reads a cursor exactly as encodeCursor made it; any other is malformed.
func decodeCursor[T comparable](cursor string) (T, error) {
	var v T
	data, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil || encodeCursor(v) != cursor {
		return v, badCursor()
	}
	return v, nil
}

func badCursor() error {
	return desk.Refuse(desk.Malformed, "This cursor does not belong to this list. Begin without one.")
}
