package net

import (
	"bufio"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// The lengths of the tests.
var (
	storm   = flag.Int("storm", 300, "clients of the reconnect storm; from 5000 on its times are held against the promise")
	sockets = flag.Int("sockets", 200, "sockets that are open at once; from 10000 on times and memory are held against the promise")
	churn   = flag.Duration("churn", 10*time.Second, "how long clients come and go")
	pace    = flag.Duration("pace", 0, "the pause between two comings and goings")
	rounds  = flag.Int("rounds", 25, "rounds of each race")
)

func TestMain(m *testing.M) {
	flag.Set("test.parallel", "6") // most of these tests wait for something
	rig.Main(m)
}

// calm is how long anything may take that is no promise about time: nobody should wait for it in vain.
const calm = 60 * time.Second

// figures are the program's metrics by name and labels, as /metrics writes them.
func figures(p *rig.Program) map[string]float64 {
	p.T.Helper()
	found := map[string]float64{}
	lines := bufio.NewScanner(strings.NewReader(string(p.Stranger().Do("GET", "/metrics", nil, "Accept-Encoding", "identity").Want(200).Body)))
	for lines.Scan() {
		name, value, ok := strings.Cut(lines.Text(), " ")
		if number, err := strconv.ParseFloat(value, 64); ok && err == nil && name != "#" {
			found[name] = number
		}
	}
	return found
}

// clinics is a world of n workplaces of the same kind, c0, c1 …, each with one member of the office, a web chat, and no
// Lara.
func clinics(n int) string {
	var places, people strings.Builder
	for i := range n {
		fmt.Fprintf(&places, "  - {id: c%d, name: Clinic %d, language: en, lara: false, channels: [{id: c%d-web, kind: web}]}\n", i, i, i)
		fmt.Fprintf(&people, "  - {email: s%d@clinics.example, name: Staff %d, handle: s%d, password: %q, memberships: [{workplace: c%d, role: staff}]}\n", i, i, i, rig.Password, i)
	}
	return "workplaces:\n" + places.String() + "users:\n" + people.String()
}
