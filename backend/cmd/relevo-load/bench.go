package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"

	"relevo/backend/bench"
)

// measure holds the built program against its references.
func measure(ctx context.Context, args []string, to streams) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	o := bench.Options{Self: self}
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	fs.SetOutput(to.err)
	fs.StringVar(&o.Program, "relevo", "bin/relevo", "the built `program`")
	fs.StringVar(&o.Peer, "peer", "backend/bench/peer", "`folder` of the source of the peer to compare with")
	fs.StringVar(&o.Data, "data", "", "`folder` in which a furnished data folder and built peers are kept between runs; else a temporary one")
	fs.StringVar(&o.Scratch, "scratch", "", "`folder` on the disk that is measured; else the one of --data, or the one for temporary files")
	fs.BoolVar(&o.Short, "short", false, "everything small and without bounds, to see that it works")
	fs.StringVar(&o.JSON, "json", "", "`file` for the results")
	fs.StringVar(&o.Doc, "doc", "", "`page` to write the results into, between its marks")
	fs.StringVar(&o.Profile, "profile", "", "`folder` for CPU profiles of the server")
	only := fs.String("only", "", "`goals` to measure, such as 3,4; else all")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return errors.New("bench takes flags alone")
	}
	for goal := range strings.FieldsFuncSeq(*only, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(goal)
		if err != nil {
			return fmt.Errorf("--only is like 3,4: %w", err)
		}
		o.Only = append(o.Only, n)
	}
	return bench.Run(ctx, o, to.out)
}

// refer runs one of the references' servers. The bench starts it; it is not for people.
func refer(ctx context.Context, args []string, to streams) error {
	if len(args) != 1 {
		return errors.New("reference takes the kind of server")
	}
	return bench.Reference(ctx, args[0], os.Stdin, to.out)
}
