package main

import (
	"context"
	"io"
	"log/slog"
	"os"
)

// openapi prints the API's description. It needs a program to ask, but no data: it takes a folder that it throws away.
func openapi(ctx context.Context, args []string, to streams) error {
	if err := parseAlone(newFlags("openapi", ""), args, to.out); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "relevo-openapi-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var o options
	fs := newFlags("serve", "")
	o.flags(fs)
	if err := parseAlone(fs, []string{"--data", dir}, io.Discard); err != nil {
		return err
	}
	b, err := openBase(ctx, dir, o.passwordLength, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	p, err := assemble(ctx, b, o)
	if err != nil {
		return err
	}
	defer p.close()
	description, err := p.server.OpenAPI()
	if err != nil {
		return err
	}
	_, err = to.out.Write(description)
	return err
}
