package ledger

import (
	"fmt"
	"strconv"
)

// flush writes what the transaction's units appended: the log, many rows to a statement, and the derived tables where it
// is time for them. A redaction is not over before its words are nowhere any more.
func (b *batch) flush() error {
	if err := b.w.whole(); err != nil {
		return err
	}
	for _, step := range []func() error{b.writeEvents, b.writeReceipts, b.writeProbe} {
		if err := step(); err != nil {
			return err
		}
	}
	behind := &b.w.behind
	behind.merge(&b.all.changes)
	behind.upto = b.link0
	if !b.folds && len(b.all.redacted) == 0 && len(behind.appended) < foldLimit {
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
	events := b.w.into(`INSERT INTO events (workplace, seq, conversation, kind, at, team, user, data) VALUES`, 8)
	texts := b.w.into(`INSERT INTO texts (workplace, seq, id, text, salt, digest) VALUES`, 6)
	audit := b.w.into(`INSERT INTO audit (id, at, team, user, what, workplace, conversation, first, last, hash) VALUES`, 10)
	for _, a := range b.all.appended {
		row := auditRow{
			id: b.link0 + 1, at: a.at.UnixMilli(), by: a.by, what: whatAppend, workplace: a.workplace, conversation: a.conversation,
			first: a.records[0].event.Seq, last: a.records[len(a.records)-1].event.Seq,
		}
		link := newChain(b.link, row)
		for _, r := range a.records {
			e := r.event
			events.add(string(e.Workplace), int64(e.Seq), string(e.Conversation), string(e.Kind()), row.at, string(e.By.Team), string(e.By.User), r.data)
			if r.text == nil {
				link.event(e, e.Kind(), r.data, "", nil)
				continue
			}
			texts.add(string(e.Workplace), int64(e.Seq), r.text.id, r.text.text, r.text.salt, r.text.digest)
			link.event(e, e.Kind(), r.data, r.text.id, r.text.digest)
		}
		b.link0, b.link = row.id, link.sum()
		audit.add(row.id, row.at, string(a.by.Team), string(a.by.User), row.what, string(a.workplace), string(a.conversation), int64(row.first), int64(row.last), b.link)
	}
	return finish("write events", events, texts, audit)
}

func (b *batch) writeReceipts() error {
	receipts := b.w.into(`INSERT OR REPLACE INTO idempotency (scope, key, fingerprint, workplace, conversation, first, last, at) VALUES`, 8)
	for k, r := range b.all.receipts {
		receipts.add(k.scope, k.key, append([]byte{}, r.Fingerprint...), string(r.Workplace), string(r.Conversation), int64(r.First), int64(r.Last), r.at.UnixMilli())
	}
	return finish("write receipts", receipts)
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
