// Package bench measures the built program from outside, as its clients see it: over HTTP and over WebSockets, with a
// data folder on a real disk. Every figure stands beside a reference that does the least that the task asks for, in this
// package's own code, on the same machine, in the same run: the two take turns, and what counts is their ratio. Only
// relevo-load calls it. What can be tested without a clock is: the reading of frames, the figures' arithmetic, the
// goals' bounds, and that the references write the same rows as the program.
package bench
