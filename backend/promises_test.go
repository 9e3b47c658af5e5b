package backend

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPromisesAreKeptByTheTestsThatAreNamed holds docs/promises.md against the tests: each that bears a promise's number is
// named there with its folder, and each that is named is there.
func TestPromisesAreKeptByTheTestsThatAreNamed(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/promises.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	promise := ""
	for line := range strings.Lines(string(page)) {
		if m := regexp.MustCompile(`^\*\*(\d+)\.? `).FindStringSubmatch(line); m != nil {
			promise = strings.Repeat("0", 2-len(m[1])) + m[1]
		}
		if m := regexp.MustCompile("^\\| `(TestPromise(\\d\\d)_\\w+)` in `([^`]+)`").FindStringSubmatch(line); m != nil {
			named[m[1]] = m[3]
			if m[2] != promise {
				t.Errorf("%s stands below promise %s", m[1], promise)
			}
		}
	}
	found := 0
	test := regexp.MustCompile(`(?m)^func (TestPromise\d\d_\w+)\(`)
	err = filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range test.FindAllStringSubmatch(string(code), -1) {
			found++
			folder, ok := named[m[1]]
			if want := "backend/" + filepath.ToSlash(filepath.Dir(path)); !ok || folder != want {
				t.Errorf("%s of %s is not in docs/promises.md, or with another folder (%q)", m[1], want, folder)
			}
			delete(named, m[1])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range named {
		t.Errorf("%s is in docs/promises.md and nowhere else", name)
	}
	if found < 30 {
		t.Errorf("only %d tests bear the number of a promise", found)
	}
}
