// Package backup copies a data folder while a server works on it, and makes a data folder of such a copy.
//
// A backup is a folder: the database as it stood at one moment, every other file of the data folder (keys, files that
// people sent), and a list of them all with their digests. It comes to its name only when it is whole, examined and on
// the disk. Whoever can read it can read everything, so it is closed to others like the data folder itself.
//
// Restoring examines a backup before it touches the data folder, and gives the log a new epoch: clients that have seen
// events which the backup doesn't know are told to fetch everything anew.
//
// Make may run beside a server, Restore may not; both may be called from any goroutine. The tests of this package fill
// folders with what a crash or a careless hand leaves; the drill with a server under load is among the tests of faults.
package backup
