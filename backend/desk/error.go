package desk

import "time"

// Code names a refusal; it is the stable `code` of the public contract.
type Code string

// The codes of the contract.
const (
	Malformed           Code = "malformed"
	Unauthenticated     Code = "unauthenticated"
	Forbidden           Code = "forbidden"
	NotFound            Code = "not_found"
	HeldByOther         Code = "held_by_other"
	AgentsLockedOut     Code = "agents_locked_out"
	AlreadyWithStaff    Code = "already_with_staff"
	NotWithOffice       Code = "not_with_office"
	NoEscalation        Code = "no_escalation"
	AlreadyClosed       Code = "already_closed"
	CrossedReply        Code = "crossed_reply"
	TooLarge            Code = "too_large"
	NoteRequired        Code = "note_required"
	ReasonRequired      Code = "reason_required"
	InvalidReason       Code = "invalid_reason"
	InvalidAssignee     Code = "invalid_assignee"
	EmptyMessage        Code = "empty_message"
	MessageTooLong      Code = "message_too_long"
	OptedOut            Code = "opted_out"
	IdempotencyMismatch Code = "idempotency_mismatch"
	Invalid             Code = "invalid"
	RateLimited         Code = "rate_limited"
	Unavailable         Code = "unavailable"

	// NotHolding and Outdated never leave the program: Lara or a timer came too late, and nothing is recorded.
	NotHolding Code = "not_holding"
	Outdated   Code = "outdated"
)

// Error is a refusal: a code of the contract and a sentence that says what to do. It never carries submitted text.
type Error struct {
	Code   Code
	Detail string

	// Conversation is the refused command's conversation as it stands (nil where there is none), for the
	// answer's holder and last_seq.
	Conversation *Conversation
	// Missed is what a crossed reply did not know of.
	Missed []Event
	// RetryAfter is when to try again, where it was too much or too early; zero: not said.
	RetryAfter time.Duration
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Detail }

// Is matches errors by their code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Refuse makes an error of a code and a sentence.
func Refuse(code Code, detail string) *Error { return &Error{Code: code, Detail: detail} }
