package main

import (
	"context"
	"errors"
	"fmt"

	"relevo/backend/ledger"
)

// errDifferences tells that verify found what should not be; it has said what.
var errDifferences = errors.New("the log and the derived tables differ")

// verify folds the whole log anew and compares it with every derived table.
func verify(ctx context.Context, args []string, to streams) error {
	var o options
	fs := newFlags("verify", "")
	o.dataFlag(fs)
	if err := parseAlone(fs, args, to.out); err != nil {
		return err
	}
	differences, err := ledger.Verify(ctx, o.data, func(difference string) { fmt.Fprintln(to.out, difference) })
	if err != nil {
		return err
	}
	if differences > 0 {
		fmt.Fprintf(to.out, "%d differences\n", differences)
		return errDifferences
	}
	fmt.Fprintln(to.out, "the log and everything derived from it agree")
	return nil
}
