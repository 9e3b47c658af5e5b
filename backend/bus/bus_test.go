package bus_test

import (
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"relevo/backend/bus"
	"relevo/backend/desk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type news = map[desk.WorkplaceID]desk.Seq

func TestEveryListenerHearsWhatIsPublished(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b bus.Bus
		var first, second []bus.News
		defer b.Subscribe(func(n bus.News) { first = append(first, n) })()
		defer b.Subscribe(func(n bus.News) { second = append(second, n) })()

		b.Publish(news{"sonrisas": 1})
		synctest.Wait()
		b.Publish(news{"brisas": 7})
		synctest.Wait()

		want := []bus.News{{"sonrisas": 1}, {"brisas": 7}}
		if diff := cmp.Diff(want, first); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(want, second); diff != "" {
			t.Error(diff)
		}
	})
}

func TestASlowListenerHearsTheNewestOnceAndBlocksNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b bus.Bus
		let := make(chan struct{})
		var heard []bus.News
		defer b.Subscribe(func(n bus.News) { <-let; heard = append(heard, n) })()

		b.Publish(news{"sonrisas": 1})
		synctest.Wait()
		for seq := range desk.Seq(1000) {
			b.Publish(news{"sonrisas": 1000 - seq, "brisas": seq + 1})
		}
		close(let)
		synctest.Wait()

		want := []bus.News{{"sonrisas": 1}, {"sonrisas": 1000, "brisas": 1000}}
		if diff := cmp.Diff(want, heard); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhoUnsubscribedHearsNothingMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b bus.Bus
		heard, other := 0, 0
		stop := b.Subscribe(func(bus.News) { heard++ })
		defer b.Subscribe(func(bus.News) { other++ })()
		b.Publish(news{"sonrisas": 1})
		synctest.Wait()
		stop()
		stop()
		b.Publish(news{"sonrisas": 2})
		synctest.Wait()
		if heard != 1 || other != 2 {
			t.Errorf("heard %d and %d times, want 1 and 2", heard, other)
		}
	})
}

func TestTheMapOfThePublisherStaysItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b bus.Bus
		var heard bus.News
		defer b.Subscribe(func(n bus.News) { heard = n })()
		mine := news{"sonrisas": 1}
		b.Publish(mine)
		mine["sonrisas"] = 99
		synctest.Wait()
		if heard["sonrisas"] != 1 {
			t.Errorf("heard %d", heard["sonrisas"])
		}
	})
}
