// Package rig is what every test from outside stands on: it builds the program, starts it on a data folder, kills, stops
// and limits it, and speaks to it over HTTP and sockets as people, customers and strangers do. It knows the public
// contract alone, with its own small reading of the answers, so that a change of the program's structs can't change the
// tests with them.
//
// A Program, a Person and a Socket may be used from any goroutine; Launch, Kill and Stop of one Program from one at a
// time. What does not work out fails the test that the Program was made for.
package rig
