package workplace

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// fileLimit is how large a file may be, in bytes.
const fileLimit = 4 << 20

// FileError is a place in a file and what is wrong there. It never repeats a value.
type FileError struct {
	Place   string // such as workplaces[0].channels[1].number
	Problem string
}

func (e *FileError) Error() string { return e.Place + ": " + e.Problem }

// File is what an owner writes down of workplaces and people. Whatever is left out (an empty text, nil) stays as it is,
// or gets its default where it is new.
type File struct {
	Workplaces []FileWorkplace
	Users      []FileUser
}

// FileWorkplace is a workplace in a file. Where Reasons is left out, a new workplace gets the default ones.
type FileWorkplace struct {
	ID, Name, Timezone, Country, Language string

	Lara               *bool
	Hours              Week // without any day: always open
	ClosedDays         []string
	CloseAfterHours    *int
	ReturnAfterMinutes *int
	AgentsService      *bool
	MessageLimit       *int

	Channels       []FileChannel
	Knowledge      []FileKnowledge
	QuickResponses []FileQuickResponse
	Reasons        []FileReason
}

// FileChannel is a channel in a file.
type FileChannel struct {
	ID, Kind, Number, AccountSID, AuthToken, APIBase string

	Origins []string
	Active  *bool
}

// FileKnowledge is a question and its answer in a file. Without a language it is in the workplace's.
type FileKnowledge struct{ Question, Answer, Language string }

// FileQuickResponse is a shared quick response in a file.
type FileQuickResponse struct{ Shortcut, Text string }

// FileReason is an escalation reason in a file.
type FileReason struct {
	ID, Name, NameES string

	Active *bool
}

// FileUser is an account in a file, with at most one of Password and PasswordHash (an argon2id PHC string).
type FileUser struct {
	Email, Name, Handle, Password, PasswordHash string

	Active      *bool
	Memberships []FileMembership
}

// FileMembership is what a user is in a workplace, in a file.
type FileMembership struct {
	Workplace, Role string

	Active *bool
}

// ReadFile reads a YAML file and checks everything that can be told from it alone. An error of the file is a *FileError.
func ReadFile(r io.Reader) (File, error) {
	data, err := io.ReadAll(io.LimitReader(r, fileLimit+1))
	if err != nil {
		return File{}, fmt.Errorf("read the file: %w", err)
	}
	if len(data) > fileLimit {
		return File{}, &FileError{Place: "file", Problem: "The file is larger than 4 MiB."}
	}
	if !utf8.Valid(data) {
		return File{}, &FileError{Place: "file", Problem: "The file is not valid UTF-8."}
	}
	root, err := parse(data)
	if err != nil {
		return File{}, err
	}
	var f File
	t := taker{}
	t.object(root, "", fields{"workplaces": list(&f.Workplaces, takeWorkplace), "users": list(&f.Users, takeUser)})
	if t.err != nil {
		return File{}, t.err
	}
	return f, f.check()
}

// taker takes the tree's values over; err is the first one that is not what it should be.
type taker struct{ err error }

// take takes one value, which stands at a place, over.
type take func(t *taker, n node, at string)

// fields are a map's keys and what becomes of their values. Other keys are refused.
type fields map[string]take

func (t *taker) refuse(at, problem string) {
	if t.err == nil {
		t.err = &FileError{Place: at, Problem: problem}
	}
}

// is wants a kind of value.
func (t *taker) is(n node, want kind, at string) bool {
	switch {
	case t.err != nil:
	case n.kind == want:
		return true
	case n.kind == nothing:
		t.refuse(at, "There is no value: fill it in, or leave the line out.")
	case want == aText && (n.kind == aWhole || n.kind == aNumber || n.kind == aBool):
		t.refuse(at, "This must be text: put it in quotes.")
	default:
		t.refuse(at, "This must be "+string(want)+".")
	}
	return false
}

func (t *taker) object(n node, at string, known fields) {
	if !t.is(n, aMap, cmp.Or(at, "file")) {
		return
	}
	for i, key := range n.keys {
		place := under(at, key)
		takeField, ok := known[key]
		switch {
		case !ok:
			t.refuse(place, "This is not known here.")
		case slices.Contains(n.keys[:i], key):
			t.refuse(place, "This stands here twice.")
		default:
			takeField(t, n.items[i], place)
		}
	}
}

