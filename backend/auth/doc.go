// Package auth finds out who somebody is: passwords, sessions, access tokens, and the signed tokens of web chats.
//
// # Sessions
//
// A login begins a session: a family of refresh tokens, each made from the one before and kept only as a digest. The
// newest is good for the next refresh; its predecessors for ten seconds more, because two tabs may race; one that is
// older was stolen, and ends the session. Access tokens are short-lived and name their session, which is looked up in
// memory at every request, so that the end of a session ends everything at once. Whoever listens (OnEnd) hears of it
// after the commit.
//
// Memory follows the rows, never the other way round: after each of its writes the package reads the session's row
// again, and Reload reads all of them after somebody else's edit. So sessions survive a restart, and what could not be
// committed never happened.
//
// # Passwords
//
// They are hashed with argon2id, a few at a time, and compared as they were typed. An unknown account, a deactivated
// one and a wrong password are answered alike, in words and in time. Failures are counted per account.
//
// Everything may be called from any goroutine, but what takes a transaction's handle belongs to that transaction.
// Tests run on the real ledger with a clock of their own.
package auth
