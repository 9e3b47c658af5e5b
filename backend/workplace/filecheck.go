package workplace

import (
	"fmt"
	"time"
)

// This file holds what can be told of a file without any database. The same checks stand before every edit; here they
// find a slip before anything is touched.

// check answers the first thing wrong with a file, as a *FileError.
func (f File) check() error {
	workplaces, channels, numbers := seen{}, seen{}, seen{}
	for i, w := range f.Workplaces {
		at := fmt.Sprintf("workplaces[%d]", i)
		err := firstError(w.check(), workplaces.add("id", w.ID))
		for j, c := range w.Channels {
			err = firstError(err, inside("channels", j, channels.add("id", c.ID)), inside("channels", j, numbers.add("number", c.Number)))
		}
		if err != nil {
			return placed(at, err)
		}
	}
	emails, handles := seen{}, seen{}
	for i, u := range f.Users {
		if err := firstError(u.check(), emails.add("email", foldEmail(u.Email)), handles.add("handle", foldHandle(u.Handle))); err != nil {
			return placed(fmt.Sprintf("users[%d]", i), err)
		}
	}
	return nil
}

// check answers the first thing wrong with a workplace, as a *fault whose field is a place in it.
func (w FileWorkplace) check() error {
	if err := firstFault(
		needed("id", w.ID), checkKey(w.ID),
		optional(said(w.Name), checkName), optional(said(w.Timezone), checkTimezone), optional(said(w.Country), checkCountry),
		optional(said(w.Language), checkLanguage),
		optional(w.CloseAfterHours, checkWithin("close_after_hours", 0, maxHours)),
		optional(w.ReturnAfterMinutes, checkWithin("return_after_minutes", 0, maxMinutes)),
		optional(w.MessageLimit, checkWithin("message_limit", 1, maxMessage)),
	); err != nil {
		return err
	}
	if _, err := NewHours(time.UTC, w.Hours, w.ClosedDays); err != nil {
		return err
	}
	return w.checkLists()
}

func (w FileWorkplace) checkLists() error {
	for i, c := range w.Channels {
		if err := firstError(firstFault(needed("id", c.ID), checkKey(c.ID)), c.change().check()); err != nil {
			return inside("channels", i, err)
		}
	}
	questions := seen{}
	for i, k := range w.Knowledge {
		double := questions.add("question", k.Question+"\x00"+k.languageIn(w.Language))
		if err := firstError(firstFault(needed("question", k.Question)), k.change().check(), double, k.checkLength(w.MessageLimit)); err != nil {
			return inside("knowledge", i, err)
		}
	}
	shortcuts := seen{}
	for i, q := range w.QuickResponses {
		if err := firstError(firstFault(needed("shortcut", q.Shortcut)), q.change().check(), shortcuts.add("shortcut", foldShortcut(q.Shortcut))); err != nil {
			return inside("quick_responses", i, err)
		}
	}
	reasons := seen{}
	for i, r := range w.Reasons {
		if err := firstError(firstFault(needed("id", r.ID), checkReasonID(r.ID)), r.change().check(), reasons.add("id", r.ID)); err != nil {
			return inside("escalation_reasons", i, err)
		}
	}
	return nil
}

// check answers the first thing wrong with a user, as a *fault whose field is a place in it.
func (u FileUser) check() error {
	if err := firstFault(needed("email", u.Email), checkEmail(u.Email), optional(said(u.Name), checkName), optional(said(u.Handle), checkHandle)); err != nil {
		return err
	}
	if u.Password != "" && u.PasswordHash != "" {
		return wrong("password_hash", "There is a password too: give one of them.")
	}
	workplaces := seen{}
	for i, m := range u.Memberships {
		if err := firstError(firstFault(needed("workplace", m.Workplace), optional(said(m.Role), checkRole)), workplaces.add("workplace", m.Workplace)); err != nil {
			return inside("memberships", i, err)
		}
	}
	return nil
}

func (c FileChannel) change() ChannelChange {
	change := ChannelChange{
		Kind: said(c.Kind), Number: said(c.Number), AccountSID: said(c.AccountSID), AuthToken: said(c.AuthToken), APIBase: said(c.APIBase), Active: c.Active,
	}
	if c.Origins != nil {
		change.Origins = &c.Origins
	}
	return change
}

func (k FileKnowledge) change() KnowledgeChange {
	return KnowledgeChange{Question: &k.Question, Answer: said(k.Answer), Language: said(k.Language)}
}

func (k FileKnowledge) languageIn(workplaces string) string {
	if k.Language == "" {
		return workplaces
	}
	return k.Language
}

// checkLength looks where the file names the limit itself.
func (k FileKnowledge) checkLength(limit *int) error {
	if limit == nil {
		return nil
	}
	return fits(Knowledge{Answer: k.Answer, Active: true}, *limit)
}

func (q FileQuickResponse) change() QuickResponseChange {
	return QuickResponseChange{Shortcut: &q.Shortcut, Text: said(q.Text)}
}

func (r FileReason) change() ReasonChange {
	return ReasonChange{Name: said(r.Name), NameES: said(r.NameES), Active: r.Active}
}

// said is a text that is not left out.
func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// needed refuses to leave out what an entry is known by.
func needed(field, value string) *fault {
	if value == "" {
		return wrong(field, "This is missing: the entry is known by it.")
	}
	return nil
}

// seen finds what a file names twice.
type seen map[string]bool

func (s seen) add(field, value string) error {
	if value == "" {
		return nil
	}
	if s[value] {
		return wrong(field, "Another entry of the file has the same.")
	}
	s[value] = true
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// inside gives a fault of an entry its place in the list.
func inside(list string, i int, err error) error {
	f, ok := err.(*fault)
	if !ok {
		return err
	}
	return &fault{field: under(fmt.Sprintf("%s[%d]", list, i), f.field), problem: f.problem, code: f.code}
}

// placed makes a fault an error of the file; other errors stay what they are.
func placed(at string, err error) error {
	f, ok := err.(*fault)
	if !ok {
		return err
	}
	return &FileError{Place: under(at, f.field), Problem: f.problem}
}
