package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"

	"relevo/backend/desk"
)

const (
	// searchWindow is how many of the newest matches are looked at together. What matches more often is shown window
	// by window, each in its own order: so the first page of the commonest word costs no more than this many rows.
	searchWindow = 2000

	// windowsAtOnce is how many windows a page may take: where a section holds few of the matches, a page comes short,
	// with a cursor, rather than late.
	windowsAtOnce = 4

	messageMatches = `SELECT s.rowid, m.conversation FROM
		(SELECT rowid FROM search WHERE search MATCH ? AND rowid <= ? AND rowid > ? ORDER BY rowid DESC LIMIT ?) s CROSS JOIN messages m ON m.doc = s.rowid`
	personMatches = `SELECT rowid, rowid FROM people WHERE people MATCH ? AND rowid <= ? AND rowid > ? ORDER BY rowid DESC LIMIT ?`
	rankedQuery   = `SELECT c.no, c.last_message_seq, c.section, c.holder_user FROM json_each(?) j CROSS JOIN conversations c ON c.no = j.value WHERE c.workplace = ?`
	pickedQuery   = `SELECT ` + conversationColumns + ` FROM ` + conversationTables + ` WHERE c.no IN (SELECT value FROM json_each(?))`
)

// Search is a page of the conversations in which q is found: all its words in one message, or in the customer's name
// and number. Newest message first; of very common words, the conversations of the newest matches first. An empty
// section searches all of them; a question without words asks for everything.
func (s Scope) Search(ctx context.Context, me desk.UserID, section desk.Section, q, cursor string, limit int) (desk.Page, error) {
	asked := ask(s.workplace, q)
	if asked.empty() {
		return s.Section(ctx, me, section, cursor, limit)
	}
	if err := checkSection(section); err != nil {
		return desk.Page{}, err
	}
	hash := sha256.Sum256([]byte(asked.people + "\n" + asked.messages))
	from := searchCursor{Question: hex.EncodeToString(hash[:8]), Section: section, keyset: top}
	if cursor != "" {
		c, err := decodeCursor[searchCursor](cursor)
		if err == nil && (c.Question != from.Question || c.Section != section) {
			err = badCursor()
		}
		if err != nil {
			return desk.Page{}, err
		}
		from = c
	}
	var page desk.Page
	err := s.read(ctx, func(snap *snapshot) (err error) {
		f := finder{snap: snap, scope: s, me: me, asked: asked, at: from, seen: map[int64]bool{}}
		page, err = f.page(max(limit, 1))
		return err
	})
	return page, err
}

// finder carries a search through its windows.
type finder struct {
	snap  *snapshot
	scope Scope
	me    desk.UserID
	asked question
	at    searchCursor
	seen  map[int64]bool // conversations of windows before the present one
}

// page collects the next conversations.
func (f *finder) page(limit int) (desk.Page, error) {
	if err := f.begin(); err != nil {
		return desk.Page{}, err
	}
	var picked []int64
	for range windowsAtOnce {
		matches, next, err := f.window(f.at.Window, place{}, searchWindow)
		if err != nil {
			return desk.Page{}, err
		}
		ranked, err := f.ranked(matches)
		if err != nil {
			return desk.Page{}, err
		}
		take := min(len(ranked), limit-len(picked))
		for _, k := range ranked[:take] {
			picked, f.at.keyset = append(picked, k.No), k
		}
		if take < len(ranked) {
			return f.show(picked, encodeCursor(f.at))
		}
		if next == (place{}) {
			return f.show(picked, "")
		}
		for no := range matches {
			f.seen[no] = true
		}
		f.at.Window, f.at.keyset = next, top
		if len(picked) == limit {
			break
		}
	}
	return f.show(picked, encodeCursor(f.at))
}

// begin finds where a new search starts, or what an earlier page of it has passed already.
func (f *finder) begin() error {
	if f.at.Anchor == (place{}) {
		if err := one(f.snap, &f.at.Anchor.Doc, `SELECT coalesce(max(doc), 0) FROM messages`); err != nil {
			return err
		}
		err := one(f.snap, &f.at.Anchor.Person, `SELECT coalesce(max(no), 0) FROM conversations`)
		f.at.Window = f.at.Anchor
		return err
	}
	if f.at.Window == f.at.Anchor {
		return nil
	}
	var err error
	f.seen, _, err = f.window(f.at.Anchor, f.at.Window, math.MaxInt32)
	return err
}

// window finds the conversations of the newest matches from one place down to another, and where the next window begins;
// nowhere: there are no more matches.
func (f *finder) window(from, downTo place, size int) (map[int64]bool, place, error) {
	matches := map[int64]bool{}
	collect := func(query, question string, from, downTo int64) (next int64, err error) {
		n := 0
		err = each(f.snap, func(row scanner) (bool, error) {
			var at, no int64
			err := row.Scan(&at, &no)
			n, next, matches[no] = n+1, at-1, true
			return true, err
		}, query, question, from, downTo, size)
		if n < size {
			next = 0
		}
		return next, err
	}
	var next place
	var err error
	if next.Doc, err = collect(messageMatches, f.asked.messages, from.Doc, downTo.Doc); err == nil {
		next.Person, err = collect(personMatches, f.asked.people, from.Person, downTo.Person)
	}
	return matches, next, err
}

// ranked puts what is new, in the section, and after the page's beginning into the list's order.
func (f *finder) ranked(matches map[int64]bool) ([]keyset, error) {
	var fresh []int64
	for no := range matches {
		if !f.seen[no] {
			fresh = append(fresh, no)
		}
	}
	var list []keyset
	err := each(f.snap, func(row scanner) (bool, error) {
		var k keyset
		var section desk.Section
		var holder desk.UserID
		err := row.Scan(&k.No, &k.Seq, &section, &holder)
		if k.compare(f.at.keyset) < 0 && f.wanted(section, holder) {
			list = append(list, k)
		}
		return true, err
	}, rankedQuery, inList(fresh), string(f.scope.workplace))
	slices.SortFunc(list, func(a, b keyset) int { return b.compare(a) })
	return list, err
}

func (f *finder) wanted(section desk.Section, holder desk.UserID) bool {
	mine := holder != "" && holder == f.me
	switch f.at.Section {
	case "":
		return true
	case desk.SectionMine:
		return mine
	}
	return section == f.at.Section && !mine
}

// show reads the picked conversations, in their order.
func (f *finder) show(picked []int64, next string) (desk.Page, error) {
	found, err := conversations(f.snap, pickedQuery, inList(picked))
	if err != nil {
		return desk.Page{}, err
	}
	slices.SortFunc(found, func(a, b folded) int { return slices.Index(picked, a.no) - slices.Index(picked, b.no) })
	return desk.Page{Conversations: states(found), Next: next}, nil
}
