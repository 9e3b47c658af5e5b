package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"time"
)

// options are the flags of serve; demo takes them too. Each is also an environment variable.
type options struct {
	listen, data, publicURL string
	provision               string
	origins, proxies        string
	rateLimits              string
	logLevel, debugListen   string

	accessTTL, sessionTTL, sessionIdle time.Duration
	idleLock, chatTTL                  time.Duration
	loginFailures, loginsPerAddress    int
	chatSessionsPerMinute              int
	commandsPerSecond                  float64
	passwordLength                     int
	framesPerSecond                    float64
	socketsPerUser, socketsPerAddress  int

	bodyLimit, frameLimit         int64
	helloTimeout, ping, pong      time.Duration
	queueBytes                    int
	queueAge                      time.Duration
	backlog                       int
	laraTimeout, timers, keysKept time.Duration
	writerBehind                  time.Duration
	shutdown                      time.Duration

	// What check makes of the words above.
	public         *url.URL
	allowedOrigins []string
	trusted        []*net.IPNet
	level          slog.Level
}

// flags declares the options on a flag set.
func (o *options) flags(fs *flag.FlagSet) {
	fs.StringVar(&o.listen, "listen", "127.0.0.1:8080", "`address` to listen on; port 0 picks a free one")
	o.dataFlag(fs)
	fs.StringVar(&o.publicURL, "public-url", "", "`URL` under which people reach the server; https makes cookies Secure")
	fs.StringVar(&o.provision, "provision", "", "YAML `file` to apply before serving")
	fs.StringVar(&o.origins, "origins", "", "further `origins` whose pages may open the live socket, comma-separated")
	fs.StringVar(&o.proxies, "trusted-proxies", "", "`networks` (CIDR) whose X-Forwarded-For is believed, comma-separated")
	fs.StringVar(&o.rateLimits, "rate-limits", "on", "`on` or off; off is for load tests")
	fs.StringVar(&o.logLevel, "log-level", "info", "debug, info, warn or error")
	fs.StringVar(&o.debugListen, "debug-listen", "", "`address` of this machine on which profiles (pprof) are served; empty: nowhere")

	fs.DurationVar(&o.accessTTL, "access-ttl", 10*time.Minute, "how long an access token is good for")
	fs.DurationVar(&o.sessionTTL, "session-ttl", 12*time.Hour, "how long a session lasts at most")
	fs.DurationVar(&o.sessionIdle, "session-idle", time.Hour, "how long a session may go without a refresh")
	fs.DurationVar(&o.idleLock, "idle-lock", 10*time.Minute, "after how long without a hand on the machine a screen locks")
	fs.DurationVar(&o.chatTTL, "chat-ttl", 30*24*time.Hour, "how long a customer can come back to a web chat")
	fs.IntVar(&o.loginFailures, "login-failures", 10, "wrong passwords for one account before it must wait (per 15 minutes)")
	fs.IntVar(&o.loginsPerAddress, "logins-per-address", 200, "logins from one address (per 15 minutes)")
	fs.IntVar(&o.chatSessionsPerMinute, "chat-sessions-per-minute", 60, "new web chats from one address")
	fs.Float64Var(&o.commandsPerSecond, "commands-per-second", 200, "requests of one user")
	o.passwordFlag(fs)
	fs.Float64Var(&o.framesPerSecond, "frames-per-second", 20, "frames of one socket")
	fs.IntVar(&o.socketsPerUser, "sockets-per-user", 40, "live sockets of one user or one customer")
	fs.IntVar(&o.socketsPerAddress, "sockets-per-address", 2000, "live sockets from one address")

	fs.Int64Var(&o.bodyLimit, "body-limit", 256<<10, "bytes of a JSON body")
	fs.Int64Var(&o.frameLimit, "frame-limit", 64<<10, "bytes of a frame from a client")
	fs.DurationVar(&o.helloTimeout, "hello-timeout", 5*time.Second, "how long a new socket may take to say hello")
	fs.DurationVar(&o.ping, "ping", 20*time.Second, "how often sockets are asked whether they live")
	fs.DurationVar(&o.pong, "pong", 10*time.Second, "how long a socket may take to answer")
	fs.IntVar(&o.queueBytes, "queue-bytes", 1<<20, "bytes that may wait for one slow socket")
	fs.DurationVar(&o.queueAge, "queue-age", 10*time.Second, "how long they may wait")
	fs.IntVar(&o.backlog, "backlog", 10_000, "events that a returning client is sent; beyond that it fetches anew")
	fs.DurationVar(&o.writerBehind, "writer-behind", 250*time.Millisecond, "how far behind the log's writer may be before commands are answered 503")
	fs.DurationVar(&o.laraTimeout, "lara-timeout", 30*time.Second, "after how long an unanswered customer is taken from Lara")
	fs.DurationVar(&o.timers, "timers", 5*time.Second, "how often the timers look for what is due")
	fs.DurationVar(&o.keysKept, "keys-kept", 7*24*time.Hour, "how long idempotency keys are kept")
	fs.DurationVar(&o.shutdown, "shutdown", 8*time.Second, "how long a stop may take")
}

