// Package hub brings what happens to everybody who watches: it follows the log of each workplace, encodes every event
// once, and hands it to all connections that may see it.
//
// # What it promises
//
// A connection gets every event of the workplaces that it follows exactly once, in the order of seq: first what it
// missed, then live, with no gap between. Where the missed part can't be served, it is told to resync; a hole is never
// passed over in silence. A hint (Hear) only hurries the reading: lost, doubled or late ones change nothing, for the
// newest seqs are asked for every second anyway.
//
// Who may see is asked when a frame is handed over, under a lock that losing the membership takes too: after the frame
// `left` nothing of that workplace follows, and what still waited for a slow connection is dropped. Asking costs one
// look at the directory's version for all who follow; each is asked for only when that is another than before.
//
// Nobody is waited for. A connection takes frames without blocking and closes itself when too much waits; catching up
// goes page by page as the connection takes it, outside of every lock that others need.
//
// # How it is built
//
// A feed is one workplace's place in the log with its newest encoded events (a ring). Whoever moves a feed forward
// holds feed.reading; feed.mu guards the fields and is never held while the log is read. A Session is one colleague's
// connection, a Chat one customer's; both write to a Conn, which the caller brings: the hub knows no socket library.
// Frames are shared by all connections and never changed.
//
// Locks are taken in this order: Session.changing, Hub.showing, feed.mu (several in the order of the workplaces' names),
// Session.mu, the board's and the Conn's own.
// Everything exported may be called from any goroutine. Close ends and awaits every goroutine that the hub started.
//
// Tests run in testing/synctest bubbles over a log in memory; a property test cuts, delays and revokes at random.
package hub
