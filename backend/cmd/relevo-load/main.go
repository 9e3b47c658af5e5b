// Command relevo-load fills data folders and puts running servers under load. It is a tool beside the program: each
// subcommand is a file, and nothing of the server depends on it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// streams is where a subcommand writes: what was asked for, and everything else.
type streams struct{ out, err io.Writer }

// commands in the order of the help.
var commands = []struct {
	name, about string
	run         func(ctx context.Context, args []string, to streams) error
}{
	{"furnish", "fill a data folder with conversations, as years of work would", furnishFolder},
	{"bench", "hold the built program against what the machine can do", measure},
	{"reference", "be one of the servers that bench compares with", refer},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run carries out one call and answers its exit code: 0, 1 for what failed, 2 for a wrong call.
func run(ctx context.Context, args []string, to streams) int {
	for _, c := range commands {
		if len(args) == 0 || c.name != args[0] {
			continue
		}
		err := c.run(ctx, args[1:], to)
		if err == nil || errors.Is(err, flag.ErrHelp) {
			return 0
		}
		fmt.Fprintln(to.err, "relevo-load:", err)
		return 1
	}
	fmt.Fprint(to.err, "Usage: relevo-load COMMAND [flags]\n\n")
	for _, c := range commands {
		fmt.Fprintf(to.err, "  %-10s %s\n", c.name, c.about)
	}
	return 2
}
