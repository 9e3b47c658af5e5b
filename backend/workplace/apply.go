package workplace

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// What a new workplace is where nobody says otherwise.
var newWorkplace = workplaceRow{
	Timezone: "UTC", Country: "US", Language: English, Lara: true, ClosedDays: "[]", CloseAfterHours: 24, ReturnAfterMinutes: 15,
	AgentsService: true, MessageLimit: 320,
}

// Apply makes the transaction's rows what the file says, and touches nothing that it does not name. It tells, a line
// each and without secrets, what changed: nothing when the same file comes again. The vacancies are in the order in
// which they are to be filled. A file that can't be applied is a *FileError.
func Apply(tx *gorm.DB, f File, credentials Credentials) (changes []string, vacancies []desk.Vacancy, err error) {
	a := application{tx: tx, credentials: credentials}
	for i, w := range f.Workplaces {
		if err := a.workplace(w); err != nil {
			return nil, nil, placed(fmt.Sprintf("workplaces[%d]", i), err)
		}
	}
	if err := a.users(f.Users); err != nil {
		return nil, nil, err
	}
	return a.changes, slices.Concat(a.left, a.laraOff, a.serviceOff), nil
}

// application is one file on its way into the rows. What people held goes back first, so that a team which is switched
// off by the same file takes it along.
type application struct {
	tx          *gorm.DB
	credentials Credentials
	changes     []string

	left, laraOff, serviceOff []desk.Vacancy
}

// tell notes what became of something.
func (a *application) tell(what string, e edit) {
	if !e.none() {
		a.changes = append(a.changes, what+": "+e.String())
	}
}

func (a *application) workplace(f FileWorkplace) error {
	before, _, err := find[workplaceRow](a.tx, "id = ?", f.ID)
	if err != nil {
		return err
	}
	row, e, err := putWorkplace(a.tx, f)
	if err != nil {
		return err
	}
	name := "workplace " + f.ID
	a.tell(name, e)
	if before.Lara && !row.Lara {
		a.laraOff = append(a.laraOff, desk.Vacancy{Workplace: row.ID, Holder: desk.Holder{Team: desk.TeamLara}, Cause: desk.CauseLaraOff})
	}
	if before.AgentsService && !row.AgentsService {
		a.serviceOff = append(a.serviceOff, desk.Vacancy{Workplace: row.ID, Holder: desk.Holder{Team: desk.TeamAgents}, WholeTeam: true, Cause: desk.CauseServiceOff})
	}
	for i, c := range f.Channels {
		_, e, err := putChannel(a.tx, row.ID, desk.ChannelID(c.ID), c.change())
		if err != nil {
			return inside("channels", i, err)
		}
		a.tell(name+", channel "+c.ID, e)
	}
	if err := a.knowledge(name, row, f.Knowledge); err != nil {
		return err
	}
	for i, q := range f.QuickResponses {
		_, e, err := putQuickResponse(a.tx, row.ID, "", q.change())
		if err != nil {
			return inside("quick_responses", i, err)
		}
		a.tell(name+", quick response "+q.Shortcut, e)
	}
	return a.reasons(name, row.ID, f.Reasons)
}

func (a *application) knowledge(name string, row workplaceRow, entries []FileKnowledge) error {
	for i, k := range entries {
		change := k.change()
		change.Language = new(k.languageIn(row.Language))
		entry, e, err := putKnowledge(a.tx, row, change)
		if err != nil {
			return inside("knowledge", i, err)
		}
		a.tell(fmt.Sprintf("%s, knowledge %q (%s)", name, entry.Question, entry.Language), e)
	}
	_, tooLong, err := find[Knowledge](a.tx, "workplace = ? AND active AND length(answer) > ?", row.ID, row.MessageLimit)
	if err == nil && tooLong {
		err = wrong("message_limit", "An answer of the knowledge is longer than this.")
	}
	return err
}

