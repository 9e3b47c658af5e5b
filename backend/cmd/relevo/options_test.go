package main

import (
	"bytes"
	"errors"
	"flag"
	"strings"
	"testing"
	"time"
)

func parsed(t *testing.T, args ...string) (options, []string, error) {
	t.Helper()
	var o options
	fs := newFlags("serve", "")
	o.flags(fs)
	arguments, err := parse(fs, args, &bytes.Buffer{})
	return o, arguments, err
}

func TestTheCommandLineComesBeforeTheEnvironmentBeforeTheDefault(t *testing.T) {
	t.Setenv("RELEVO_ACCESS_TTL", "3m")
	t.Setenv("RELEVO_DATA", "/from/environment")
	o, files, err := parsed(t, "--data", "/from/line", "a.yaml", "--listen", "127.0.0.1:0", "b.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if o.data != "/from/line" || o.accessTTL != 3*time.Minute || o.ping != 20*time.Second || o.listen != "127.0.0.1:0" {
		t.Errorf("data %q, access %v, ping %v, listen %q", o.data, o.accessTTL, o.ping, o.listen)
	}
	if strings.Join(files, " ") != "a.yaml b.yaml" {
		t.Errorf("arguments %q", files)
	}
}

func TestWrongCallsAreTheCallers(t *testing.T) {
	for name, args := range map[string][]string{
		"an unknown flag": {"--colour", "red"}, "no duration": {"--ping", "soon"}, "no number": {"--backlog", "many"},
	} {
		if _, _, err := parsed(t, args...); !isUsage(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, args := range map[string][]string{
		"a public URL without a host": {"--public-url", "desk"}, "an origin without a host": {"--origins", "x"}, "no network": {"--trusted-proxies", "here"},
		"rates half on": {"--rate-limits", "maybe"}, "an unknown level": {"--log-level", "loud"}, "nobody may fail": {"--login-failures", "0"},
		"profiles for everybody": {"--debug-listen", ":6060"}, "profiles for the network": {"--debug-listen", "192.0.2.1:6060"}, "profiles nowhere": {"--debug-listen", "here"},
	} {
		o, _, err := parsed(t, args...)
		if err != nil {
			t.Fatal(err)
		}
		if err := o.check(); !isUsage(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	t.Setenv("RELEVO_PING", "soon")
	if _, _, err := parsed(t); !isUsage(err) || !strings.Contains(err.Error(), "RELEVO_PING") {
		t.Errorf("a wrong environment: %v", err)
	}
}

func isUsage(err error) bool { _, ok := errors.AsType[usageError](err); return ok }

func TestHelpNamesEveryFlagWithItsVariable(t *testing.T) {
	var o options
	fs := newFlags("serve", "")
	o.flags(fs)
	var help bytes.Buffer
	if _, err := parse(fs, []string{"--help"}, &help); !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	fs.VisitAll(func(f *flag.Flag) {
		if !strings.Contains(help.String(), "--"+f.Name) || !strings.Contains(help.String(), variable(f)) {
			t.Errorf("--%s is not explained with %s", f.Name, variable(f))
		}
	})
}
