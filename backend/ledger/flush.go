package ledger

import (
	"fmt"
	"maps"
	"strconv"
)

// flush writes what the transaction's units appended: the log, many rows to a statement, and the derived tables where
// somebody waits for them. A redaction is not over before its words are nowhere any more.
func (b *batch) flush() error {
	if err := b.w.whole(); err != nil {
		return err
	}
	for _, step := range []func() error{b.writeEvents, b.writeEventless, b.writeProbe} {
		if err := step(); err != nil {
			return err
		}
	}
	behind := &b.w.behind
	behind.merge(&b.all.changes)
	behind.upto = b.link0
	if !b.folds && len(b.all.redacted) == 0 {
		return nil
	}
	if err := derive(b.w.connection, behind); err != nil {
		return err
	}
	*behind = backlog{}
	return nil
}

// writeEvents writes the log itself, and the audit rows over it.
func (b *batch) writeEvents() error {
	events := b.w.into(`INSERT INTO events (workplace, seq, conversation, kind, at, team, user, data, text_id, salt, digest, text) VALUES`, 12)
	audit := b.w.into(`INSERT INTO audit (id, at, team, user, what, workplace, conversation, first, last, hash, scope, key, fingerprint) VALUES`, 13)
	for _, a := range b.all.appended {
		row := auditRow{
			id: b.link0 + 1, at: a.at.UnixMilli(), by: a.by, what: whatAppend, workplace: a.workplace, conversation: a.conversation,
			first: a.records[0].event.Seq, last: a.records[len(a.records)-1].event.Seq,
		}
		link := newChain(b.link, row)
		for _, r := range a.records {
			e := r.event
			var id, text, salt, digest any
			if t := r.text; t != nil {
				id, text, salt, digest = t.id, t.text, t.salt, t.digest
				link.event(e, e.Kind(), r.data, t.id, t.digest)
			} else {
				link.event(e, e.Kind(), r.data, "", nil)
			}
			events.add(string(e.Workplace), int64(e.Seq), string(e.Conversation), string(e.Kind()), row.at, string(e.By.Team), string(e.By.User), r.data, id, salt, digest, text)
		}
		b.link0, b.link = row.id, link.sum()
		var scope, key, fingerprint any
		if r := a.receipt; r != nil {
			scope, key, fingerprint = r.scope, r.key, stored(r.Fingerprint)
		}
		audit.add(row.id, row.at, string(a.by.Team), string(a.by.User), row.what, string(a.workplace), string(a.conversation), int64(row.first), int64(row.last), b.link,
			scope, key, fingerprint)
	}
	return finish("write events", events, audit)
}

// writeEventless writes the receipts that no audit row has.
func (b *batch) writeEventless() error {
	return writeReceipts(b.w.connection, maps.Values(b.all.eventless))
}

// writeProbe writes a row so that a commit has something to store.
func (b *batch) writeProbe() error {
	if !b.probe {
		return nil
	}
	err := b.w.exec(`INSERT INTO meta (key, value) VALUES ('probe', ?) ON CONFLICT DO UPDATE SET value = excluded.value`, strconv.FormatInt(b.w.ledger.now().UnixNano(), 10))
	if err != nil {
		return fmt.Errorf("write a probe: %w", err)
	}
	return nil
}
