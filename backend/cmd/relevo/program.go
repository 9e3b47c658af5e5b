package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"gorm.io/gorm"

	"relevo/backend/auth"
	"relevo/backend/bus"
	"relevo/backend/channel/webchat"
	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/hub"
	"relevo/backend/lara"
	"relevo/backend/ledger"
	"relevo/backend/presence"
	"relevo/backend/timers"
	"relevo/backend/web"
	"relevo/backend/workplace"
)

// program is a running server: the rooms, joined.
type program struct {
	*base
	front  writer // for what comes from outside: it is told to come back while the log's writer is behind
	auth   *auth.Auth
	board  *presence.Board
	bus    *bus.Bus
	hub    *hub.Hub
	lara   *lara.Lara
	timers *timers.Timers
	server *web.Server

	metrics *prometheus.Registry

	edited  chan struct{} // holds a token after an edit of settings or members
	stop    context.CancelFunc
	running sync.WaitGroup
}

// assemble joins the rooms on an open base. What it starts ends with close.
func assemble(ctx context.Context, b *base, o options) (*program, error) {
	p := &program{base: b, bus: &bus.Bus{}, metrics: newRegistry(), edited: make(chan struct{}, 1)}
	p.front = func(ctx context.Context, unit func(*ledger.Tx) error) error {
		return b.ledger.Offer(ctx, o.writerBehind, unit)
	}
	watchWriter(p.metrics, b.ledger)
	key, err := auth.LoadKey(o.data)
	if err != nil {
		return nil, err
	}
	p.auth, err = auth.New(ctx, auth.Options{
		Store: accounts{b.ledger}, Accounts: b.directory, Passwords: b.passwords, Key: key, Now: time.Now,
		AccessTTL: o.accessTTL, SessionTTL: o.sessionTTL, SessionIdle: o.sessionIdle, ChatTTL: o.chatTTL, LoginFailures: o.loginFailures,
	})
	if err != nil {
		return nil, err
	}
	p.board, err = o.newBoard(ctx, b.ledger)
	if err != nil {
		return nil, err
	}
	pages, err := web.ReadPages()
	if err != nil {
		return nil, err
	}
	log := followed{b.ledger}
	p.hub, err = hub.New(ctx, hub.Options{
		Log: log, Messages: log, Directory: b.directory, Board: p.board, Now: time.Now, Logger: b.log,
		Alive: func(session string) bool { return p.auth.Alive(auth.SessionID(session)) },
		Epoch: b.ledger.Epoch(), Build: pages.Build(), Ping: o.ping, Backlog: o.backlog,
	})
	if err != nil {
		return nil, err
	}
	p.addAssistants(o)
	if p.server, err = web.New(p.webOptions(o, pages)); err != nil {
		return nil, err
	}
	p.wire()
	return p, nil
}

// addAssistants makes Lara and the timers.
func (p *program) addAssistants(o options) {
	office := office{p.directory}
	p.lara = lara.New(lara.Options{
		Log: followed{p.ledger}, Dispatcher: p.dispatcher, Settings: office.lara, Now: time.Now, Logger: p.log, Count: countLara(p.metrics),
	})
	p.timers = timers.New(timers.Options{
		Log: followed{p.ledger}, Do: p.dispatcher.Do, Workplaces: office.timed, GiveUp: p.lara.GiveUp, Now: time.Now, Logger: p.log,
		OfflineSince: func(user desk.UserID) (time.Time, bool) { return p.board.OfflineSince(string(user)) },
		Tick:         o.timers, LaraTimeout: o.laraTimeout, KeysKept: o.keysKept,
	})
}

func (p *program) webOptions(o options, pages *web.Pages) web.Options {
	rates := web.Rates{Commands: o.commandsPerSecond, LoginsPerAddress: o.loginsPerAddress, ChatSessionsPerMinute: o.chatSessionsPerMinute}
	live := web.Live{
		Hub: p.hub, HelloTimeout: o.helloTimeout, Ping: o.ping, Pong: o.pong, FrameLimit: o.frameLimit, QueueBytes: o.queueBytes, QueueAge: o.queueAge,
		FramesPerSecond: o.framesPerSecond, PerUser: o.socketsPerUser, PerAddress: o.socketsPerAddress,
	}
	if o.rateLimits == "off" {
		rates = web.Rates{}
		live.FramesPerSecond, live.PerUser, live.PerAddress = 0, 0, 0
	}
	front := dispatch.New(p.front, p.directory, time.Now)
	return web.Options{
		Log: p.ledger, In: func(w desk.WorkplaceID) web.Scope { return p.ledger.In(w) }, Drafts: drafts{p.front},
		Dispatcher: front, Directory: p.directory, Office: p.editor, Personal: workplace.NewPersonal(accounts{p.ledger}),
		Sessions: p.auth, SetUp: p.setUp,
		Live: live, Pages: pages,
		Chat:    webchat.New(webchat.Options{Do: front.Do, PublicAt: followed{p.ledger}.PublicAt, Language: lara.Language}),
		Metrics: p.metrics, Logger: p.log, Now: time.Now, PublicURL: o.public, Origins: o.allowedOrigins, TrustedProxies: o.trusted,
		BodyLimit: o.bodyLimit, IdleLock: o.idleLock, Rates: rates,
	}
}

// setUp makes the first workplace and its admin with the token of the printed link.
func (p *program) setUp(ctx context.Context, token string, first workplace.FirstWorkplace, admin workplace.NewMember) error {
	return p.editor.SetUp(ctx, func(tx *gorm.DB) error { return p.auth.TakeSetUp(tx, token) }, first, admin)
}

