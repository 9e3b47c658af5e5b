package workplace

import (
	"fmt"
	"slices"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// twilioAPI is where messages go unless a channel says otherwise.
const twilioAPI = "https://api.twilio.com"

// ChannelChange is what becomes of a channel; nil leaves a field as it is. A kind is for ever.
type ChannelChange struct {
	Kind       *string
	Number     *string
	AccountSID *string
	AuthToken  *string
	APIBase    *string
	Origins    *[]string
	Active     *bool
}

func (c ChannelChange) check() error {
	return firstFault(
		optional(c.Kind, checkKind),
		optional(c.Number, checkNumber),
		optional(c.AccountSID, func(sid string) *fault {
			if !sidForm.MatchString(sid) {
				return wrong("account_sid", "The account SID is none.")
			}
			return nil
		}),
		optional(c.AuthToken, func(token string) *fault { return checkLine("auth_token", "The auth token", token, nameLimit) }),
		optional(c.APIBase, checkAPIBase),
		optional(c.Origins, checkOrigins),
	)
}

func checkKind(kind string) *fault {
	if desk.ChannelKind(kind) != desk.ChannelWeb && desk.ChannelKind(kind) != desk.ChannelTwilio {
		return wrong("kind", "The kind is neither web nor twilio.")
	}
	return nil
}

func checkNumber(number string) *fault {
	if !e164.MatchString(number) {
		return wrong("number", "The number is not in international form, such as +17875550100.")
	}
	return nil
}

func checkAPIBase(base string) *fault {
	if u, ok := webAddress(base); !ok || len(u.Path) > 0 && u.Path[len(u.Path)-1] == '/' {
		return wrong("api_base", "The API's address is none. Write it like https://api.twilio.com, without a slash at its end.")
	}
	return nil
}

// checkOrigins takes origins exactly as browsers send them.
func checkOrigins(origins []string) *fault {
	for i, origin := range origins {
		if u, ok := webAddress(origin); !ok || u.Path != "" || origin != u.Scheme+"://"+u.Host {
			return wrong(fmt.Sprintf("origins[%d]", i), "The origin is none. Write it like https://www.example.com.")
		}
	}
	return nil
}

// PutChannel makes a channel of a workplace, or changes one.
func PutChannel(tx *gorm.DB, w desk.WorkplaceID, id desk.ChannelID, change ChannelChange) (Channel, error) {
	channel, _, err := putChannel(tx, w, id, change)
	return channel, refusal(err)
}

func putChannel(tx *gorm.DB, w desk.WorkplaceID, id desk.ChannelID, change ChannelChange) (Channel, edit, error) {
	if err := change.check(); err != nil {
		return Channel{}, edit{}, err
	}
	channel, known, err := find[Channel](tx, "id = ?", id)
	if err != nil {
		return Channel{}, edit{}, err
	}
	if known && channel.Workplace != w {
		return Channel{}, edit{}, wrong("id", "The id is taken.") // whose it is, is nobody else's business
	}
	e := edit{made: !known}
	if !known {
		if channel, err = newChannel(w, id, change); err != nil {
			return Channel{}, edit{}, err
		}
	}
	if err := channel.apply(&e, change); err != nil {
		return Channel{}, edit{}, err
	}
	if err := freeNumber(tx, channel); err != nil {
		return Channel{}, edit{}, err
	}
	return channel, e, keep(tx, channel, e)
}

// newChannel wants everything that a channel of its kind can't be without.
func newChannel(w desk.WorkplaceID, id desk.ChannelID, change ChannelChange) (Channel, error) {
	if err := firstFault(checkKey(string(id)), given("kind", "The channel", change.Kind)); err != nil {
		return Channel{}, err
	}
	channel := Channel{ID: id, Workplace: w, Kind: desk.ChannelKind(*change.Kind), Origins: []string{}, Active: true}
	if channel.Kind == desk.ChannelTwilio {
		channel.APIBase = twilioAPI
		if err := firstFault(given("number", "The channel", change.Number), given("account_sid", "The channel", change.AccountSID),
			given("auth_token", "The channel", change.AuthToken)); err != nil {
			return Channel{}, err
		}
	}
	return channel, nil
}

func (c *Channel) apply(e *edit, change ChannelChange) error {
	if change.Kind != nil && desk.ChannelKind(*change.Kind) != c.Kind {
		return wrong("kind", "A channel's kind can't be changed. Make another channel.")
	}
	if c.Kind == desk.ChannelWeb {
		for field, value := range map[string]*string{"number": change.Number, "account_sid": change.AccountSID, "auth_token": change.AuthToken, "api_base": change.APIBase} {
			if value != nil {
				return wrong(field, "A web chat has no such thing.")
			}
		}
	} else if change.Origins != nil {
		return wrong("origins", "Only a web chat has origins.")
	}
	set(e, "number", &c.Number, change.Number)
	set(e, "account_sid", &c.AccountSID, change.AccountSID)
	set(e, "auth_token", &c.AuthToken, change.AuthToken)
	set(e, "api_base", &c.APIBase, change.APIBase)
	if change.Origins != nil && !slices.Equal(c.Origins, *change.Origins) {
		c.Origins = slices.Clone(*change.Origins)
		e.fields = append(e.fields, "origins")
	}
	setActive(e, &c.Active, change.Active)
	return nil
}

// freeNumber refuses a number that another channel has: who writes to it would reach two desks.
func freeNumber(tx *gorm.DB, channel Channel) error {
	if channel.Number == "" {
		return nil
	}
	_, taken, err := find[Channel](tx, "number = ? AND id <> ?", channel.Number, channel.ID)
	if err == nil && taken {
		err = wrong("number", "Another channel has this number.")
	}
	return err
}
