package wire

// This file holds a workplace's people and lists. Everybody in the workplace reads them; admins change them.

// Member is a user as their workplace knows them. Active: the membership and the account are.
type Member struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Handle string `json:"handle"`
	Email  string `json:"email"`
	Role   string `json:"role" enum:"admin,staff,agent,supervisor"`
	Active bool   `json:"active"`
}

// Members are everybody who is or was a member.
type Members struct {
	Members []Member `json:"members"`
}

// OneMember answers a change.
type OneMember struct {
	Member Member `json:"member"`
}

// AddMember makes an account and its membership, or gives an existing account a membership.
type AddMember struct {
	Email    string `json:"email"`
	Name     string `json:"name"`
	Handle   string `json:"handle"`
	Role     string `json:"role" enum:"admin,staff,agent,supervisor"`
	Password string `json:"password"`
}

// ChangeMember changes what it says. Active: false ends the membership at once.
type ChangeMember struct {
	Role     *string `json:"role,omitempty" enum:"admin,staff,agent,supervisor"`
	Active   *bool   `json:"active,omitempty"`
	Name     *string `json:"name,omitempty"`
	Password *string `json:"password,omitempty"`
}

// Reason is why a conversation may be escalated. Old escalations may name one that is not active any more.
type Reason struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	NameES string `json:"name_es" doc:"In Spanish; empty: the name serves both languages."`
	Active bool   `json:"active"`
}

// Reasons are a workplace's, in its order.
type Reasons struct {
	Reasons []Reason `json:"escalation_reasons"`
}

// OneReason answers a change.
type OneReason struct {
	Reason Reason `json:"escalation_reason"`
}

// PutReason creates a reason under the path's id, or changes what it says of it.
type PutReason struct {
	Name   *string `json:"name,omitempty"`
	NameES *string `json:"name_es,omitempty"`
	Active *bool   `json:"active,omitempty"`
}

// QuickResponse is a saved message with variables. A personal one is its owner's alone.
type QuickResponse struct {
	ID       string `json:"id"`
	Shortcut string `json:"shortcut"`
	Text     string `json:"text"`
	Personal bool   `json:"personal"`
}

// QuickResponses are those that the reader may use.
type QuickResponses struct {
	QuickResponses []QuickResponse `json:"quick_responses"`
}

// OneQuickResponse answers a change.
type OneQuickResponse struct {
	QuickResponse QuickResponse `json:"quick_response"`
}

// AddQuickResponse saves a message for everybody in the workplace.
type AddQuickResponse struct {
	Shortcut string `json:"shortcut"`
	Text     string `json:"text"`
}

// ChangeQuickResponse changes what it says. Active: false takes it off the list.
type ChangeQuickResponse struct {
	Shortcut *string `json:"shortcut,omitempty"`
	Text     *string `json:"text,omitempty"`
	Active   *bool   `json:"active,omitempty"`
}

// Knowledge is a question and the answer that Lara gives to it.
type Knowledge struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
	Language string `json:"language" enum:"es,en"`
}

// KnowledgeList is everything that Lara may say in a workplace.
type KnowledgeList struct {
	Knowledge []Knowledge `json:"knowledge"`
}

// OneKnowledge answers a change.
type OneKnowledge struct {
	Knowledge Knowledge `json:"knowledge"`
}

// AddKnowledge teaches Lara an answer.
type AddKnowledge struct {
	Question string  `json:"question"`
	Answer   string  `json:"answer"`
	Language *string `json:"language,omitempty" enum:"es,en" doc:"Left out: the workplace's."`
}

// ChangeKnowledge changes what it says. Active: false takes the entry from Lara.
type ChangeKnowledge struct {
	Question *string `json:"question,omitempty"`
	Answer   *string `json:"answer,omitempty"`
	Language *string `json:"language,omitempty" enum:"es,en"`
	Active   *bool   `json:"active,omitempty"`
}

// ChannelSettings is a number or a widget of a workplace. Its secrets are never shown.
type ChannelSettings struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind" enum:"web,twilio"`
	Number  string   `json:"number" doc:"Of an SMS channel; else empty."`
	Origins []string `json:"origins" doc:"Pages that may hold the widget, as scheme://host; none: any."`
	Active  bool     `json:"active"`
}

// Channels are a workplace's.
type Channels struct {
	Channels []ChannelSettings `json:"channels"`
}

// OneChannel answers a change.
type OneChannel struct {
	Channel ChannelSettings `json:"channel"`
}

// PutChannel creates a channel under the path's id, or changes what it says of it. A kind is for ever.
type PutChannel struct {
	Kind       *string   `json:"kind,omitempty" enum:"web,twilio"`
	Number     *string   `json:"number,omitempty"`
	AccountSID *string   `json:"account_sid,omitempty"`
	AuthToken  *string   `json:"auth_token,omitempty"`
	APIBase    *string   `json:"api_base,omitempty"`
	Origins    *[]string `json:"origins,omitempty"`
	Active     *bool     `json:"active,omitempty"`
}
