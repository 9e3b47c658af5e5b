package wire

// This file holds what people sign in with and what they are told of themselves.

// SignIn is an account's address and password.
type SignIn struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// Login is a session: the access token for the next minutes, while the cookie beside it fetches the one after.
type Login struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type" enum:"Bearer"`
	ExpiresIn   int    `json:"expires_in" doc:"Seconds until the access token runs out."`
	User        Person `json:"user"`
}

// SetUp makes the first workplace and its admin, with the token of the link that the program printed.
type SetUp struct {
	Token     string         `json:"token"`
	Workplace FirstWorkplace `json:"workplace"`
	Email     string         `json:"email"`
	Name      string         `json:"name"`
	Handle    string         `json:"handle"`
	Password  string         `json:"password"`
}

// FirstWorkplace is as much of a workplace as its admin has to say at first.
type FirstWorkplace struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Timezone *string `json:"timezone,omitempty"`
	Country  *string `json:"country,omitempty"`
	Language *string `json:"language,omitempty" enum:"es,en"`
}

// ChangePassword changes one's own.
type ChangePassword struct {
	Current string `json:"current"`
	New     string `json:"new"`
}

// Me is who is signed in.
type Me struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Handle      string       `json:"handle"`
	Email       string       `json:"email"`
	Memberships []Membership `json:"memberships"`
	Preferences Preferences  `json:"preferences"`
	IdleLock    int          `json:"idle_lock_seconds" doc:"After so long without a hand on the machine its screen locks."`
}

// Preferences are what a person set for themselves; what they never set is left out. Sent, they change what is given.
type Preferences struct {
	Filters      *[]SavedFilter       `json:"filters,omitempty" doc:"Of the stream, at most 20."`
	Keys         *map[string][]string `json:"keys,omitempty" doc:"By action: its keys, like R, Shift+E, Mod+I or G M, instead of those that it comes with."`
	SingleKeys   *bool                `json:"single_keys,omitempty" doc:"Keys without Ctrl or Cmd do something."`
	EnterSends   *bool                `json:"enter_sends,omitempty" doc:"Enter sends, instead of beginning a line."`
	LongestFirst *bool                `json:"longest_first,omitempty" doc:"Who has waited longest comes first."`
}

// SavedFilter is a filter of the stream: all of its words have to be true of a conversation.
type SavedFilter struct {
	Words []string `json:"words" enum:"unanswered,overdue,escalated,sms,web,en,es"`
}

// Membership is a workplace and what the user is there.
type Membership struct {
	Workplace Workplace `json:"workplace"`
	Role      string    `json:"role" enum:"admin,staff,agent,supervisor"`
}

// Workplace is as much of a workplace's settings as its people's screens need.
type Workplace struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Language      string `json:"language" enum:"es,en"`
	Timezone      string `json:"timezone"`
	AgentsService bool   `json:"agents_service"`
	MessageLimit  int    `json:"message_limit"`
}
