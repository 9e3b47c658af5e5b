package ledger

import (
	"context"
	"slices"

	"relevo/backend/desk"
)

// Lists of conversations are walked along an index from a keyset on, so a page costs the same wherever it begins, and
// new messages move nothing that has not been shown yet.
const (
	newestFirst = ` AND (c.last_message_seq, c.no) < (?, ?) ORDER BY c.last_message_seq DESC, c.no DESC LIMIT ?`

	mineQuery = `SELECT ` + conversationColumns + ` FROM ` + conversationTables + `
		WHERE c.holder_user = ? AND c.holder_user <> '' AND c.workplace = ?` + newestFirst
	sectionQuery = `SELECT ` + conversationColumns + ` FROM ` + conversationTables + `
		WHERE c.workplace = ? AND c.section = ? AND c.holder_user IS NOT nullif(?, '')` + newestFirst

	mineOverAll = `SELECT ` + conversationColumns + ` FROM ` + conversationTables + `
		WHERE c.holder_user = ? AND c.holder_user <> '' AND c.workplace IN (SELECT value FROM json_each(?))
		ORDER BY c.waiting_since IS NULL, c.waiting_since, c.idle_since DESC, c.no LIMIT ?`
	queueOverAll = `SELECT ` + conversationColumns + ` FROM ` + conversationTables + `
		WHERE c.queue_rank IS NOT NULL AND c.workplace IN (SELECT value FROM json_each(?))
		ORDER BY c.queue_rank, c.no LIMIT ?`
	// Few conversations are the office's at a time, and fewer are directed: no column is kept for it.
	directedOverAll = `SELECT ` + conversationColumns + ` FROM ` + conversationTables + `
		WHERE c.section = 'staff' AND c.workplace IN (SELECT value FROM json_each(?))
		AND (c.state ->> '$.directed.all' OR ? IN (SELECT value FROM json_each(c.state, '$.directed.agents')))
		ORDER BY c.waiting_since IS NULL, c.waiting_since, c.idle_since, c.no LIMIT ?`
)

const seqQuery = `SELECT seq FROM workplace_seq WHERE workplace = ?`

// Seq is the workplace's newest seq; 0: it has no events.
func (s Scope) Seq(ctx context.Context) (desk.Seq, error) {
	var seq desk.Seq
	err := s.read(ctx, func(snap *snapshot) error { return one(snap, &seq, seqQuery, string(s.workplace)) })
	return seq, err
}

// Stream is the Activity Stream of a reader: all sections with their counts and first pages, as of one seq.
func (s Scope) Stream(ctx context.Context, me desk.UserID, perSection int) (desk.Stream, error) {
	stream := desk.Stream{Epoch: s.ledger.epoch}
	err := s.read(ctx, func(snap *snapshot) error {
		if err := one(snap, &stream.Seq, seqQuery, string(s.workplace)); err != nil {
			return err
		}
		counts, err := s.counts(snap, me)
		if err != nil {
			return err
		}
		for _, section := range desk.Sections {
			page, err := s.section(snap, me, section, top, perSection)
			if err != nil {
				return err
			}
			c := counts[section]
			stream.Sections = append(stream.Sections, desk.StreamSection{Section: section, Count: c.count, Unanswered: c.unanswered, Page: page})
		}
		return nil
	})
	if err != nil {
		return desk.Stream{}, err
	}
	return stream, nil
}

// counts are the reader's counts of each section.
func (s Scope) counts(snap *snapshot, me desk.UserID) (map[desk.Section]tally, error) {
	counts := map[desk.Section]tally{}
	err := each(snap, func(row scanner) (bool, error) {
		var section desk.Section
		var holder desk.UserID
		var t tally
		err := row.Scan(&section, &holder, &t.count, &t.unanswered)
		if holder != "" && holder == me {
			section = desk.SectionMine
		}
		counts[section] = counts[section].plus(t)
		return true, err
	}, `SELECT section, holder_user, count, unanswered FROM counters WHERE workplace = ?`, string(s.workplace))
	return counts, err
}

// Section is a page of one section of the reader's Activity Stream, newest message first. An empty section is all of
// them together.
func (s Scope) Section(ctx context.Context, me desk.UserID, section desk.Section, cursor string, limit int) (desk.Page, error) {
	if err := checkSection(section); err != nil {
		return desk.Page{}, err
	}
	from := top
	if cursor != "" {
		c, err := decodeCursor[sectionCursor](cursor)
		if err == nil && c.Section != section {
			err = badCursor()
		}
		if err != nil {
			return desk.Page{}, err
		}
		from = c.keyset
	}
	var page desk.Page
	err := s.read(ctx, func(snap *snapshot) (err error) {
		page, err = s.section(snap, me, section, from, limit)
		return err
	})
	return page, err
}

func checkSection(section desk.Section) error {
	if section != "" && !slices.Contains(desk.Sections, section) {
		return desk.Refuse(desk.Malformed, "There is no such section.")
	}
	return nil
}

// section is the part of a section that comes after the keyset.
func (s Scope) section(snap *snapshot, me desk.UserID, section desk.Section, after keyset, limit int) (desk.Page, error) {
	limit = max(limit, 1)
	var found []folded
	var err error
	switch section {
	case desk.SectionMine:
		found, err = conversations(snap, mineQuery, string(me), string(s.workplace), int64(after.Seq), after.No, limit+1)
	case "":
		found, err = s.everything(snap, after, limit+1)
	default:
		found, err = conversations(snap, sectionQuery, string(s.workplace), string(section), string(me), int64(after.Seq), after.No, limit+1)
	}
	if err != nil {
		return desk.Page{}, err
	}
	if len(found) <= limit {
		return desk.Page{Conversations: states(found)}, nil
	}
	found = found[:limit]
	return desk.Page{Conversations: states(found), Next: encodeCursor(sectionCursor{section, found[limit-1].keyset()})}, nil
}

// everything merges the sections' beginnings: an index of its own would cost every message a write.
func (s Scope) everything(snap *snapshot, after keyset, limit int) ([]folded, error) {
	var all []folded
	for _, section := range []desk.Section{desk.SectionStaff, desk.SectionAgents, desk.SectionLara, desk.SectionClosed, ""} {
		found, err := conversations(snap, sectionQuery, string(s.workplace), string(section), "", int64(after.Seq), after.No, limit)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b folded) int { return b.keyset().compare(a.keyset()) })
	return all[:min(limit, len(all))], nil
}

// keyset is the conversation's place in lists.
func (f folded) keyset() keyset {
	k := keyset{No: f.no}
	if f.c.LastMessage != nil {
		k.Seq = f.c.LastMessage.Seq
	}
	return k
}
