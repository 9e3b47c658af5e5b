// Command relevo is the whole program: the server, and the commands around it. This package is the composition root:
// the one place that knows every room and joins them. Each file holds one command.
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
	_ "time/tzdata" // workplaces keep their hours in their own zone, on machines without zone files too
)

// The program's exit codes.
const (
	exitOK     = 0
	exitFailed = 1 // the environment, or a difference found
	exitUsage  = 2 // a wrong call or a broken file
)

// streams is where a command writes: what was asked for, and everything else.
type streams struct{ out, err io.Writer }

// commands in the order of the help.
var commands = []struct {
	name, about string
	run         func(ctx context.Context, args []string, to streams) error
}{
	{"serve", "run the server", serve},
	{"demo", "run the server with a furnished, living example", runDemo},
	{"provision", "create or update what a YAML file names", provision},
	{"verify", "compare every derived table with the event log", verify},
	{"backup", "copy the data folder, also beside a running server", makeBackup},
	{"restore", "make a data folder of a backup", restoreBackup},
	{"openapi", "print the HTTP API's description (OpenAPI 3.1)", openapi},
}

// usageError is a call that can't be carried out as it stands.
type usageError struct{ error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run carries out one call of the program and answers its exit code.
func run(ctx context.Context, args []string, to streams) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		help(to.out)
		return exitOK
	}
	for _, c := range commands {
		if c.name == args[0] {
			return exitCode(c.run(ctx, args[1:], to), to.err)
		}
	}
	fmt.Fprintf(to.err, "relevo: there is no command %q\n\n", args[0])
	help(to.err)
	return exitUsage
}

func exitCode(err error, stderr io.Writer) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errDifferences):
		return exitFailed
	}
	fmt.Fprintln(stderr, "relevo:", err)
	if _, usage := errors.AsType[usageError](err); usage {
		return exitUsage
	}
	return exitFailed
}

func help(w io.Writer) {
	fmt.Fprint(w, "Relevo is a live desk: customers text, Lara answers first, agents and office staff take over.\n\nUsage: relevo COMMAND [flags]\n\n")
	for _, c := range commands {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.about)
	}
	fmt.Fprint(w, "\nrelevo COMMAND --help lists a command's flags. Every flag can be given as an environment variable: --access-ttl as RELEVO_ACCESS_TTL.\n")
}
