package ledger

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// fingerprint stands for a set of words: the sum of their hashes, for an index tells its words in no order of rows.
type fingerprint uint64

func fingerprintOf(words string) fingerprint {
	var sum fingerprint
	for word := range strings.FieldsSeq(words) {
		sum += fingerprintOfWord(word)
	}
	return sum
}

func fingerprintOfWord(word string) fingerprint {
	h := fnv.New64a()
	h.Write([]byte(word))
	return fingerprint(h.Sum64())
}

// checkWords compares what the indexes hold with the words of messages and customers.
func (v *verifier) checkWords() error {
	err := v.words("search", func(doc int64, word fingerprint) {
		if doc <= 0 || doc >= int64(len(v.search)) {
			v.differ("The search knows a message that is not there: %d.", doc)
			return
		}
		v.search[doc] -= word
	})
	if err != nil {
		return err
	}
	for doc, left := range v.search {
		if left != 0 {
			v.differ("The search does not find message %d by its words.", doc)
		}
	}
	err = v.words("people", func(no int64, word fingerprint) { v.people[no] -= word })
	for no, left := range v.people {
		if left != 0 {
			v.differ("The search does not find the customer of conversation %d by name and number.", no)
		}
	}
	return err
}

// words calls f with every word of an index.
func (v *verifier) words(index string, f func(row int64, word fingerprint)) error {
	if _, err := v.db.ExecContext(v.ctx, fmt.Sprintf(`CREATE VIRTUAL TABLE temp.%[1]s_words USING fts5vocab('main', '%[1]s', 'instance')`, index)); err != nil {
		return fmt.Errorf("open the words of %s: %w", index, err)
	}
	var last string
	var hash fingerprint
	return each(v.db, func(row scanner) (bool, error) {
		var word string
		var doc int64
		if err := row.Scan(&word, &doc); err != nil {
			return false, err
		}
		if word != last {
			last, hash = word, fingerprintOfWord(word)
		}
		f(doc, hash)
		return true, nil
	}, fmt.Sprintf(`SELECT term, doc FROM temp.%s_words`, index))
}
