package web

import (
	"net/http"
	"net/netip"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"relevo/backend/desk"
)

// Rates are how often somebody may do something. The zero value limits nothing.
type Rates struct {
	// Commands a second, of one user or one customer. Five seconds' worth may come at once, and reading may be five
	// times as much.
	Commands float64
	// LoginsPerAddress within 15 minutes: an office is one address, so this is loose; failures are limited by account.
	LoginsPerAddress int
	// ChatSessionsPerMinute from one address.
	ChatSessionsPerMinute int
}

// limits are the buckets of a running server.
type limits struct{ commands, reads, logins, chats *buckets }

// of is where a request of this method is counted.
func (l limits) of(method string) *buckets {
	if method == http.MethodGet {
		return l.reads
	}
	return l.commands
}

func newLimits(r Rates, now func() time.Time) limits {
	return limits{
		commands: newBuckets(r.Commands, int(5*r.Commands), now),
		reads:    newBuckets(5*r.Commands, int(25*r.Commands), now),
		logins:   newBuckets(float64(r.LoginsPerAddress)/(15*60), r.LoginsPerAddress, now),
		chats:    newBuckets(float64(r.ChatSessionsPerMinute)/60, r.ChatSessionsPerMinute, now),
	}
}

// placeOf is where an address is counted: IPv6 gives every customer of a provider a whole network.
func placeOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String()
}

// keptBuckets bounds the memory: keys that are not among the last so many may be forgotten.
const keptBuckets = 20_000

// buckets limits each key by a bucket of its own.
type buckets struct {
	perSecond rate.Limit
	burst     int
	now       func() time.Time
	kept      *lru.Cache[string, *rate.Limiter]
}

// newBuckets makes buckets that hold burst tokens; nil, which limits nothing, where the rate is zero.
func newBuckets(perSecond float64, burst int, now func() time.Time) *buckets {
	if perSecond <= 0 {
		return nil
	}
	kept, err := lru.New[string, *rate.Limiter](keptBuckets)
	if err != nil {
		panic(err) // of a size below one alone
	}
	return &buckets{perSecond: rate.Limit(perSecond), burst: max(1, burst), now: now, kept: kept}
}

// of answers a key's bucket. Of two that are made at once, one is kept.
func (b *buckets) of(key string) *rate.Limiter {
	if bucket, ok := b.kept.Get(key); ok {
		return bucket
	}
	bucket := rate.NewLimiter(b.perSecond, b.burst)
	if first, ok, _ := b.kept.PeekOrAdd(key, bucket); ok {
		return first
	}
	return bucket
}

// take takes one token of a key's bucket, or refuses and says when to come back.
func (b *buckets) take(key string) error {
	if b == nil {
		return nil
	}
	now := b.now()
	reservation := b.of(key).ReserveN(now, 1)
	wait := reservation.DelayFrom(now)
	if wait == 0 {
		return nil
	}
	reservation.CancelAt(now)
	refusal := desk.Refuse(desk.RateLimited, "That was too much at once. Wait a moment.")
	refusal.RetryAfter = wait
	return refusal
}
