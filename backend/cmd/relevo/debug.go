package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"time"
)

// debugAddress reads --debug-listen: profiles hold what is in memory, so they are given on this machine alone.
func debugAddress(address string) error {
	resolved, err := net.ResolveTCPAddr("tcp", address)
	if err != nil || !resolved.IP.IsLoopback() {
		return usageError{errors.New("--debug-listen is an address of this machine alone, like 127.0.0.1:6060")}
	}
	return nil
}

// serveProfiles answers pprof on a listener of its own, from before the log is opened until the program has stopped:
// a start or a stop that takes long is just what one wants to look into.
func (o *options) serveProfiles(log *slog.Logger) (stop func(), err error) {
	if o.debugListen == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", o.debugListen)
	if err != nil {
		return nil, fmt.Errorf("listen for profiles: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Info("profiles are served", "address", "http://"+listener.Addr().String()+"/debug/pprof/")
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("profiles are served no more", "error", err)
		}
	}()
	return func() { _ = server.Close() }, nil
}
