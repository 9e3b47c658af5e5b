package faults

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// long asks for the long form of every test.
var long = flag.Bool("long", false, "many times as many cuts, kills and errors")

// shim is the compiled disk that fails.
var shim string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "relevo-shim-")
	if err != nil {
		panic(err)
	}
	shim = filepath.Join(dir, "shim.so")
	cc := os.Getenv("CC")
	if cc == "" {
		cc = "cc"
	}
	if out, err := exec.Command(cc, "-O2", "-shared", "-fPIC", "-o", shim, "shim/shim.c", "-lpthread").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "compile the shim: %v\n%s", err, out)
		os.Exit(1)
	}
	rig.Main(m)
}

// small is a world with one person of the office, which starts quickly: these tests start the program again and again.
const small = `
workplaces:
  - {id: sonrisas, name: Sonrisas, language: en, lara: false, channels: [{id: sonrisas-web, kind: web}]}
users:
  - {email: sol@sonrisas.example, name: Sol Staff, handle: sol, password: "correct horse battery", memberships: [{workplace: sonrisas, role: staff}]}
`

// calm is how long anything may take that is no promise about time.
const calm = 60 * time.Second

// times is how often something is done: in the short form, or in the long one.
func times(short, longer int) int {
	if *long {
		return longer
	}
	return short
}
