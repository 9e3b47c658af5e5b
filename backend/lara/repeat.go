package lara

import "slices"

// This file hears when a question comes a second time.

// remembered is how many messages back she compares; somebody who writes for hours must not slow everybody.
const remembered = 200

// repeats tells whether the customer asked the same before in this episode, in nearly the same words.
func (t *thinking) repeats(words []string, asked [][]string) bool {
	for _, m := range t.earlier[max(0, len(t.earlier)-remembered):] {
		if !m.FromCustomer {
			continue
		}
		for _, s := range sentences(read(m.Text)) {
			if _, before := s.substance(); nearlySame(words, before) {
				return true
			}
		}
	}
	return slices.ContainsFunc(asked, func(before []string) bool { return nearlySame(words, before) })
}

// nearlySame compares two questions by the words that name something.
func nearlySame(a, b []string) bool {
	a, b = telling(a), telling(b)
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	shared := 0
	for _, word := range a {
		if slices.ContainsFunc(b, func(other string) bool { return word == other || slip(word, other) && !isConcept(word) }) {
			shared++
		}
	}
	return 5*shared >= 4*(len(a)+len(b)-shared)
}

// telling are the different words that name something, by their stems; where none does, all.
func telling(words []string) []string {
	var told []string
	for _, word := range words {
		if !idle[word] && !fillers[word] {
			told = append(told, stem(word))
		}
	}
	if len(told) == 0 {
		told = slices.Clone(words)
	}
	slices.Sort(told)
	return slices.Compact(told)
}
