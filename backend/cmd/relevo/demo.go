package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"time"

	"relevo/backend/demo"
	"relevo/backend/desk"
	"relevo/backend/presence"
)

// runDemo runs the server with a furnished, living example, in a folder that goes with it unless one is named.
func runDemo(ctx context.Context, args []string, to streams) (err error) {
	var o options
	fs := newFlags("demo", "")
	o.flags(fs)
	quiet := fs.Bool("quiet", false, "nobody writes and nobody acts but you")
	if err := parseAlone(fs, args, to.out); err != nil {
		return err
	}
	if !given(fs, "data") {
		if o.data, err = os.MkdirTemp("", "relevo-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.data)) }()
	}
	if !given(fs, "listen") && taken(o.listen) {
		o.listen = "127.0.0.1:0"
	}
	if !given(fs, "log-level") {
		o.logLevel = "warn"
	}
	return o.serve(ctx, to, guest{
		before: func(ctx context.Context, b *base) error { return furnish(ctx, b, to) },
		during: func(ctx context.Context, p *program, address string) error {
			return p.example(ctx, to, address, *quiet)
		},
	})
}

// stories is what the example needs of the program to tell its history and to go on.
func stories(b *base) demo.Options {
	return demo.Options{Do: b.dispatcher.Do, User: b.directory.Account, Now: time.Now, Seed: 7}
}

// example tells the logins, and goes on living.
func (p *program) example(ctx context.Context, to streams, address string, quiet bool) error {
	fmt.Fprintf(to.out, "\nOpen %s and sign in; everybody's password is %q:\n\n", address, demo.Password)
	for _, l := range demo.Logins {
		fmt.Fprintf(to.out, "  %-26s %s\n", l.Email, l.Who)
	}
	fmt.Fprintf(to.out, "\nWrite as a customer at %s/chat/sonrisas-web. Stop with Ctrl-C.\n", address)
	if quiet {
		return nil
	}
	leases := newLeases(p.board)
	defer leases.end()
	return demo.Live(ctx, demo.Stage{
		Options: stories(p.base), Pace: 3 * time.Second, Waiting: p.ledger.WaitingAll, Here: leases.renew,
		Conversation: func(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID) (desk.Conversation, error) {
			return p.ledger.In(w).Conversation(ctx, c)
		},
		Log: func(ctx context.Context, w desk.WorkplaceID, after desk.Seq) ([]desk.Event, error) {
			return p.ledger.In(w).Log(ctx, after, 500)
		},
	})
}

// furnish applies the example's file and tells its history, where nothing has happened yet.
func furnish(ctx context.Context, b *base, to streams) error {
	seqs, err := b.ledger.Seqs(ctx)
	if err != nil || len(seqs) > 0 {
		return err
	}
	file, err := demo.File()
	if err != nil {
		return err
	}
	if _, err := b.apply(ctx, file); err != nil {
		return err
	}
	count, err := demo.Furnish(ctx, stories(b), func(done, all int) {
		fmt.Fprintf(to.err, "\rfurnishing the example: %d %%", 100*done/max(1, all))
	})
	if err == nil {
		fmt.Fprintf(to.err, "\rfurnished the example with %d conversations\n", count)
	}
	return err
}

// given tells whether a flag stands on the command line or in the environment.
func given(fs *flag.FlagSet, name string) bool {
	_, found := os.LookupEnv(variable(fs.Lookup(name)))
	fs.Visit(func(f *flag.Flag) { found = found || f.Name == name })
	return found
}

// taken tells whether somebody else listens on an address.
func taken(address string) bool {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return true
	}
	_ = listener.Close()
	return false
}

// leases keep simulated colleagues present.
type leases struct {
	board *presence.Board
	held  map[desk.UserID]*presence.Lease
}

func newLeases(board *presence.Board) *leases {
	return &leases{board: board, held: map[desk.UserID]*presence.Lease{}}
}

// renew says that these users are here.
func (l *leases) renew(users []desk.UserID) {
	for _, user := range users {
		if l.held[user] == nil {
			l.held[user] = l.board.Open(string(user))
		}
		l.held[user].Renew(time.Now())
	}
}

func (l *leases) end() {
	for _, lease := range l.held {
		lease.Close()
	}
}
