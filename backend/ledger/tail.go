package ledger

import (
	"slices"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"relevo/backend/desk"
)

const (
	tailLength = 1024 // newest events of a workplace that are kept, at least
	tailPlaces = 64   // workplaces that have such a tail
)

// tail keeps the newest events of the workplaces that were written to lately. Whoever follows the log asks for what was
// committed a moment ago, and finds it here; a reading connection would first have to read half of its pages again, for
// every commit makes it forget them. Make it with newTail.
type tail struct {
	mu     sync.RWMutex // guards the field below
	places *simplelru.LRU[desk.WorkplaceID, []desk.Event]
}

func newTail() (*tail, error) {
	places, err := simplelru.NewLRU[desk.WorkplaceID, []desk.Event](tailPlaces, nil)
	return &tail{places: places}, err
}

// add takes over what was committed. A redaction reaches texts that were kept before: then nothing is kept of the
// workplaces that it may have happened in.
func (t *tail) add(l *layer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, a := range l.appended {
		kept, _ := t.places.Get(a.workplace)
		if len(kept) >= 2*tailLength { // who reads it goes on with what there was
			kept = slices.Clone(kept[len(kept)-tailLength:])
		}
		for _, r := range a.records {
			kept = append(kept, r.event)
		}
		t.places.Add(a.workplace, kept)
	}
	if len(l.redacted) == 0 {
		return
	}
	for w := range l.seqs {
		t.places.Remove(w)
	}
}

// after answers up to so many of a workplace's events after a seq, and whether they are all here.
func (t *tail) after(w desk.WorkplaceID, seq desk.Seq, limit int) ([]desk.Event, bool) {
	t.mu.RLock()
	kept, ok := t.places.Peek(w)
	t.mu.RUnlock()
	if !ok || seq+1 < kept[0].Seq {
		return nil, false
	}
	from := min(int(seq+1-kept[0].Seq), len(kept))
	return slices.Clone(kept[from:min(from+max(limit, 0), len(kept))]), true
}