// under is the place of something inside another.
func under(at, field string) string {
	if at == "" || field == "" {
		return at + field
	}
	return at + "." + field
}

func text(into *string) take {
	return func(t *taker, n node, at string) {
		if !t.is(n, aText, at) {
			return
		}
		if n.text == "" {
			t.refuse(at, "There is no value: fill it in, or leave the line out.")
		}
		*into = n.text
	}
}

func yesOrNo(into **bool) take {
	return func(t *taker, n node, at string) {
		if t.is(n, aBool, at) {
			*into = &n.yes
		}
	}
}

func whole(into **int) take {
	return func(t *taker, n node, at string) {
		if t.is(n, aWhole, at) {
			*into = new(int(n.whole))
		}
	}
}

// list takes a list over; it is not nil even where it is empty.
func list[T any](into *[]T, one func(into *T) take) take {
	return func(t *taker, n node, at string) {
		if !t.is(n, aList, at) {
			return
		}
		*into = make([]T, len(n.items))
		for i, item := range n.items {
			one(&(*into)[i])(t, item, fmt.Sprintf("%s[%d]", at, i))
		}
	}
}

func week(into *Week) take {
	return func(t *taker, n node, at string) {
		if !t.is(n, aMap, at) {
			return
		}
		*into = Week{}
		days := fields{}
		for _, day := range weekdays {
			days[day] = func(t *taker, n node, at string) {
				var spans []string
				list(&spans, text)(t, n, at)
				(*into)[day] = spans
			}
		}
		t.object(n, at, days)
	}
}

func takeWorkplace(w *FileWorkplace) take {
	return func(t *taker, n node, at string) {
		t.object(n, at, fields{
			"id": text(&w.ID), "name": text(&w.Name), "timezone": text(&w.Timezone), "country": text(&w.Country), "language": text(&w.Language),
			"lara": yesOrNo(&w.Lara), "agents_service": yesOrNo(&w.AgentsService),
			"hours": week(&w.Hours), "closed_days": list(&w.ClosedDays, text),
			"close_after_hours": whole(&w.CloseAfterHours), "return_after_minutes": whole(&w.ReturnAfterMinutes), "message_limit": whole(&w.MessageLimit),
			"channels": list(&w.Channels, takeChannel), "knowledge": list(&w.Knowledge, takeKnowledge),
			"quick_responses": list(&w.QuickResponses, takeQuickResponse), "escalation_reasons": list(&w.Reasons, takeReason),
		})
	}
}

func takeChannel(c *FileChannel) take {
	return func(t *taker, n node, at string) {
		t.object(n, at, fields{
			"id": text(&c.ID), "kind": text(&c.Kind), "number": text(&c.Number), "account_sid": text(&c.AccountSID), "auth_token": text(&c.AuthToken),
			"api_base": text(&c.APIBase), "origins": list(&c.Origins, text), "active": yesOrNo(&c.Active),
		})
	}
}

func takeKnowledge(k *FileKnowledge) take {
	return func(t *taker, n node, at string) {
		t.object(n, at, fields{"question": text(&k.Question), "answer": text(&k.Answer), "language": text(&k.Language)})
	}
}

func takeQuickResponse(q *FileQuickResponse) take {
	return func(t *taker, n node, at string) {
		t.object(n, at, fields{"shortcut": text(&q.Shortcut), "text": text(&q.Text)})
	}
}

func takeReason(r *FileReason) take {
	return func(t *taker, n node, at string) {
		t.object(n, at, fields{"id": text(&r.ID), "name": text(&r.Name), "name_es": text(&r.NameES), "active": yesOrNo(&r.Active)})
	}
}

func takeUser(u *FileUser) take {
	return func(t *taker, n node, at string) {
		t.object(n, at, fields{
			"email": text(&u.Email), "name": text(&u.Name), "handle": text(&u.Handle), "password": text(&u.Password), "password_hash": text(&u.PasswordHash),
			"active": yesOrNo(&u.Active), "memberships": list(&u.Memberships, takeMembership),
		})
	}
}

func takeMembership(m *FileMembership) take {
	return func(t *taker, n node, at string) {
		t.object(n, at, fields{"workplace": text(&m.Workplace), "role": text(&m.Role), "active": yesOrNo(&m.Active)})
	}
}
