package ledger

import (
	"bytes"

	"relevo/backend/desk"
)

// checkChain computes the audit rows' hashes anew, over the events as they are.
func (v *verifier) checkChain() error {
	covered := map[desk.WorkplaceID]desk.Seq{}
	var prev auditRow
	v.ahead = map[desk.WorkplaceID]ahead{}
	err := each(v.db, func(row scanner) (bool, error) {
		var r auditRow
		err := row.Scan(&r.id, &r.at, &r.by.Team, &r.by.User, &r.what, &r.workplace, &r.conversation, &r.first, &r.last, &r.hash)
		if err != nil {
			return false, err
		}
		if r.id != prev.id+1 {
			v.differ("The audit log has a gap between rows %d and %d.", prev.id, r.id)
		}
		if r.first != covered[r.workplace]+1 {
			v.differ("Workplace %s: the audit log goes from event %d to event %d.", r.workplace, covered[r.workplace], r.first)
		}
		covered[r.workplace] = r.last
		hash, err := v.hash(prev.hash, r)
		if err == nil && !bytes.Equal(hash, r.hash) {
			v.differ("Audit row %d does not fit events %d to %d of workplace %s, or the row before it: one of them was changed.", r.id, r.first, r.last, r.workplace)
		}
		prev = r
		return true, err
	}, `SELECT id, at, team, user, what, workplace, conversation, first, last, hash FROM audit ORDER BY id`)
	if err != nil {
		return err
	}
	return each(v.db, func(row scanner) (bool, error) {
		var w desk.WorkplaceID
		var last desk.Seq
		err := row.Scan(&w, &last)
		if covered[w] != last {
			v.differ("Workplace %s: the audit log ends at event %d, the log at %d.", w, covered[w], last)
		}
		return true, err
	}, `SELECT workplace, max(seq) FROM events GROUP BY workplace`)
}

// hash computes a row's hash over the events that it covers.
func (v *verifier) hash(prev []byte, r auditRow) ([]byte, error) {
	c := newChain(prev, r)
	for seq := r.first; seq <= r.last; {
		l, ok, err := v.eventFrom(r.workplace, seq)
		if err != nil {
			return nil, err
		}
		if !ok || l.event.Seq > r.last {
			break // the row's hash will tell
		}
		c.event(l.event, l.kind, l.data, l.id.String, l.text.digest)
		seq = l.event.Seq + 1
	}
	return c.sum(), nil
}

// readAhead is how many of a workplace's events are read at once: its rows come one after the other, among others'.
const readAhead = 128

// ahead holds events of a workplace from some seq on.
type ahead struct {
	from   desk.Seq
	events []logged
}

// eventFrom is a workplace's first event at a seq or after it, if there is one.
func (v *verifier) eventFrom(w desk.WorkplaceID, seq desk.Seq) (logged, bool, error) {
	a := v.ahead[w]
	for len(a.events) > 0 && a.events[0].event.Seq < seq {
		a.events = a.events[1:]
	}
	if len(a.events) == 0 || seq < a.from {
		a.events = make([]logged, 0, readAhead)
		err := each(v.db, func(row scanner) (bool, error) {
			l, err := scanLogged(row)
			a.events = append(a.events, l)
			return true, err
		}, `SELECT `+loggedColumns+` FROM events e WHERE e.workplace = ? AND e.seq >= ? ORDER BY e.seq LIMIT ?`, string(w), int64(seq), readAhead)
		if err != nil {
			return logged{}, false, err
		}
	}
	a.from = seq
	v.ahead[w] = a
	if len(a.events) == 0 {
		return logged{}, false, nil
	}
	return a.events[0], true, nil
}
