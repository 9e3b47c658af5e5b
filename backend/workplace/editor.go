package workplace

import (
	"context"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// Change runs an edit in a transaction together with what its vacancies give back, and answers when that is durable.
type Change func(ctx context.Context, edit func(tx *gorm.DB) ([]desk.Vacancy, error)) error

// Editor makes the package's edits, each in a transaction of its own. Make it with NewEditor.
type Editor struct {
	change      Change
	credentials Credentials
}

// NewEditor makes an editor on whoever runs transactions and whoever keeps passwords.
func NewEditor(change Change, credentials Credentials) *Editor {
	return &Editor{change: change, credentials: credentials}
}

// SetUp makes the first workplace and its admin. The permission is used up in the same transaction, or refuses.
func (e *Editor) SetUp(ctx context.Context, permission func(*gorm.DB) error, first FirstWorkplace, admin NewMember) error {
	return e.change(ctx, func(tx *gorm.DB) ([]desk.Vacancy, error) {
		if err := permission(tx); err != nil {
			return nil, err
		}
		return nil, SetUp(tx, e.credentials, first, admin)
	})
}

// AddMember is the function of that name.
func (e *Editor) AddMember(ctx context.Context, w desk.WorkplaceID, n NewMember) (Member, error) {
	return durably(ctx, e, func(tx *gorm.DB) (Member, []desk.Vacancy, error) {
		member, err := AddMember(tx, e.credentials, w, n)
		return member, nil, err
	})
}

// ChangeMember is the function of that name.
func (e *Editor) ChangeMember(ctx context.Context, w desk.WorkplaceID, by, user desk.UserID, change MemberChange) (Member, error) {
	return durably(ctx, e, func(tx *gorm.DB) (Member, []desk.Vacancy, error) {
		return ChangeMember(tx, e.credentials, w, by, user, change)
	})
}

// PutReason is the function of that name.
func (e *Editor) PutReason(ctx context.Context, w desk.WorkplaceID, id desk.ReasonID, change ReasonChange) (Reason, error) {
	return durably(ctx, e, func(tx *gorm.DB) (Reason, []desk.Vacancy, error) {
		reason, err := PutReason(tx, w, id, change)
		return reason, nil, err
	})
}

// PutChannel is the function of that name.
func (e *Editor) PutChannel(ctx context.Context, w desk.WorkplaceID, id desk.ChannelID, change ChannelChange) (Channel, error) {
	return durably(ctx, e, func(tx *gorm.DB) (Channel, []desk.Vacancy, error) {
		channel, err := PutChannel(tx, w, id, change)
		return channel, nil, err
	})
}

// AddQuickResponse is the function of that name.
func (e *Editor) AddQuickResponse(ctx context.Context, w desk.WorkplaceID, owner desk.UserID, shortcut, text string) (QuickResponse, error) {
	return durably(ctx, e, func(tx *gorm.DB) (QuickResponse, []desk.Vacancy, error) {
		response, err := AddQuickResponse(tx, w, owner, shortcut, text)
		return response, nil, err
	})
}

// ChangeQuickResponse is the function of that name.
func (e *Editor) ChangeQuickResponse(ctx context.Context, w desk.WorkplaceID, owner desk.UserID, id string, change QuickResponseChange) (QuickResponse, error) {
	return durably(ctx, e, func(tx *gorm.DB) (QuickResponse, []desk.Vacancy, error) {
		response, err := ChangeQuickResponse(tx, w, owner, id, change)
		return response, nil, err
	})
}

// AddKnowledge is the function of that name.
func (e *Editor) AddKnowledge(ctx context.Context, w desk.WorkplaceID, question, answer, language string) (Knowledge, error) {
	return durably(ctx, e, func(tx *gorm.DB) (Knowledge, []desk.Vacancy, error) {
		entry, err := AddKnowledge(tx, w, question, answer, language)
		return entry, nil, err
	})
}

// ChangeKnowledge is the function of that name.
func (e *Editor) ChangeKnowledge(ctx context.Context, w desk.WorkplaceID, id string, change KnowledgeChange) (Knowledge, error) {
	return durably(ctx, e, func(tx *gorm.DB) (Knowledge, []desk.Vacancy, error) {
		entry, err := ChangeKnowledge(tx, w, id, change)
		return entry, nil, err
	})
}

// durably runs one edit and answers the row that it left.
func durably[Row any](ctx context.Context, e *Editor, make func(*gorm.DB) (Row, []desk.Vacancy, error)) (Row, error) {
	var row Row
	err := e.change(ctx, func(tx *gorm.DB) ([]desk.Vacancy, error) {
		var vacancies []desk.Vacancy
		var err error
		row, vacancies, err = make(tx)
		return vacancies, err
	})
	if err != nil {
		var none Row
		return none, err
	}
	return row, nil
}
