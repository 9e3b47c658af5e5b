package bench

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const clients = 64

// writes measures goals 1 and 2: how many durable commands, and how long one takes.
func (b *bench) writes(ctx context.Context) error {
	s, err := b.world.fresh(ctx)
	if err != nil {
		return err
	}
	err = errors.Join(b.manyClients(ctx, s), b.oneClient(ctx, s))
	return errors.Join(err, s.stop())
}

// manyClients is goal 1.
func (b *bench) manyClients(ctx context.Context, s *process) error {
	if !b.wants(1) {
		return nil
	}
	callers, err := b.world.callers(s, clients)
	if err != nil {
		return err
	}
	defer hangUp(callers)
	group, naive, err := b.world.references()
	if err != nil {
		return err
	}
	var latency []time.Duration
	refused := 0
	length := b.scale(3 * time.Second)
	relevo := func() (sample, error) {
		cpu := s.cpu()
		d, err := drive(ctx, callers, length, nil)
		latency, refused = d.latency, refused+d.refused
		return sample{float64(d.commands), d.seconds, s.cpu() - cpu}, err
	}
	rounds, err := interleave(b.rounds(5), relevo,
		func() (sample, error) { return submit(clients, length, group.rows, group.reply) },
		func() (sample, error) { return submit(clients, length, naive.rows, naive.reply) },
	)
	if err := errors.Join(err, group.close(), naive.close()); err != nil {
		return err
	}
	costs, err := b.profile(ctx, s, 1, func() error { _, err := relevo(); return err })
	if err != nil {
		return err
	}
	ours, bare, orm := rounds[0], rounds[1], rounds[2]
	b.add(section{
		Goal: 1, Title: fmt.Sprintf("durable commands over HTTP, %d clients", clients),
		Figures: []figure{
			rateFigure("relevo", ours, "commands/s"),
			rateFigure("bare group commit of the same rows", bare, "commands/s"),
			rateFigure("one GORM transaction for each command", orm, "commands/s"),
			{Name: "relevo, answer p50", Value: millis(percentile(latency, 50)), Unit: "ms"},
			{Name: "relevo, answer p99", Value: millis(percentile(latency, 99)), Unit: "ms"},
		},
		Verdicts: []verdict{
			atLeast("relevo / bare group commit", ratioOf(ours, bare), 0.5, "×"),
			atLeast("relevo / GORM for each command", ratioOf(ours, orm), 8, "×"),
		},
		Notes: append(later(refused), costs...),
	})
	return nil
}

// references are both of goal 1, each on a copy of the world.
func (w *world) references() (*groupCommit, *perCommand, error) {
	first, err := w.copy()
	if err != nil {
		return nil, nil, err
	}
	second, err := w.copy()
	if err != nil {
		return nil, nil, err
	}
	group, err := newGroupCommit(first)
	if err != nil {
		return nil, nil, err
	}
	naive, err := newPerCommand(second)
	if err != nil {
		return nil, nil, errors.Join(err, group.close())
	}
	return group, naive, nil
}

// rateFigure is a side's medians.
func rateFigure(name string, samples []sample, unit string) figure {
	return figure{Name: name, Value: medianOf(samples, sample.rate), Unit: unit, CPU: medianOf(samples, sample.perItem)}
}

// oneClient is goal 2. The rounds are compared by their medians.
func (b *bench) oneClient(ctx context.Context, s *process) error {
	if !b.wants(2) {
		return nil
	}
	callers, err := b.world.callers(s, 1)
	if err != nil {
		return err
	}
	defer hangUp(callers)
	length := b.scale(1500 * time.Millisecond)
	// A sample here is one answer in the median's time, so that its rate is the median's inverse.
	rounds, err := interleave(b.rounds(7),
		func() (sample, error) {
			cpu := s.cpu()
			d, err := drive(ctx, callers, length, nil)
			if err == nil && d.commands == 0 {
				err = errors.New("no command was taken")
			}
			return sample{1, percentile(d.latency, 50).Seconds(), (s.cpu() - cpu) / time.Duration(max(1, d.commands))}, err
		},
		func() (sample, error) {
			took, err := syncs(b.world.scratch, length)
			return sample{1, percentile(took, 50).Seconds(), 0}, err
		},
	)
	if err != nil {
		return err
	}
	costs, err := b.profile(ctx, s, 2, func() error { _, err := drive(ctx, callers, b.scale(3*time.Second), nil); return err })
	if err != nil {
		return err
	}
	p50 := func(s sample) float64 { return s.seconds * 1e3 }
	b.add(section{
		Goal: 2, Title: "one client's durable commands",
		Figures: []figure{
			{Name: "relevo, answer p50", Value: medianOf(rounds[0], p50), Unit: "ms", CPU: medianOf(rounds[0], sample.perItem)},
			{Name: "bare fdatasync of one page, p50", Value: medianOf(rounds[1], p50), Unit: "ms"},
		},
		Verdicts: []verdict{atMost("relevo / fdatasync", ratioOf(rounds[1], rounds[0]), 3, "×")},
		Notes:    costs,
	})
	return nil
}
