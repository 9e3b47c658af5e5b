package e2e

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"relevo/backend/e2e/rig"
)

// TestHelp reads on stdout, where whoever asked for it looks, that every flag has an environment variable of its name.
func TestHelp(t *testing.T) {
	t.Parallel()
	out, err := exec.Command(rig.Binary, "serve", "--help").Output()
	if err != nil {
		t.Fatal(err)
	}
	flags := regexp.MustCompile(`(?m)^ +--([a-z-]+)`).FindAllStringSubmatch(string(out), -1)
	for _, flag := range flags {
		if variable := "RELEVO_" + strings.ToUpper(strings.ReplaceAll(flag[1], "-", "_")); !strings.Contains(string(out), "; "+variable+"\n") {
			t.Errorf("--%s has no variable in the help", flag[1])
		}
	}
	if len(flags) < 30 || !strings.Contains(string(out), "--listen address") {
		t.Errorf("%d flags in the help:\n%s", len(flags), out)
	}
}
