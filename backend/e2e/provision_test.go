package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestProvision applies files: again, changed, broken, and while the server runs.
func TestProvision(t *testing.T) {
	t.Parallel()
	p := start(t, world)
	file := func(yaml string) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "file.yaml")
		if err := os.WriteFile(path, []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if code, out := p.relevo("provision", p.file); code != 1 {
		t.Errorf("beside a running server: exit %d: %s", code, out)
	}
	p.stop()
	if code, out := p.relevo("provision", p.file); code != 0 || strings.Contains(out, "sol") {
		t.Errorf("again: exit %d: %s", code, out)
	}
	changed := strings.Replace(world, "handle: luz,", "handle: luz, active: false,", 1)
	code, out := p.relevo("provision", file(changed))
	if code != 0 || !strings.Contains(out, "luz@sonrisas.example") || strings.Contains(out, "gil@") || strings.Contains(out, password) {
		t.Errorf("a change: exit %d: %s", code, out)
	}
	for name, broken := range map[string]string{
		"no YAML":           "workplaces: [",
		"an unknown field":  strings.Replace(world, "timezone:", "time_zone:", 1),
		"an unknown zone":   strings.Replace(world, "America/Puerto_Rico", "America/Ponce", 1),
		"an unknown role":   strings.Replace(world, "role: admin", "role: owner", 1),
		"a doubled handle":  strings.Replace(world, "handle: luz", "handle: sol", 1),
		"a doubled channel": strings.Replace(world, "id: norte-web", "id: sonrisas-web", 1),
		"a bad password":    strings.Replace(world, `password: "correct horse battery"`, `password: "short"`, 1),
	} {
		if code, out := p.relevo("provision", file(broken)); code != 2 || out == "" {
			t.Errorf("%s: exit %d: %s", name, code, out)
		}
	}
	if code, _ := p.relevo("provision", filepath.Join(t.TempDir(), "nothing.yaml")); code != 2 {
		t.Errorf("no file: exit %d", code)
	}
	p.flags = nil
	p.launch()
	p.stranger().post("/api/v1/auth/login", object{"email": "luz@sonrisas.example", "password": password}).want(401, "unauthenticated")
	p.login("sol@sonrisas.example").get("/api/v1/workplaces/sonrisas/stream").want(200)
}
