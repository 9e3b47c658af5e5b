package workplace

import "time"

// Limited tells whether there are any hours or closed days to speak of; without them a workplace is always open.
func (h Hours) Limited() bool { return !h.always() }

// OpenOn are the openings of the day that a moment is in, each from when until when, in order.
func (h Hours) OpenOn(t time.Time) [][2]time.Time {
	openings := h.openings(h.dayOf(t))
	spans := make([][2]time.Time, len(openings))
	for i, o := range openings {
		spans[i] = [2]time.Time{o.from, o.to}
	}
	return spans
}
