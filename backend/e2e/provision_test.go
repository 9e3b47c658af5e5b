package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relevo/backend/e2e/rig"
)

// TestProvision applies files: again, changed, broken, and while the server runs.
func TestProvision(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	file := func(yaml string) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "file.yaml")
		if err := os.WriteFile(path, []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if code, out := p.Relevo("provision", p.File); code != 1 {
		t.Errorf("beside a running server: exit %d: %s", code, out)
	}
	p.Stop()
	if code, out := p.Relevo("provision", p.File); code != 0 || strings.Contains(out, "sol") {
		t.Errorf("again: exit %d: %s", code, out)
	}
	changed := strings.Replace(rig.World, "handle: luz,", "handle: luz, active: false,", 1)
	code, out := p.Relevo("provision", file(changed))
	if code != 0 || !strings.Contains(out, "luz@sonrisas.example") || strings.Contains(out, "gil@") || strings.Contains(out, rig.Password) {
		t.Errorf("a change: exit %d: %s", code, out)
	}
	for name, broken := range map[string]string{
		"no YAML":           "workplaces: [",
		"an unknown field":  strings.Replace(rig.World, "timezone:", "time_zone:", 1),
		"an unknown zone":   strings.Replace(rig.World, "America/Puerto_Rico", "America/Ponce", 1),
		"an unknown role":   strings.Replace(rig.World, "role: admin", "role: owner", 1),
		"a doubled handle":  strings.Replace(rig.World, "handle: luz", "handle: sol", 1),
		"a doubled channel": strings.Replace(rig.World, "id: norte-web", "id: sonrisas-web", 1),
		"a bad password":    strings.Replace(rig.World, `password: "correct horse battery"`, `password: "short"`, 1),
	} {
		if code, out := p.Relevo("provision", file(broken)); code != 2 || out == "" {
			t.Errorf("%s: exit %d: %s", name, code, out)
		}
	}
	if code, _ := p.Relevo("provision", filepath.Join(t.TempDir(), "nothing.yaml")); code != 2 {
		t.Errorf("no file: exit %d", code)
	}
	p.Flags = nil
	p.Launch()
	p.Stranger().Post("/api/v1/auth/login", rig.Object{"email": "luz@sonrisas.example", "password": rig.Password}).Want(401, "unauthenticated")
	p.Login("sol@sonrisas.example").Get("/api/v1/workplaces/sonrisas/stream").Want(200)
}
