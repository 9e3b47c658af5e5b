// Package e2e tells whole stories to the built program, from outside: over HTTP and sockets alone, with the program
// killed, stopped and started again. It is written against the public contract, with its own small reading of the
// answers, so that a change of the program's structs can't change the tests with them.
package e2e
