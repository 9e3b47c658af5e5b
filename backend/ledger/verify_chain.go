package ledger

import (
	"bytes"

	"relevo/backend/desk"
)

// checkChain computes the audit rows' hashes anew, over the events as they are.
func (v *verifier) checkChain() error {
	covered := map[desk.WorkplaceID]desk.Seq{}
	var prev auditRow
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
	err := each(v.db, func(row scanner) (bool, error) {
		l, err := scanLogged(row)
		c.event(l.event, l.kind, l.data, l.id.String, l.text.digest)
		return true, err
	}, `SELECT `+loggedColumns+` FROM `+eventTables+` WHERE e.workplace = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq`, string(r.workplace), int64(r.first), int64(r.last))
	return c.sum(), err
}
