package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// provision creates or updates what a YAML file names, while no server runs on the folder.
func provision(ctx context.Context, args []string, to streams) (err error) {
	var o options
	fs := newFlags("provision", "FILE.yaml ")
	o.dataFlag(fs)
	o.passwordFlag(fs)
	files, err := parse(fs, args, to.out)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return usageError{errors.New("provision takes one file")}
	}
	file, err := readProvision(files[0])
	if err != nil {
		return err
	}
	b, err := openBase(ctx, o.data, o.passwordLength, slog.New(slog.NewTextHandler(to.err, nil)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.ledger.Close()) }()
	changes, err := b.apply(ctx, file)
	if err != nil {
		return err
	}
	report(to.out, changes)
	return nil
}

// report tells what an application changed.
func report(w io.Writer, changes []string) {
	for _, change := range changes {
		fmt.Fprintln(w, change)
	}
	if len(changes) == 0 {
		fmt.Fprintln(w, "nothing to change")
	}
}
