package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

// Options are what a run is asked for.
type Options struct {
	Program string // the built server
	Self    string // this program, which also is the references' servers
	Peer    string // folder of the peer's source
	Data    string // folder for what is kept between runs; empty: nothing is
	Scratch string // folder on the disk that is measured; empty: Data, or the system's for temporary files
	Only    []int  // goals; none: all
	Short   bool   // everything small, and no goal is missed
	JSON    string // file for the results
	Doc     string // page to write the results into
	Profile string // folder for CPU profiles of the server
}

// bench is a run.
type bench struct {
	o      Options
	out    io.Writer
	world  *world
	report report
	failed []error // of goals that could not be measured to the end
}

// ErrMissed tells that a goal was missed that must not be.
var ErrMissed = errors.New("a goal was missed")

// goals are measured in this order, some of them together.
var goals = []struct {
	numbers []int
	run     func(*bench, context.Context) error
}{
	{[]int{1, 2}, (*bench).writes},
	{[]int{3}, (*bench).deliveries},
	{[]int{4, 5}, (*bench).delays},
	{[]int{6}, (*bench).idle},
	{[]int{7}, (*bench).stuck},
	{[]int{8}, (*bench).reads},
	{[]int{9}, (*bench).storm},
}

// Run measures what the options ask for and prints it as it comes.
func Run(ctx context.Context, o Options, out io.Writer) error {
	b := &bench{o: o, out: out, report: report{Machine: thisMachine(), Short: o.Short}}
	if err := os.MkdirAll(cmp.Or(o.Data, "."), 0o755); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp(cmp.Or(o.Scratch, o.Data), "relevo-load-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	fmt.Fprintln(out, b.report.Machine)
	if b.world, err = newWorld(ctx, o.Program, scratch, b.size(512, 64)); err != nil {
		return err
	}
	for _, g := range goals {
		if !slices.ContainsFunc(g.numbers, b.wants) {
			continue
		}
		if err := g.run(b, ctx); err != nil {
			b.failed = append(b.failed, fmt.Errorf("goals %v: %w", g.numbers, err))
			fmt.Fprintf(out, "\n!  %v\n", b.failed[len(b.failed)-1])
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return b.finish()
}

// finish sums up.
func (b *bench) finish() error {
	if b.o.JSON != "" {
		f, err := os.Create(b.o.JSON)
		if err == nil {
			err = errors.Join(b.report.writeJSON(f), f.Close())
		}
		if err != nil {
			return fmt.Errorf("write the results: %w", err)
		}
	}
	if b.o.Doc != "" {
		if err := b.report.writeInto(b.o.Doc); err != nil {
			return fmt.Errorf("write the results into a page: %w", err)
		}
	}
	must, all := b.report.missed()
	if len(b.failed) > 0 {
		return fmt.Errorf("not everything could be measured: %w", errors.Join(b.failed...))
	}
	if b.o.Short {
		fmt.Fprintln(b.out, "\nA short run tells that everything can be measured; its figures mean nothing.")
		return nil
	}
	fmt.Fprintf(b.out, "\n%d bounds were missed, %d of them of goals that must be met.\n", all, must)
	if must > 0 {
		return ErrMissed
	}
	return nil
}

// add keeps a section and prints it.
func (b *bench) add(s section) {
	b.report.Sections = append(b.report.Sections, s)
	s.print(b.out)
}

func (b *bench) wants(goal int) bool { return len(b.o.Only) == 0 || slices.Contains(b.o.Only, goal) }

// size, scale and rounds make a short run small.
func (b *bench) size(full, short int) int {
	if b.o.Short {
		return short
	}
	return full
}

func (b *bench) scale(full time.Duration) time.Duration {
	if b.o.Short {
		return full / 10
	}
	return full
}

func (b *bench) rounds(full int) int {
	if b.o.Short {
		return 1
	}
	return full
}
