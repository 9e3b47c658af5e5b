package main

import (
	"context"
	"io"
	"strings"
	"testing"
)

func TestAServerThatIsStoppedBeforeItIsUpHasNotFailed(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var said strings.Builder
	if code := run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, streams{io.Discard, &said}); code != exitOK {
		t.Errorf("exit %d: %s", code, &said)
	}
}

func TestNumbersThatNoServerCouldKeepAreRefused(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{
		"--access-ttl=0", "--chat-ttl=-1h", "--hello-timeout=0", "--ping=0", "--pong=-5s", "--queue-age=0", "--timers=0", "--shutdown=0",
		"--login-failures=0", "--body-limit=0", "--frame-limit=-1", "--backlog=0", "--queue-bytes=65536", "--rate-limits=maybe", "--log-level=loud",
	} {
		var said strings.Builder
		code := run(t.Context(), []string{"serve", "--listen", "127.0.0.1:0", "--data", t.TempDir(), flag}, streams{io.Discard, &said})
		name, _, _ := strings.Cut(flag, "=")
		if code != exitUsage || !strings.Contains(said.String(), name) {
			t.Errorf("%s: exit %d: %s", flag, code, &said)
		}
	}
}
