package workplace

import (
	"time"

	"relevo/backend/desk"
)

// Languages that Relevo speaks with customers.
const (
	English = "en"
	Spanish = "es"
)

// Workplace is the settings of one workplace.
type Workplace struct {
	ID            desk.WorkplaceID
	Name          string
	Zone          *time.Location
	Country       string // ISO 3166 alpha-2: how local numbers are read
	Language      string // the customers' default: English or Spanish
	Lara          bool
	Hours         Hours
	CloseAfter    time.Duration // 0: never
	ReturnAfter   time.Duration // 0: at once
	AgentsService bool
	MessageLimit  int // code points
}

// User is an account.
type User struct {
	ID        desk.UserID `gorm:"column:id;primaryKey"`
	Email     string      `gorm:"column:email"`
	EmailKey  string      `gorm:"column:email_key"` // the address without its case
	Name      string      `gorm:"column:name"`
	Handle    string      `gorm:"column:handle"`
	HandleKey string      `gorm:"column:handle_key"` // the handle without its case
	Active    bool        `gorm:"column:active"`
}

// TableName names the table for GORM.
func (User) TableName() string { return "users" }

// Membership is a workplace in which a user has a role.
type Membership struct {
	Workplace desk.WorkplaceID
	Role      desk.Role
}

// Member is a user as their workplace knows them. Active needs an active account too.
type Member struct {
	User   User
	Role   desk.Role
	Active bool
}

// membership is a row: once a member, always known.
type membership struct {
	Workplace desk.WorkplaceID `gorm:"column:workplace;primaryKey"`
	User      desk.UserID      `gorm:"column:user;primaryKey"`
	Role      desk.Role        `gorm:"column:role"`
	Active    bool             `gorm:"column:active"`
}

func (membership) TableName() string { return "memberships" }

// Channel is a number or a widget of a workplace, with its secrets.
type Channel struct {
	ID         desk.ChannelID   `gorm:"column:id;primaryKey"`
	Workplace  desk.WorkplaceID `gorm:"column:workplace"`
	Kind       desk.ChannelKind `gorm:"column:kind"`
	Number     string           `gorm:"column:number"`      // twilio: E.164
	AccountSID string           `gorm:"column:account_sid"` // twilio
	AuthToken  string           `gorm:"column:auth_token"`  // twilio; a secret
	APIBase    string           `gorm:"column:api_base"`    // twilio
	Origins    []string         `gorm:"column:origins;serializer:json"`
	Active     bool             `gorm:"column:active"`
}

// TableName names the table for GORM.
func (Channel) TableName() string { return "channels" }

// Knowledge is one question and its answer: what Lara may say.
type Knowledge struct {
	ID        string           `gorm:"column:id;primaryKey"`
	Workplace desk.WorkplaceID `gorm:"column:workplace"`
	Question  string           `gorm:"column:question"`
	Answer    string           `gorm:"column:answer"`
	Language  string           `gorm:"column:language"`
	Active    bool             `gorm:"column:active"`
}

// TableName names the table for GORM.
func (Knowledge) TableName() string { return "knowledge" }

// QuickResponse is a saved message. Without an owner it is shared by the workplace.
type QuickResponse struct {
	ID        string           `gorm:"column:id;primaryKey"`
	Workplace desk.WorkplaceID `gorm:"column:workplace"`
	Owner     desk.UserID      `gorm:"column:owner"`
	Shortcut  string           `gorm:"column:shortcut"`
	Key       string           `gorm:"column:shortcut_key"` // the shortcut without its case
	Text      string           `gorm:"column:text"`
	Active    bool             `gorm:"column:active"`
}

// TableName names the table for GORM.
func (QuickResponse) TableName() string { return "quick_responses" }

// Reason is why a conversation may be escalated. Position orders a workplace's list.
type Reason struct {
	Workplace desk.WorkplaceID `gorm:"column:workplace;primaryKey"`
	ID        desk.ReasonID    `gorm:"column:id;primaryKey"`
	Name      string           `gorm:"column:name"`
	NameES    string           `gorm:"column:name_es"` // empty: Name serves both languages
	Position  int              `gorm:"column:position"`
	Active    bool             `gorm:"column:active"`
}

// TableName names the table for GORM.
func (Reason) TableName() string { return "escalation_reasons" }

// defaultReasons are a new workplace's, in their order.
var defaultReasons = []Reason{
	{ID: desk.ReasonUrgent, Name: "Urgent emergency", NameES: "Emergencia urgente"},
	{ID: "complaint", Name: "Complaint", NameES: "Queja"},
	{ID: "scheduling", Name: "Scheduling", NameES: "Citas"},
	{ID: "services", Name: "Shopping or services", NameES: "Compras o servicios"},
	{ID: "billing", Name: "Billing", NameES: "Facturación"},
	{ID: "general", Name: "General", NameES: "General"},
}