// wire connects what happens to whoever must know of it, and starts what runs beside the requests.
func (p *program) wire() {
	p.auth.OnEnd(func(ids []auth.SessionID) {
		ended := make([]string, len(ids))
		for i, id := range ids {
			ended[i] = string(id)
		}
		p.hub.EndSessions(ended)
	})
	p.ledger.OnCommit(func(c ledger.Commit) {
		if c.Edited { // the directory is new already: its hook came first
			if err := p.auth.Reload(context.Background()); err != nil {
				p.log.Error("the sessions could not be read again after an edit", "error", err)
			}
			p.hub.Reauthorise()
			select {
			case p.edited <- struct{}{}:
			default:
			}
		}
		p.bus.Publish(c.Workplaces)
	})
	ctx, stop := context.WithCancel(context.Background())
	unsubscribe := []func(){
		p.bus.Subscribe(func(n bus.News) { p.hub.Hear(n) }),
		p.bus.Subscribe(func(n bus.News) { p.lara.Hear(n) }),
	}
	p.stop = func() {
		for _, f := range unsubscribe {
			f()
		}
		stop()
	}
	p.running.Go(func() { p.lara.Run(ctx) })
	p.running.Go(func() { p.timers.Run(ctx) })
	p.running.Go(func() { p.keepHouse(ctx) })
}

// keepHouse does what is to be done now and then: it forgets sessions that are over, and keeps who was here when.
func (p *program) keepHouse(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		err := errors.Join(p.auth.Sweep(ctx), p.keepSeen(ctx))
		if err != nil && ctx.Err() == nil && !errors.Is(err, desk.Refuse(desk.Unavailable, "")) {
			p.log.Error("housekeeping did not work out; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-p.edited:
		}
	}
}

// serve answers on a listener until its context ends, and then stops in order: no new connections, commands in flight
// finish, sockets are told to come back, and the log is closed.
func (p *program) serve(ctx context.Context, listener net.Listener, within time.Duration) error {
	server := p.server.HTTP()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return errors.Join(fmt.Errorf("serve: %w", err), p.close())
	case <-ctx.Done():
	}
	p.log.Info("stopping")
	limit, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	var closing sync.WaitGroup
	closing.Go(func() { p.server.CloseSockets(limit) })
	err := server.Shutdown(limit)
	closing.Wait()
	if errors.Is(err, context.DeadlineExceeded) {
		p.log.Warn("some requests were cut off at the end")
		err = server.Close()
	}
	return errors.Join(err, p.close())
}

// close ends what assemble started, and closes the log.
func (p *program) close() error {
	p.stop()
	p.running.Wait()
	p.hub.Close()
	kept := p.keepSeen(context.Background())
	return errors.Join(kept, p.ledger.Close())
}

// check reads the options that are more than a word.
func (o *options) check() error {
	if o.publicURL != "" {
		u, err := url.Parse(o.publicURL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return usageError{errors.New("--public-url is like https://desk.example")}
		}
		o.public = u
	}
	for _, origin := range split(o.origins) {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" {
			return usageError{fmt.Errorf("--origins: %q is not like https://desk.example", origin)}
		}
		o.allowedOrigins = append(o.allowedOrigins, u.Scheme+"://"+u.Host)
	}
	for _, network := range split(o.proxies) {
		_, parsed, err := net.ParseCIDR(network)
		if err != nil {
			return usageError{fmt.Errorf("--trusted-proxies: %q is not like 10.0.0.0/8", network)}
		}
		o.trusted = append(o.trusted, parsed)
	}
	if err := o.checkNumbers(); err != nil {
		return err
	}
	if o.rateLimits != "on" && o.rateLimits != "off" {
		return usageError{errors.New("--rate-limits is on or off")}
	}
	if o.debugListen != "" {
		if err := debugAddress(o.debugListen); err != nil {
			return err
		}
	}
	if err := o.level.UnmarshalText([]byte(o.logLevel)); err != nil {
		return usageError{errors.New("--log-level is debug, info, warn or error")}
	}
	return nil
}

// leastQueue is the least that must be allowed to wait for a socket: whoever catches up is sent this much at once.
const leastQueue = 256 << 10

// checkNumbers refuses what no server could keep.
func (o *options) checkNumbers() error {
	for _, d := range []struct {
		flag  string
		value time.Duration
	}{
		{"access-ttl", o.accessTTL}, {"session-ttl", o.sessionTTL}, {"session-idle", o.sessionIdle}, {"idle-lock", o.idleLock}, {"chat-ttl", o.chatTTL},
		{"hello-timeout", o.helloTimeout}, {"ping", o.ping}, {"pong", o.pong}, {"queue-age", o.queueAge}, {"lara-timeout", o.laraTimeout},
		{"timers", o.timers}, {"writer-behind", o.writerBehind}, {"keys-kept", o.keysKept}, {"shutdown", o.shutdown},
	} {
		if d.value <= 0 {
			return usageError{fmt.Errorf("--%s is longer than nothing", d.flag)}
		}
	}
	for _, n := range []struct {
		flag         string
		value, least int64
	}{
		{"login-failures", int64(o.loginFailures), 1}, {"body-limit", o.bodyLimit, 1}, {"frame-limit", o.frameLimit, 1},
		{"queue-bytes", int64(o.queueBytes), leastQueue}, {"backlog", int64(o.backlog), 1},
	} {
		if n.value < n.least {
			return usageError{fmt.Errorf("--%s is %d or more", n.flag, n.least)}
		}
	}
	return nil
}

func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}