// dataFlag declares the one flag that every command on a data folder has.
func (o *options) dataFlag(fs *flag.FlagSet) {
	fs.StringVar(&o.data, "data", "./data", "`folder` of the database and the secrets")
}

// passwordFlag declares the flag of every command that sets passwords.
func (o *options) passwordFlag(fs *flag.FlagSet) {
	fs.IntVar(&o.passwordLength, "password-length", 8, "characters that a password needs at least")
}

// parse reads a command's flags, the command line before the environment before the defaults, and answers the arguments,
// which may stand before, between and after the flags.
func parse(fs *flag.FlagSet, args []string, stdout io.Writer) (arguments []string, err error) {
	fs.SetOutput(io.Discard) // an error is told once, by whoever called the command
	var wrong error
	fs.VisitAll(func(f *flag.Flag) {
		if value, ok := os.LookupEnv(variable(f)); ok {
			if err := f.Value.Set(value); err != nil {
				wrong = fmt.Errorf("%s: %w", variable(f), err)
			}
		}
	})
	if wrong != nil {
		return nil, usageError{wrong}
	}
	for {
		if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
			fs.SetOutput(stdout) // it was asked for
			fs.Usage()
			return nil, err
		} else if err != nil {
			return nil, usageError{fmt.Errorf("%w (relevo %s --help lists the flags)", err, fs.Name())}
		}
		if fs.NArg() == 0 {
			return arguments, nil
		}
		arguments, args = append(arguments, fs.Arg(0)), fs.Args()[1:]
	}
}

// parseAlone is parse for a command that takes flags alone.
func parseAlone(fs *flag.FlagSet, args []string, stdout io.Writer) error {
	arguments, err := parse(fs, args, stdout)
	if err == nil && len(arguments) > 0 {
		return usageError{fmt.Errorf("relevo %s takes flags alone", fs.Name())}
	}
	return err
}

// newFlags is an empty flag set whose help names the environment variables.
func newFlags(command, arguments string) *flag.FlagSet {
	fs := flag.NewFlagSet(command, flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprintf(fs.Output(), "Usage: relevo %s %s[flags]\n\nEvery flag is also an environment variable; the command line comes first.\n\n", command, arguments)
		fs.VisitAll(func(f *flag.Flag) {
			value, about := flag.UnquoteUsage(f)
			fmt.Fprintf(fs.Output(), "  --%s %s\n    \t%s", f.Name, value, about)
			if f.DefValue != "" {
				fmt.Fprintf(fs.Output(), " (default %s)", f.DefValue)
			}
			fmt.Fprintf(fs.Output(), "; %s\n", variable(f))
		})
	}
	return fs
}

// variable is the environment variable of a flag: --access-ttl is RELEVO_ACCESS_TTL.
func variable(f *flag.Flag) string {
	return "RELEVO_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
}
