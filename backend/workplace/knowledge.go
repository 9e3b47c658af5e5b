package workplace

import (
	"crypto/rand"
	"fmt"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// KnowledgeChange is what becomes of an entry of the knowledge; nil leaves a field as it is.
type KnowledgeChange struct {
	Question *string
	Answer   *string
	Language *string
	Active   *bool
}

func (c KnowledgeChange) check() error {
	return firstFault(
		optional(c.Question, func(q string) *fault { return checkText("question", "The question", q, questionLimit) }),
		optional(c.Answer, func(a string) *fault { return checkText("answer", "The answer", a, maxMessage) }),
		optional(c.Language, checkLanguage),
	)
}

// AddKnowledge teaches Lara an answer; an empty language is the workplace's. A question that was deactivated may be
// answered anew.
func AddKnowledge(tx *gorm.DB, w desk.WorkplaceID, question, answer, language string) (Knowledge, error) {
	place, known, err := find[workplaceRow](tx, "id = ?", w)
	if err == nil && !known {
		err = notFound()
	}
	if language == "" {
		language = place.Language
	}
	if err == nil {
		err = freeQuestion(tx, w, question, language, "")
	}
	if err != nil {
		return Knowledge{}, refusal(err)
	}
	entry, _, err := putKnowledge(tx, place, KnowledgeChange{Question: &question, Answer: &answer, Language: &language})
	return entry, refusal(err)
}

// ChangeKnowledge changes an entry.
func ChangeKnowledge(tx *gorm.DB, w desk.WorkplaceID, id string, change KnowledgeChange) (Knowledge, error) {
	entry, known, err := find[Knowledge](tx, "workplace = ? AND id = ?", w, id)
	if err == nil && !known {
		err = notFound()
	}
	if err == nil {
		err = change.check()
	}
	if err != nil {
		return Knowledge{}, refusal(err)
	}
	place, _, err := find[workplaceRow](tx, "id = ?", w)
	if err != nil {
		return Knowledge{}, err
	}
	e := edit{}
	entry.apply(&e, change)
	if err = freeQuestion(tx, w, entry.Question, entry.Language, id); err == nil {
		err = fits(entry, place.MessageLimit)
	}
	if err != nil {
		return Knowledge{}, refusal(err)
	}
	return entry, keep(tx, entry, e)
}

// putKnowledge makes or changes the entry of a question in a language, as a file names it.
func putKnowledge(tx *gorm.DB, place workplaceRow, change KnowledgeChange) (Knowledge, edit, error) {
	if err := change.check(); err != nil {
		return Knowledge{}, edit{}, err
	}
	entry, known, err := find[Knowledge](tx, "workplace = ? AND question = ? AND language = ?", place.ID, *change.Question, *change.Language)
	if err != nil {
		return Knowledge{}, edit{}, err
	}
	e := edit{made: !known}
	if !known {
		if err := firstFault(given("answer", "The question", change.Answer)); err != nil {
			return Knowledge{}, edit{}, err
		}
		entry = Knowledge{ID: rand.Text(), Workplace: place.ID}
	}
	change.Active = new(true)
	entry.apply(&e, change)
	if err := fits(entry, place.MessageLimit); err != nil {
		return Knowledge{}, edit{}, err
	}
	return entry, e, keep(tx, entry, e)
}

func (k *Knowledge) apply(e *edit, change KnowledgeChange) {
	set(e, "question", &k.Question, change.Question)
	set(e, "answer", &k.Answer, change.Answer)
	set(e, "language", &k.Language, change.Language)
	setActive(e, &k.Active, change.Active)
}

// freeQuestion refuses a question that another entry answers in that language. One that was deactivated makes room,
// unless an existing entry wants its place.
func freeQuestion(tx *gorm.DB, w desk.WorkplaceID, question, language, self string) error {
	taken, known, err := find[Knowledge](tx, "workplace = ? AND question = ? AND language = ?", w, question, language)
	if err == nil && known && taken.ID != self && (taken.Active || self != "") {
		err = wrong("question", "This question has an answer in this language already.")
	}
	return err
}

// fits refuses an answer that no message could carry.
func fits(k Knowledge, limit int) error {
	if k.Active && runes(k.Answer) > limit {
		return wrong("answer", fmt.Sprintf("The answer has more than the %d characters of a message.", limit))
	}
	return nil
}
