package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"time"

	"relevo/backend/desk"
	"relevo/backend/furnish"
)

// furnishFolder fills a data folder, and says how to log in to what is there then.
func furnishFolder(ctx context.Context, args []string, to streams) error {
	o := furnish.Options{Now: time.Now(), Log: slog.New(slog.NewTextHandler(to.err, nil))}
	fs := flag.NewFlagSet("furnish", flag.ContinueOnError)
	fs.SetOutput(to.err)
	fs.StringVar(&o.Dir, "data", "", "`folder` to fill; made where it is not there")
	fs.IntVar(&o.Conversations, "conversations", 100_000, "how many conversations")
	fs.IntVar(&o.Messages, "messages", 1_000_000, "how many messages, about")
	fs.IntVar(&o.Workplaces, "workplaces", 4, "how many workplaces; the first has half of the conversations")
	fs.IntVar(&o.People, "people", 58, "how many people in each workplace")
	fs.Uint64Var(&o.Seed, "seed", 1, "the same seed makes the same conversations")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if o.Dir == "" || fs.NArg() > 0 {
		return errors.New("furnish takes flags alone, and --data among them")
	}
	o.Progress = func(messages int) { fmt.Fprintf(to.err, "\r%d messages", messages) }
	began := time.Now()
	made, err := furnish.Furnish(ctx, o)
	fmt.Fprintln(to.err)
	if err != nil {
		return err
	}
	fmt.Fprintf(to.out, "%d conversations, %d messages, %d events in %.1f s\n", made.Conversations, made.Messages, made.Events, time.Since(began).Seconds())
	fmt.Fprintf(to.out, "workplaces %s to %s; everybody's password is %q\n", furnish.Workplace(1), furnish.Workplace(o.Workplaces), furnish.Password)
	fmt.Fprintf(to.out, "logins by role, counted from 1, such as %s, %s, %s\n", furnish.Email(desk.RoleAdmin, 1, furnish.Workplace(1)),
		furnish.Email(desk.RoleStaff, 2, furnish.Workplace(1)), furnish.Email(desk.RoleAgent, 3, furnish.Workplace(o.Workplaces)))
	fmt.Fprintf(to.out, "a common word is %q, a rare one %q\n", furnish.Common, furnish.Rare)
	return nil
}
