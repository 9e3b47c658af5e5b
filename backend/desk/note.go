package desk

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// NoteLimit and LineLimit are how many code points a note, and a name or a word about a customer, may have.
const (
	NoteLimit = 4000
	LineLimit = 200
)

var (
	forbidden = Refuse(Forbidden, "Your role does not allow this.")
	lockedOut = Refuse(AgentsLockedOut, "The office holds this conversation. You can leave a note.")
	optedOut  = Refuse(OptedOut, "This customer asked for no more messages. Only they can undo it, by texting START.")
)

func (d decision) note(cmd AddNote) ([]EventData, *Error) {
	if d.by.Team != TeamAgents && d.by.Team != TeamStaff && d.by.Team != TeamSupervisor {
		return nil, forbidden
	}
	if cmd.DirectsAgents && d.by.Team != TeamStaff {
		return nil, Refuse(Forbidden, "Only office staff direct agents.")
	}
	if cmd.DirectsAgents && !d.c.Open() {
		return nil, Refuse(AlreadyClosed, "The conversation is closed: agents may help again when the customer writes.")
	}
	if cmd.DirectsAgents && !d.c.WithOffice() {
		return nil, Refuse(NotWithOffice, "Agents are not locked out here.")
	}
	if blank(cmd.Text) {
		return nil, Refuse(EmptyMessage, "The note is empty.")
	}
	if refusal := checkText(cmd.Text, NoteLimit); refusal != nil {
		return nil, refusal
	}
	note := NoteAdded{Note: cmd.Note, Text: cmd.Text, Mentions: d.w.mentions(cmd.Text), DirectsAgents: cmd.DirectsAgents}
	if !cmd.DirectsAgents {
		return []EventData{note}, nil
	}
	agents := slices.DeleteFunc(slices.Clone(note.Mentions), func(u UserID) bool { return d.w.Members[u].Role != RoleAgent })
	if len(agents) == 0 {
		return []EventData{note, Directed{Note: cmd.Note, All: true}}, nil
	}
	return []EventData{note, Directed{Note: cmd.Note, Agents: agents}}, nil
}

// requiredNote is the note without which a hand-over says nothing.
func (d decision) requiredNote(id NoteID, text string) (NoteAdded, *Error) {
	if blank(text) {
		return NoteAdded{}, Refuse(NoteRequired, "Say in a note what the next person should know.")
	}
	if refusal := checkText(text, NoteLimit); refusal != nil {
		return NoteAdded{}, refusal
	}
	return NoteAdded{Note: id, Text: text, Mentions: d.w.mentions(text)}, nil
}

// optionalNote is the note that comes with an act, if there is one: its id and its event.
func (d decision) optionalNote(id NoteID, text string) (NoteID, []EventData, *Error) {
	if blank(text) {
		return "", nil, nil
	}
	note, refusal := d.requiredNote(id, text)
	if refusal != nil {
		return "", nil, refusal
	}
	return id, []EventData{note}, nil
}

// mentions are the members whose @handle stands in the text, in the order of their first mention.
func (w *Workplace) mentions(text string) []UserID {
	var users []UserID
	before := ' '
	for i, r := range text {
		if r == '@' && !handleRune(before) {
			if user, ok := w.mentioned(text[i+1:]); ok && !slices.Contains(users, user) {
				users = append(users, user)
			}
		}
		before = r
	}
	return users
}

// mentioned is the member whose handle the text begins with; the longest one counts, and a handle may be followed by
// the end of a sentence.
func (w *Workplace) mentioned(text string) (UserID, bool) {
	handle := strings.ToLower(text[:len(text)-len(strings.TrimLeftFunc(text, handleRune))])
	for handle != "" {
		for id, member := range w.Members {
			if strings.ToLower(member.Handle) == handle {
				return id, true
			}
		}
		trimmed := strings.TrimRight(handle, "._-")
		if trimmed == handle {
			return "", false
		}
		handle = handle[:len(handle)-1]
	}
	return "", false
}

func handleRune(r rune) bool {
	return r == '.' || r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// blank tells whether a text says nothing.
func blank(text string) bool { return strings.TrimSpace(text) == "" }

// checkMessage tells what is wrong with a message to or from a customer.
func checkMessage(text string, limit int) *Error {
	if blank(text) {
		return Refuse(EmptyMessage, "The message is empty.")
	}
	return checkText(text, limit)
}

// checkText tells what is wrong with a text that may have so many code points.
func checkText(text string, limit int) *Error {
	if !utf8.ValidString(text) {
		return Refuse(Malformed, "The text is not valid UTF-8.")
	}
	if strings.ContainsRune(text, 0) {
		return Refuse(Invalid, "The text holds a NUL character.")
	}
	if utf8.RuneCountInString(text) > limit {
		return Refuse(MessageTooLong, "The text is longer than allowed here.")
	}
	return nil
}

// checkLine tells what is wrong with a name or a word about a customer.
func checkLine(text string) *Error {
	if refusal := checkText(text, LineLimit); refusal != nil && refusal.Code == MessageTooLong {
		return Refuse(Invalid, "At most 200 characters fit here.")
	} else if refusal != nil {
		return refusal
	}
	return nil
}
