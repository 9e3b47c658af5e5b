// Package workplace is what the desk knows of its workplaces: settings, members, channels, knowledge, quick responses
// and escalation reasons, and how a file of a workplace's owner becomes all that.
//
// # Reading
//
// A Directory holds everything in memory as one snapshot that nobody changes. Reload swaps it for a new one as a whole,
// so a reader never sees half of an edit; a reload that fails keeps the old one. Any goroutine may ask it. What it
// hands out is shared: read it, never write to it.
//
// # Editing
//
// Edits are functions on the handle of a transaction. They check everything against that transaction, leave nothing
// behind when the caller rolls back after an error, and answer the vacancies they make (who can hold no longer), so that
// the caller gives those conversations back in the same transaction. A refusal is a *desk.Error; a file that can't be
// applied is a *FileError, which names the place. Whoever may edit is decided by the caller, but for what only the rows
// can tell. Secrets are never part of an error or of what Apply tells.
//
// # Accounts
//
// An account is never removed, only deactivated, and whoever was a member stays known by name. E-mail addresses and
// handles are unique whatever their case.
//
// Tests run on real databases in temporary folders.
package workplace
