// Package ledger is the log on SQLite: events with their texts in one gap-free order per workplace, and everything that
// is derived from them for reading.
//
// # Writing
//
// Write hands a unit of work to the one writer goroutine. The writer takes what waits (at most 256 units), runs them one
// after the other in one transaction with synchronous=FULL, commits, tells OnCommit's hooks, and only then answers. A
// transaction writes the log; what is derived from it is written behind, many transactions' worth in one go, as soon as
// somebody reads it, and after a moment if nobody does.
// A unit that fails leaves nothing behind and its neighbours alone. When the database cannot commit, every unit of the
// transaction is answered desk.Unavailable and nothing of it is kept; the next one tries anew. No request's context
// ever touches the transaction. Offer is Write for those who can come back: while the writer is behind, it sends them away.
//
// # Reading
//
// Patient content is read through a Scope, which only In makes: every query of it names its workplace. Reads use a pool
// of their own, see whole commits only, and everything that was acknowledged before; a snapshot of several tables is read
// in one transaction. Where the derived tables are behind, a reader waits for the writer's next transaction, for a second
// at most; while the disk takes no writes, what is behind is derived in memory. The newest events of a workplace are read
// from memory, where Log finds them as it would find them in the database.
//
// # Truth
//
// The table events is the truth. Conversations, timelines, messages, counters, workplace_seq, search and people are
// derived from it, up to the row of the audit chain that meta names, and can be folded anew from it; Verify does that and
// tells every difference. A hash chain over the audit rows covers every event and the digest of every text, so that a
// changed log is found too. A redaction empties the text and the salt of its digest, and leaves the chain whole. An audit
// row also has the idempotency key that its events were recorded by, from which the table of keys is derived; that one is
// not verified, for keys are forgotten by age.
//
// # Search
//
// Texts, names and numbers are folded to plain words when they are written and when somebody asks, with the workplace as
// one more word. Whoever changes the folding rebuilds the indexes in a migration.
//
// Everything but Tx may be used from any goroutine; a Tx belongs to its unit and ends with it. Tests run on real
// databases in temporary folders; a benchmark holds the write path against a bare one.
package ledger
