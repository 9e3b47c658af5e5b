// Package backend holds no code: this test guards who may import whom. docs/architecture.md draws the same picture.
package backend

import (
	"go/doc"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module = "relevo/backend/"
	std    = "the standard library"
)

// rooms says what each package may import of ours (everything below the name too), and why not more.
var rooms = map[string]struct {
	may []string
	why string
}{
	"desk":            {nil, "the rules are pure: they know no other room, no database, no clock"},
	"bus":             {[]string{"desk"}, "a hint says which workplace has news, nothing else"},
	"presence":        {nil, "who is here is ephemeral and knows only ids"},
	"wire":            {[]string{"desk"}, "the contract's shapes are made of the domain's words alone"},
	"dispatch":        {[]string{"desk"}, "the one way in reaches the log through its own port"},
	"workplace":       {[]string{"desk"}, "settings ask nobody; the program's root joins them with the log"},
	"ledger":          {[]string{"desk"}, "the log records what the rules decided and knows no reader of it"},
	"backup":          {[]string{"ledger"}, "a backup copies files; only the log knows what one of them is"},
	"hub":             {[]string{"desk", "wire", "presence"}, "the hub knows no socket library and no database"},
	"cast":            {[]string{"desk", "hub"}, "sockets get frames, whatever these tell and whoever made them"},
	"auth":            {[]string{"desk"}, "who somebody is doesn't depend on what they do"},
	"lara":            {[]string{"desk", "dispatch"}, "Lara reads events and gives commands like anybody"},
	"timers":          {[]string{"desk", "dispatch"}, "the system gives commands like anybody"},
	"channel/webchat": {[]string{"desk", "dispatch"}, "the customer's side gives commands like anybody"},
	"demo":            {[]string{"desk", "dispatch", "workplace"}, "the example is made by commands, as a real day is"},
	"web":             {[]string{"desk", "dispatch", "workplace", "hub", "cast", "presence", "wire", "auth", "channel/webchat"}, "handlers read through ports of their own; never ledger or bus"},
	"furnish":         {[]string{"desk", "dispatch", "ledger", "workplace", "auth"}, "made-up years of work are written by the log itself, as real ones are"},
	"cmd/relevo":      {[]string{""}, ""},
	"bench":           {[]string{"furnish", "desk"}, "measurements come from outside, with references of their own; only what is found beforehand is made inside"},
	"cmd/relevo-load": {[]string{"furnish", "bench", "wire", "desk"}, "load comes from outside; only what it finds there beforehand is made inside"},
	"e2e":             {nil, "the stories drive the built program from outside"},
	"faults":          {nil, "what happens to the machine happens outside of the program"},
	"faults/net":      {nil, "what comes over the network comes from outside"},
	"e2e/rig":         {nil, "what drives the program from outside knows nothing of its inside"},
	"":                {nil, "a test alone"},
}

// outside says which packages of others only certain rooms may import, and why.
var outside = map[string]struct {
	rooms []string
	why   string
}{
	"github.com/labstack/echo":      {[]string{"web"}, "the web framework stays in one room"},
	"github.com/danielgtaylor/huma": {[]string{"web"}, "the web framework stays in one room"},
	"github.com/coder/websocket":    {[]string{"web", "e2e/rig", "bench"}, "the socket library stays in one room; one of the references is made with it"},
	"gorm.io/":                      {[]string{"ledger", "workplace", "auth", "furnish", "bench", "cmd/relevo"}, "rows are read and written by the rooms that own them"},
	"github.com/mattn/go-sqlite3":   {[]string{"ledger", "bench"}, "only the log knows which database this is; its references write the same rows"},
	"github.com/pressly/goose":      {[]string{"ledger"}, "only the log migrates"},
	"github.com/golang-jwt/jwt":     {[]string{"auth"}, "tokens are made and read in one place"},
	"net/http":                      {[]string{"web", "cmd/relevo", "e2e/rig", "auth", "bench"}, "no room but web speaks HTTP"},
}

// TestRoomsImportOnlyWhatTheyMay reads the imports of every package and holds them against the plan of the house.
func TestRoomsImportOnlyWhatTheyMay(t *testing.T) {
	t.Parallel()
	for room, imports := range packages(t) {
		plan, known := rooms[room]
		if !known {
			t.Errorf("%s is no room of the house: give it a line here and in docs/architecture.md", room)
			continue
		}
		for _, path := range imports {
			if inner, ours := strings.CutPrefix(path, module); ours {
				if !allowed(inner, plan.may) && inner != room {
					t.Errorf("%s imports %s: %s", room, inner, plan.why)
				}
				continue
			}
			if room == "desk" && strings.Contains(strings.Split(path, "/")[0], ".") {
				t.Errorf("desk imports %s: it lives from %s", path, std)
			}
			for prefix, rule := range outside {
				if strings.HasPrefix(path, prefix) && !slices.Contains(rule.rooms, room) {
					t.Errorf("%s imports %s: %s", room, path, rule.why)
				}
			}
		}
	}
}

// TestTheRulesKnowNoClock keeps time, chance, files and goroutines' tools out of the domain.
func TestTheRulesKnowNoClock(t *testing.T) {
	t.Parallel()
	for _, path := range packages(t)["desk"] {
		for _, forbidden := range []string{"context", "os", "io", "net", "sync", "math/rand", "crypto/rand", "database/sql", "log"} {
			if path == forbidden || strings.HasPrefix(path, forbidden+"/") {
				t.Errorf("desk imports %s: decisions are pure, time and ids come in as arguments", path)
			}
		}
	}
}

// TestEveryPackageSaysWhatItIs wants a package comment of at least two sentences.
func TestEveryPackageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for room := range packages(t) {
		if room == "" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(filepath.FromSlash(room), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			said += parsed.Doc.Text()
		}
		if len(new(doc.Package).Synopsis(said)) < 20 || len(said) < 80 {
			t.Errorf("%s does not say what it is, what it promises and who may call it", room)
		}
	}
}

// packages lists every package of the program, by its place below backend, with its imports outside of tests.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatalf("list the packages: %v", err)
	}
	found := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		found[strings.TrimPrefix(strings.TrimPrefix(fields[0], "relevo/backend"), "/")] = fields[1:]
	}
	return found
}

func allowed(inner string, may []string) bool {
	for _, m := range may {
		if m == "" || inner == m || strings.HasPrefix(inner, m+"/") {
			return true
		}
	}
	return false
}
