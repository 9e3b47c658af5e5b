package workplace

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// workplaceRow is a workplace's settings as they are stored.
type workplaceRow struct {
	ID                 desk.WorkplaceID `gorm:"column:id;primaryKey"`
	Name               string           `gorm:"column:name"`
	Timezone           string           `gorm:"column:timezone"`
	Country            string           `gorm:"column:country"`
	Language           string           `gorm:"column:language"`
	Lara               bool             `gorm:"column:lara"`
	Hours              string           `gorm:"column:hours"` // JSON of week; empty: always open
	ClosedDays         string           `gorm:"column:closed_days"`
	CloseAfterHours    int              `gorm:"column:close_after_hours"`
	ReturnAfterMinutes int              `gorm:"column:return_after_minutes"`
	AgentsService      bool             `gorm:"column:agents_service"`
	MessageLimit       int              `gorm:"column:message_limit"`
}

func (workplaceRow) TableName() string { return "workplaces" }

// tables is what Reload reads, as it stood at one moment.
type tables struct {
	workplaces  []workplaceRow
	users       []User
	memberships []membership
	channels    []Channel
	knowledge   []Knowledge
	reasons     []Reason
	quick       []QuickResponse
}

// Reload reads everything anew and swaps it in as a whole. When it fails, the old snapshot stays.
func (d *Directory) Reload(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, err := readTables(d.reader.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("read the workplaces: %w", err)
	}
	s, err := t.snapshot()
	if err != nil {
		return fmt.Errorf("understand the workplaces: %w", err)
	}
	s.version = d.now.Load().version + 1
	d.now.Store(s)
	return nil
}

// readTables reads all tables in one transaction, in the orders that the directory promises.
func readTables(reader *gorm.DB) (tables, error) {
	var t tables
	err := reader.Transaction(func(tx *gorm.DB) error {
		for _, read := range []struct {
			into  any
			order string
		}{
			{&t.workplaces, "id"}, {&t.users, "id"}, {&t.memberships, "workplace, user"}, {&t.channels, "id"},
			{&t.knowledge, "question, language"}, {&t.reasons, "position, id"}, {&t.quick, "shortcut_key, owner"},
		} {
			if err := tx.Order(read.order).Find(read.into).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return t, err
}

// snapshot sorts the rows into what the directory answers from.
func (t tables) snapshot() (*snapshot, error) {
	s := &snapshot{
		places: map[desk.WorkplaceID]*place{}, users: map[desk.UserID]User{}, emails: map[string]desk.UserID{},
		channels: map[desk.ChannelID]Channel{}, memberships: map[desk.UserID][]Membership{}, belonged: map[desk.UserID]bool{},
	}
	for _, row := range t.workplaces {
		settings, err := row.settings()
		if err != nil {
			return nil, err
		}
		s.all = append(s.all, settings)
		s.places[row.ID] = &place{settings: settings, rules: rules(settings)}
	}
	for _, u := range t.users {
		s.users[u.ID], s.emails[u.EmailKey] = u, u.ID
	}
	t.people(s)
	t.lists(s)
	return s, nil
}

// rules is a workplace as the domain sees it, still without members and reasons.
func rules(w Workplace) *desk.Workplace {
	return &desk.Workplace{
		ID: w.ID, AgentsService: w.AgentsService, Lara: w.Lara, MessageLimit: w.MessageLimit, CloseAfter: w.CloseAfter,
		Members: map[desk.UserID]desk.Member{},
	}
}

// people puts the memberships where they are asked for.
func (t tables) people(s *snapshot) {
	for _, m := range t.memberships {
		p, u := s.places[m.Workplace], s.users[m.User]
		active := m.Active && u.Active
		s.belonged[m.User] = true
		p.members = append(p.members, Member{User: u, Role: m.Role, Active: active})
		if active {
			p.rules.Members[m.User] = desk.Member{ID: m.User, Handle: u.Handle, Role: m.Role}
			s.memberships[m.User] = append(s.memberships[m.User], Membership{Workplace: m.Workplace, Role: m.Role})
		}
	}
	for _, p := range s.places {
		sortByName(p.members)
	}
}

// lists puts a workplace's lists where they are asked for.
func (t tables) lists(s *snapshot) {
	for _, c := range t.channels {
		s.channels[c.ID] = c
		s.places[c.Workplace].channels = append(s.places[c.Workplace].channels, c)
	}
	for _, k := range t.knowledge {
		if k.Active {
			s.places[k.Workplace].knowledge = append(s.places[k.Workplace].knowledge, k)
		}
	}
	for _, r := range t.reasons {
		p := s.places[r.Workplace]
		p.reasons = append(p.reasons, r)
		if r.Active {
			p.rules.Reasons = append(p.rules.Reasons, r.ID)
		}
	}
	for _, q := range t.quick {
		if q.Active {
			s.places[q.Workplace].quick = append(s.places[q.Workplace].quick, q)
		}
	}
}

// settings reads a row's zone and hours.
func (r workplaceRow) settings() (Workplace, error) {
	zone, err := time.LoadLocation(r.Timezone)
	if err != nil {
		return Workplace{}, fmt.Errorf("the zone of workplace %s: %w", r.ID, err)
	}
	hours, err := r.hours(zone)
	if err != nil {
		return Workplace{}, fmt.Errorf("the hours of workplace %s: %w", r.ID, err)
	}
	return Workplace{
		ID: r.ID, Name: r.Name, Zone: zone, Country: r.Country, Language: r.Language, Lara: r.Lara, Hours: hours,
		CloseAfter: time.Duration(r.CloseAfterHours) * time.Hour, ReturnAfter: time.Duration(r.ReturnAfterMinutes) * time.Minute,
		AgentsService: r.AgentsService, MessageLimit: r.MessageLimit,
	}, nil
}

func (r workplaceRow) hours(zone *time.Location) (Hours, error) {
	var days []string
	if err := json.Unmarshal([]byte(r.ClosedDays), &days); err != nil {
		return Hours{}, err
	}
	if r.Hours == "" {
		return NewHours(zone, nil, days)
	}
	week := Week{}
	if err := json.Unmarshal([]byte(r.Hours), &week); err != nil {
		return Hours{}, err
	}
	return NewHours(zone, week, days)
}
