// Package dispatch is the one way in: whatever changes a conversation, be it a person, a customer, Lara, a timer or a
// webhook, is a Command that Do runs.
//
// Do hands the command to the log's writer, which calls it back inside its transaction: there the conversation is
// loaded, the rules decide (desk.Decide) and the events are appended. So a decision is always made on the conversation
// as it stands at that place of the order, and a refused command leaves nothing behind and its neighbours alone.
// When Do returns without an error, the events are durable; they reach the screens by way of the log, not from here.
//
// Everything may be called from any goroutine. Tests run it on the real ledger.
package dispatch
