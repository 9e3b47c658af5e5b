package bench

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net"
)

// rival is a reference's server with its watchers.
type rival struct {
	*process
	crowd   *crowd
	control net.Conn
	sent    int64
}

// newRival starts a reference with watchers in front of it.
func (b *bench) newRival(kind string, watchers int) (*rival, error) {
	p, err := launch(b.world.scratch, b.o.Self, bytes.NewReader(b.world.event), "reference", kind)
	if err != nil {
		return nil, err
	}
	r := &rival{process: p}
	if r.control, err = net.Dial("tcp", p.control); err == nil {
		r.crowd, err = newCrowd(p.address, b.world.hello)
	}
	if err == nil {
		err = r.crowd.join(watchers)
	}
	if err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return r, nil
}

// publish has the reference send events up to a seq.
func (r *rival) publish(to int64) error {
	r.sent = to
	_, err := r.control.Write(binary.BigEndian.AppendUint64(nil, uint64(to)))
	return err
}

func (r *rival) close() error {
	r.crowd.leave()
	r.control.Close()
	return r.stop()
}
