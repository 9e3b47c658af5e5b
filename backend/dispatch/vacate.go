package dispatch

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"relevo/backend/desk"
)

// Change runs a change of settings or members and, in the same transaction, gives back what its vacancies hold. The
// change answers them; when it fails, nothing is kept.
func (d *Dispatcher) Change(ctx context.Context, change func(Tx) ([]desk.Vacancy, error)) error {
	at := d.now().UTC().Truncate(time.Millisecond)
	return d.log.Write(ctx, func(tx Tx) error {
		vacancies, err := change(tx)
		if err != nil {
			return err
		}
		slices.SortStableFunc(vacancies, func(a, b desk.Vacancy) int { return cmp.Compare(order(a.Cause), order(b.Cause)) })
		for _, v := range vacancies {
			if err := d.vacate(tx, v, at); err != nil {
				return err
			}
		}
		return nil
	})
}

// order has the end of the Live Agents service come last: the rules are still those from before the change, and what
// others give back to All Agents has to go on to the office.
func order(cause desk.Cause) int {
	if cause == desk.CauseServiceOff {
		return 1
	}
	return 0
}

func (d *Dispatcher) vacate(tx Tx, v desk.Vacancy, at time.Time) error {
	rules, ok := d.directory.Rules(v.Workplace)
	if !ok {
		return nil // a workplace that is only being made holds nothing yet
	}
	holders := []desk.Holder{v.Holder}
	if v.WholeTeam {
		for _, id := range slices.Sorted(maps.Keys(rules.Members)) {
			if rules.Members[id].Role.Team() == v.Holder.Team {
				holders = append(holders, desk.Holder{Team: v.Holder.Team, User: id})
			}
		}
	}
	for _, holder := range holders {
		held, err := tx.HeldBy(v.Workplace, holder)
		if err != nil {
			return err
		}
		for _, id := range held {
			if err := giveBack(tx, rules, id, desk.Return{Holder: holder, Cause: v.Cause}, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func giveBack(tx Tx, rules *desk.Workplace, id desk.ConversationID, do desk.Return, at time.Time) error {
	c, err := tx.Conversation(id)
	if err != nil {
		return err
	}
	_, err = decide(tx, c, rules, desk.System, Command{Do: do, At: at})
	if refusal, ok := errors.AsType[*desk.Error](err); ok && refusal.Code == desk.Outdated {
		return nil // it is where it should be
	}
	return err
}