func (a *application) reasons(name string, w desk.WorkplaceID, reasons []FileReason) error {
	for i, r := range reasons {
		_, e, err := putReason(a.tx, w, desk.ReasonID(r.ID), r.change())
		if err != nil {
			return inside("escalation_reasons", i, err)
		}
		a.tell(name+", escalation reason "+r.ID, e)
	}
	moved, err := orderReasons(a.tx, w, reasons)
	if err != nil {
		return err
	}
	if moved {
		a.changes = append(a.changes, name+": order of the escalation reasons changed")
	}
	return checkReasons(a.tx, w)
}

// orderReasons puts the reasons that a file names into its order; together they keep the positions that they have.
func orderReasons(tx *gorm.DB, w desk.WorkplaceID, order []FileReason) (moved bool, err error) {
	var rows []Reason
	if err := tx.Where("workplace = ?", w).Find(&rows).Error; err != nil {
		return false, fmt.Errorf("read the reasons: %w", err)
	}
	known := map[desk.ReasonID]Reason{}
	for _, r := range rows {
		known[r.ID] = r
	}
	var positions []int
	for _, r := range order {
		positions = append(positions, known[desk.ReasonID(r.ID)].Position)
	}
	slices.Sort(positions)
	for i, r := range order {
		row := known[desk.ReasonID(r.ID)]
		if row.Position == positions[i] {
			continue
		}
		row.Position = positions[i]
		if err := update(tx, row); err != nil {
			return false, err
		}
		moved = true
	}
	return moved, nil
}

// putWorkplace makes or changes a workplace's settings. A new one gets the default reasons where the file has none.
func putWorkplace(tx *gorm.DB, f FileWorkplace) (workplaceRow, edit, error) {
	row, known, err := find[workplaceRow](tx, "id = ?", f.ID)
	if err != nil {
		return workplaceRow{}, edit{}, err
	}
	e := edit{made: !known}
	if !known {
		if err := firstFault(given("name", "The workplace", said(f.Name))); err != nil {
			return workplaceRow{}, edit{}, err
		}
		row = newWorkplace
		row.ID = desk.WorkplaceID(f.ID)
	}
	if err := row.apply(&e, f); err != nil {
		return workplaceRow{}, edit{}, err
	}
	if err := keep(tx, row, e); err != nil {
		return workplaceRow{}, edit{}, err
	}
	if known || f.Reasons != nil {
		return row, e, nil
	}
	for i, reason := range defaultReasons {
		reason.Workplace, reason.Position, reason.Active = row.ID, i+1, true
		if err := insert(tx, reason); err != nil {
			return workplaceRow{}, edit{}, err
		}
	}
	return row, e, nil
}

func (r *workplaceRow) apply(e *edit, f FileWorkplace) error {
	set(e, "name", &r.Name, said(f.Name))
	set(e, "timezone", &r.Timezone, said(f.Timezone))
	set(e, "country", &r.Country, said(f.Country))
	set(e, "language", &r.Language, said(f.Language))
	set(e, "lara", &r.Lara, f.Lara)
	set(e, "close_after_hours", &r.CloseAfterHours, f.CloseAfterHours)
	set(e, "return_after_minutes", &r.ReturnAfterMinutes, f.ReturnAfterMinutes)
	set(e, "agents_service", &r.AgentsService, f.AgentsService)
	set(e, "message_limit", &r.MessageLimit, f.MessageLimit)
	if f.Hours != nil {
		hours, err := f.Hours.stored()
		if err != nil {
			return err
		}
		set(e, "hours", &r.Hours, &hours)
	}
	if f.ClosedDays != nil {
		days := slices.Compact(slices.Sorted(slices.Values(f.ClosedDays)))
		stored, err := json.Marshal(append([]string{}, days...))
		if err != nil {
			return fmt.Errorf("write the closed days: %w", err)
		}
		set(e, "closed_days", &r.ClosedDays, new(string(stored)))
	}
	return nil
}

// stored is a week as its column holds it: the same for the same hours, however they were written.
func (w Week) stored() (string, error) {
	if len(w) == 0 {
		return "", nil
	}
	sorted := Week{}
	for day, spans := range maps.All(w) {
		sorted[day] = append([]string{}, slices.Sorted(slices.Values(spans))...)
	}
	stored, err := json.Marshal(sorted)
	if err != nil {
		return "", fmt.Errorf("write the hours: %w", err)
	}
	return string(stored), nil
}
