// Package lara is the assistant that answers customers first, from the workplace's own knowledge.
//
// It has two halves. Think is pure: from what was said in an episode, what the workplace knows and what time it is
// there, it answers a thought: a text that answers the customer, or a hand-over with its reason, a sentence for the
// customer and a note for whoever takes over. A customer's words are compared and quoted, never obeyed. What an entry
// says is given unchanged, and what no entry names is not answered with something near: then people do.
//
// Lara is the other half: she follows the log of every workplace, thinks about whatever waits for her, and gives her
// answer as a command like anybody. The command says up to which message she had read, and the rules look again inside
// the transaction: when a person took over, somebody answered or the customer wrote on meanwhile, nothing of hers is
// recorded and she looks anew. So she needs no memory of her own: after a crash she looks once at every conversation
// that waits, and what she had answered before does not wait any more. Where she does not hold a conversation she only
// listens, and rings when she hears of an emergency.
//
// This is her embedded form, which asks no outside service. One that asks a language model would stand beside Think,
// take the same Input, and be held to the same fence.
//
// Hear never blocks and may be called from any goroutine, Think too. Run is called once. Think is tested by a table of
// utterances and by fuzzing; Lara on a real ledger, with people who are faster than she is.
package lara
