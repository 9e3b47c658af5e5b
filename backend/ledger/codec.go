package ledger

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	fastjson "github.com/go-json-experiment/json"

	"relevo/backend/desk"
)

const (
	// eventColumns are what scanEvent reads, of events e.
	eventColumns = `e.workplace, e.seq, e.conversation, e.kind, e.at, e.team, e.user, e.data, coalesce(e.text, '')`

	// ofConversation are the events of a conversation, given by its workplace and its row's number.
	ofConversation = `timelines l CROSS JOIN events e WHERE e.workplace = ? AND e.seq = l.seq AND l.conversation = ?`
)

// scanner is a row of a result.
type scanner interface{ Scan(dest ...any) error }

// scanEvent reads an event with its text.
func scanEvent(row scanner) (desk.Event, error) {
	var e desk.Event
	var kind desk.Kind
	var at int64
	var data []byte
	var text string
	if err := row.Scan(&e.Workplace, &e.Seq, &e.Conversation, &kind, &at, &e.By.Team, &e.By.User, &data, &text); err != nil {
		return desk.Event{}, err
	}
	e.At = fromMillis(at)
	var err error
	if e.Data, err = decodeData(kind, data); err != nil {
		return desk.Event{}, fmt.Errorf("event %d: %w", e.Seq, err)
	}
	if d, ok := e.Data.(desk.Texted); ok {
		e.Data = d.WithText(text)
	}
	return e, nil
}

// decodeData reads what an event says from its form in the log.
func decodeData(kind desk.Kind, data []byte) (desk.EventData, error) {
	switch kind {
	case desk.KindOpened:
		return decode[desk.Opened](data)
	case desk.KindReceived:
		return decode[desk.Received](data)
	case desk.KindSent:
		return decode[desk.Sent](data)
	case desk.KindDelivery:
		return decode[desk.Delivery](data)
	case desk.KindNote:
		return decode[desk.NoteAdded](data)
	case desk.KindAssigned:
		return decode[desk.Assigned](data)
	case desk.KindEscalated:
		return decode[desk.Escalated](data)
	case desk.KindAcknowledged:
		return decode[desk.Acknowledged](data)
	case desk.KindTakenOver:
		return decode[desk.TakenOver](data)
	case desk.KindDirected:
		return decode[desk.Directed](data)
	case desk.KindSeen:
		return decode[desk.Seen](data)
	case desk.KindClosed:
		return decode[desk.Closed](data)
	case desk.KindOptedOut:
		return decode[desk.OptOut](data)
	case desk.KindOptedIn:
		return decode[desk.OptIn](data)
	case desk.KindCustomer:
		return decode[desk.CustomerUpdated](data)
	case desk.KindRedacted:
		return decode[desk.Redacted](data)
	}
	return nil, fmt.Errorf("read an event of the unknown kind %q", kind)
}

func decode[T desk.EventData](data []byte) (desk.EventData, error) {
	var d T
	if err := fastjson.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("read %s: %w", d.Kind(), err)
	}
	return d, nil
}

// decodeState reads a folded conversation. What is read most is decoded by the quicker of the two packages, which reads
// whatever the other one writes.
func decodeState(data []byte) (desk.Conversation, error) {
	var c desk.Conversation
	if err := fastjson.Unmarshal(data, &c); err != nil {
		return desk.Conversation{}, fmt.Errorf("read a conversation: %w", err)
	}
	return c, nil
}

// encode is the stored JSON form of a conversation or of what an event says.
func encode(v any) (string, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("encode %T: %w", v, err)
	}
	return string(data), nil
}

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// nullMillis is a time that may be missing.
func nullMillis(t *time.Time) sql.NullInt64 {
	if t == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: true}
}
