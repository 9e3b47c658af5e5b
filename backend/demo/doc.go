// Package demo furnishes an example that a newcomer can walk around in: a bilingual dental clinic and a physical
// therapy office with their people, two weeks of history in which every state of a conversation occurs, and a
// simulation that goes on living in it.
//
// Everything is made by the commands that people, customers and Lara give (dispatch), so the example obeys the rules
// as a real day does; only its times lie in the past. The simulation never touches what a person holds: it acts as
// colleagues who have no login, and takes only what a queue, Lara or one of those colleagues holds, each time only if
// nothing happened there since it looked.
//
// Texts reach the phones that they are for: a carrier gives their receipts.
//
// Furnish runs once, on an empty log; Live runs until its context ends. Tests run both on the real ledger.
package demo

import (
	_ "embed"
	"strings"

	"relevo/backend/workplace"
)

//go:embed demo.yaml
var people string

// Password is everybody's in the example.
const Password = "relevo en vivo"

// File is the example's workplaces and people, as a provision file.
func File() (workplace.File, error) { return workplace.ReadFile(strings.NewReader(people)) }

// Login is an account that a newcomer can use.
type Login struct{ Email, Who string }

// Logins are the accounts of the example that have a password.
var Logins = []Login{
	{"maria@sonrisas.example", "María, who runs the clinic's office (admin)"},
	{"luis@sonrisas.example", "Luis, at the clinic's front desk (office staff)"},
	{"ana@agents.example", "Ana, live agent for both workplaces"},
	{"carlos@agents.example", "Carlos, live agent for the clinic"},
	{"emily@brisas.example", "Emily, who runs the therapy office (admin)"},
	{"sofia@relevo.example", "Sofía, who supervises both (supervisor)"},
}
