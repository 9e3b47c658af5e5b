// Package desk is the domain of Relevo: conversations, who holds them, what people may do, and what happens then.
//
// Everything here is pure: no clock, no database, no goroutine. A command goes through Decide, which answers events or
// a named refusal; events go through Evolve, which answers the conversation that they leave behind. All rules of
// holding live in these two functions and nowhere else. Anybody may call them from any goroutine, for they share
// nothing; Evolve never changes the conversation that it is given.
//
// The rules are tested as tables (one row a sentence), as a state machine over random actors and commands beside a second
// telling of the rules, by fuzzing, and by mutation (make mutate): each place that can be turned round must be noticed.
package desk
