package bench

import (
	"bytes"
	"context"
	"errors"
)

// rival is a server of the fan-out, the program itself or a reference, with its watchers and its clients.
type rival struct {
	*process
	crowd   *crowd
	callers []*caller
	refused int // commands so far, for later
}

// relevo starts the program on a copy of the world, with watchers and clients.
func (w *world) relevo(ctx context.Context, watchers, clients int, flags ...string) (*rival, error) {
	p, err := w.fresh(ctx, flags...)
	if err != nil {
		return nil, err
	}
	return w.surround(p, watchers, clients)
}

// reference starts a reference with watchers and clients.
func (b *bench) reference(kind string, watchers, clients int) (*rival, error) {
	p, err := launch(b.world.scratch, b.o.Self, bytes.NewReader(b.world.event), "reference", kind)
	if err != nil {
		return nil, err
	}
	return b.world.surround(p, watchers, clients)
}

// surround puts watchers and clients around a server.
func (w *world) surround(p *process, watchers, clients int) (*rival, error) {
	r := &rival{process: p}
	var err error
	if r.crowd, err = newSocketCrowd(p.address, w.hello); err == nil {
		err = r.crowd.join(watchers)
	}
	if err == nil {
		r.callers, err = w.callers(p, clients)
	}
	if err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return r, nil
}

func (r *rival) close() error {
	r.crowd.leave()
	hangUp(r.callers)
	return r.stop()
}
