package workplace

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"relevo/backend/desk"
)

// What fits where, in code points.
const (
	nameLimit     = 200
	questionLimit = 1000
	textLimit     = 4000 // of a quick response, as of a note
	handleLimit   = 40
	keyLimit      = 64
	emailLimit    = 254
	maxMessage    = 4000
	maxHours      = 24 * 366
	maxMinutes    = 7 * 24 * 60
)

// fault is what is wrong with a value, and which field holds it. The problem is a whole sentence that stands alone and
// never repeats the value.
type fault struct {
	field   string
	problem string
	code    desk.Code // empty: desk.Invalid
}

func (f *fault) Error() string { return f.field + ": " + f.problem }

func wrong(field, problem string) *fault { return &fault{field: field, problem: problem} }

// refusal makes a fault the answer to whoever asked; other errors stay what they are.
func refusal(err error) error {
	f, ok := err.(*fault)
	if !ok {
		return err
	}
	if f.code == "" {
		return desk.Refuse(desk.Invalid, f.problem)
	}
	return desk.Refuse(f.code, f.problem)
}

// firstFault is the first of several checks that failed, as an error that is nil where none did.
func firstFault(faults ...*fault) error {
	for _, f := range faults {
		if f != nil {
			return f
		}
	}
	return nil
}

// checkText is what any text that people read must be: said, of this length, and storable.
func checkText(field, what, text string, limit int) *fault {
	switch {
	case !utf8.ValidString(text):
		return &fault{field: field, problem: what + " is not valid UTF-8.", code: desk.Malformed}
	case strings.ContainsRune(text, 0):
		return wrong(field, what+" holds a NUL character.")
	case strings.TrimSpace(text) == "":
		return wrong(field, what+" is empty.")
	case utf8.RuneCountInString(text) > limit:
		return wrong(field, fmt.Sprintf("%s has more than %d characters.", what, limit))
	}
	return nil
}

// checkLine is checkText for what stands on one line.
func checkLine(field, what, text string, limit int) *fault {
	if f := checkText(field, what, text, limit); f != nil {
		return f
	}
	if strings.ContainsFunc(text, unicode.IsControl) {
		return wrong(field, what+" holds a control character.")
	}
	return nil
}

// optional checks a value only where one is given.
func optional[T any](value *T, check func(T) *fault) *fault {
	if value == nil {
		return nil
	}
	return check(*value)
}

func checkName(name string) *fault { return checkLine("name", "The name", name, nameLimit) }

var (
	shortKey   = regexp.MustCompile(`^[a-z0-9]+([_-][a-z0-9]+)*$`)
	handleForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$`)
	e164       = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	sidForm    = regexp.MustCompile(`^[A-Za-z0-9]{1,64}$`)
	emailForm  = regexp.MustCompile(`^[^\s@<>,;:"\\]+@[^\s@<>,;:"\\]+$`)
)

func checkKey(id string) *fault {
	if len(id) > keyLimit || !shortKey.MatchString(id) {
		return wrong("id", "The id is no short key: up to 64 lowercase letters and digits, with single hyphens or underscores inside.")
	}
	return nil
}

func checkReasonID(id string) *fault {
	if len(id) > keyLimit || !shortKey.MatchString(id) {
		return wrong("id", "The id is no key of a reason: up to 64 lowercase letters and digits, with single underscores or hyphens inside.")
	}
	return nil
}

// checkHandle takes what an @mention can name.
func checkHandle(handle string) *fault {
	if len(handle) > handleLimit || !handleForm.MatchString(handle) {
		return wrong("handle", "The handle may have up to 40 letters (a to z), digits, dots, hyphens and underscores; it begins and ends with a letter or a digit.")
	}
	return nil
}

func checkEmail(email string) *fault {
	if len(email) > emailLimit || !utf8.ValidString(email) || strings.ContainsFunc(email, unicode.IsControl) || !emailForm.MatchString(email) {
		return wrong("email", "The e-mail address is none.")
	}
	return nil
}

func checkRole(role string) *fault {
	if !desk.Role(role).Valid() {
		return wrong("role", "The role is none of admin, staff, agent and supervisor.")
	}
	return nil
}

func checkLanguage(language string) *fault {
	if language != English && language != Spanish {
		return wrong("language", "The language is neither en nor es.")
	}
	return nil
}

// checkTimezone takes a name of the IANA database; "Local" would be whatever machine this is.
func checkTimezone(name string) *fault {
	_, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return wrong("timezone", "The time zone is not known. Write it like America/Puerto_Rico.")
	}
	return nil
}

func checkCountry(country string) *fault {
	if len(country) != 2 || !strings.Contains(countries, " "+country+" ") {
		return wrong("country", "The country is no ISO 3166 code of two capital letters, such as PR or US.")
	}
	return nil
}

// checkWithin takes numbers from lowest to highest.
func checkWithin(field string, lowest, highest int) func(int) *fault {
	return func(n int) *fault {
		if n < lowest || n > highest {
			return wrong(field, fmt.Sprintf("The value is not between %d and %d.", lowest, highest))
		}
		return nil
	}
}

// webAddress reads an http or https address without anything secret or fleeting in it.
func webAddress(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	ok := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && u.RawQuery == "" && u.Fragment == "" && !u.ForceQuery
	return u, ok
}

// countries are the ISO 3166-1 alpha-2 codes.
const countries = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
	"GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
	"KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
	"SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
	"UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "
