package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
)

// serve runs the server until the program is told to stop.
func serve(ctx context.Context, args []string, to streams) error {
	var o options
	fs := newFlags("serve", "")
	o.flags(fs)
	if err := parseAlone(fs, args, to.out); err != nil {
		return err
	}
	return o.serve(ctx, to, guest{})
}

// garbagePercent is how much garbage there may be beside what is in use. What is in use is little, and what passes through
// is much: at Go's own 100 a busy server collects thirty times a second.
const garbagePercent = 300

// collectLess has garbage collected less often, unless the environment (GOGC) says how often.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
}

// guest is what comes with a running server: before it serves, and while it does, until its context ends.
type guest struct {
	before func(context.Context, *base) error
	during func(ctx context.Context, p *program, address string) error
}

// serve is what serve and demo have in common.
func (o *options) serve(ctx context.Context, to streams, with guest) (err error) {
	if err := o.check(); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(to.err, &slog.HandlerOptions{Level: o.level}))
	collectLess()
	stopProfiles, err := o.serveProfiles(log)
	if err != nil {
		return err
	}
	defer stopProfiles()
	b, err := openBase(ctx, o.data, o.passwordLength, log)
	if err != nil {
		return unlessStopped(ctx, err)
	}
	if err := o.provisionFirst(ctx, b, to.err); err != nil {
		return errors.Join(unlessStopped(ctx, err), b.ledger.Close())
	}
	if with.before != nil {
		if err := with.before(ctx, b); err != nil {
			return errors.Join(unlessStopped(ctx, err), b.ledger.Close())
		}
	}
	p, err := assemble(ctx, b, *o)
	if err != nil {
		return errors.Join(unlessStopped(ctx, err), b.ledger.Close())
	}
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return errors.Join(fmt.Errorf("listen: %w", err), p.close())
	}
	address := "http://" + listener.Addr().String()
	fmt.Fprintln(to.out, "listening on "+address)
	if err := p.offerSetUp(ctx, to.err, o.publicAddress(address)); err != nil {
		return errors.Join(err, listener.Close(), p.close())
	}
	if with.during != nil {
		p.running.Go(func() {
			if err := with.during(ctx, p, address); err != nil && ctx.Err() == nil {
				log.Error("the example stopped", "error", err)
			}
		})
	}
	return p.serve(ctx, listener, o.shutdown)
}

// unlessStopped is what went wrong at the start: nothing, where the program was told to stop before it was up.
func unlessStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// provisionFirst applies the file of --provision, and says what that changed.
func (o *options) provisionFirst(ctx context.Context, b *base, to io.Writer) error {
	if o.provision == "" {
		return nil
	}
	file, err := readProvision(o.provision)
	if err != nil {
		return err
	}
	changes, err := b.apply(ctx, file)
	if err == nil {
		report(to, changes)
	}
	return err
}

// offerSetUp prints the link with which a program without any account is set up.
func (p *program) offerSetUp(ctx context.Context, to io.Writer, address string) error {
	if !p.directory.Empty() {
		return nil
	}
	token, err := p.auth.NewSetUp(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(to, "nobody has an account yet; set up the first workplace at %s/setup#%s\n", address, token)
	return err
}

// publicAddress is how people reach the program.
func (o *options) publicAddress(local string) string {
	if o.public != nil {
		return o.public.String()
	}
	return local
}
