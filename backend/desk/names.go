package desk

import "time"

// The ids of the domain. They are opaque strings; a workplace's id is its short key and fixed for life.
type (
	WorkplaceID    string
	UserID         string
	ConversationID string
	CustomerID     string
	ChannelID      string
	MessageID      string
	NoteID         string
	ReasonID       string
)

// Seq is an event's place in its workplace's order: 1, 2, 3 … without gaps.
type Seq int64

// Team says on whose behalf somebody acts or holds.
type Team string

// The teams. Only lara, agents and staff can hold a conversation.
const (
	TeamCustomer   Team = "customer"
	TeamLara       Team = "lara"
	TeamAgents     Team = "agents"
	TeamStaff      Team = "staff"
	TeamSupervisor Team = "supervisor"
	TeamSystem     Team = "system"
)

// Role is what a member is in one workplace.
type Role string

// The four roles.
const (
	RoleAdmin      Role = "admin"
	RoleStaff      Role = "staff"
	RoleAgent      Role = "agent"
	RoleSupervisor Role = "supervisor"
)

// Valid tells whether the role is one of the four.
func (r Role) Valid() bool {
	switch r {
	case RoleAdmin, RoleStaff, RoleAgent, RoleSupervisor:
		return true
	}
	return false
}

// Team is the team that a member with this role acts for.
func (r Role) Team() Team {
	switch r {
	case RoleAgent:
		return TeamAgents
	case RoleSupervisor:
		return TeamSupervisor
	default:
		return TeamStaff
	}
}

// Actor is who did something: a team and, for people of the workplace, the user.
type Actor struct {
	Team Team   `json:"team"`
	User UserID `json:"user,omitempty"`
}

// The actors that are no members.
var (
	TheCustomer = Actor{Team: TeamCustomer}
	Lara        = Actor{Team: TeamLara}
	System      = Actor{Team: TeamSystem}
)

// Holder is who holds a conversation: a team (lara, agents, staff) and, optionally, one user of it.
type Holder struct {
	Team Team   `json:"team"`
	User UserID `json:"user,omitempty"`
}

// Queue tells that nobody has claimed the conversation yet: All Agents, All Office Staff, or Lara.
func (h Holder) Queue() bool { return h.User == "" }

// ChannelKind is how a customer reaches the workplace.
type ChannelKind string

// The kinds of channels.
const (
	ChannelWeb    ChannelKind = "web"
	ChannelTwilio ChannelKind = "twilio"
)

// Channel is one number or widget of a workplace.
type Channel struct {
	ID   ChannelID   `json:"id"`
	Kind ChannelKind `json:"kind"`
}

// Customer is the person outside. Name is empty until somebody gives one; readers then show the number.
type Customer struct {
	ID       CustomerID `json:"id"`
	Name     string     `json:"name,omitempty"`
	Phone    string     `json:"phone,omitempty"`
	Language string     `json:"language,omitempty"`
	About    string     `json:"about,omitempty"`
}

// Status of a conversation.
type Status string

// A conversation is open or closed.
const (
	StatusOpen   Status = "open"
	StatusClosed Status = "closed"
)

// ReasonUrgent is the escalation reason of emergencies: it rings until acknowledged.
const ReasonUrgent ReasonID = "urgent_emergency"

// Member is one user's membership in a workplace, as far as the rules ask.
type Member struct {
	ID     UserID
	Handle string
	Role   Role
}

// Workplace is what the rules need to know of a workplace: a snapshot that nobody changes.
type Workplace struct {
	ID            WorkplaceID
	AgentsService bool
	Lara          bool
	MessageLimit  int               // code points in a message to a customer
	CloseAfter    time.Duration     // 0: never
	Members       map[UserID]Member // active members alone
	Reasons       []ReasonID        // active reasons, in the workplace's order
}
