package dispatch

import (
	"bytes"
	"context"
	"errors"
	"time"

	"relevo/backend/desk"
)

// Command is one thing that somebody wants to happen.
type Command struct {
	Workplace desk.WorkplaceID
	// Conversation is empty where the command finds its own: desk.Start by number, desk.UpdateCustomer by customer,
	// desk.ClaimNext by the queue.
	Conversation desk.ConversationID
	Customer     desk.CustomerID // for desk.UpdateCustomer
	// By is who acts. A member is given by the user alone: the team follows from the role at that moment.
	By desk.Actor
	Do desk.Command
	// Key makes retries safe; nil where the actor never retries.
	Key *Key
	// Unusable is what was found wrong with what was submitted before it could be made a command of; nil: nothing. It
	// counts last: a used key, the role and the conversation's state, which the log alone knows, come before it.
	Unusable *desk.Error
	// At is when it happened; zero: now. Only history that is told afterwards has another time.
	At time.Time
}

// Key is an idempotency key: whose it is, what they chose, and a digest of what was asked.
type Key struct {
	Scope       string
	Key         string
	Fingerprint []byte
}

// Result is what became of a command.
type Result struct {
	// Conversation as it now stands; its zero value where there was nothing to do (an empty queue).
	Conversation desk.Conversation
	// Events that the command recorded, with texts; those of the first time where it is a retry.
	Events []desk.Event
	// Replayed tells that the command had been answered before.
	Replayed bool
}

// Dispatcher runs commands. Make it with New.
type Dispatcher struct {
	log       Log
	directory Directory
	now       func() time.Time
}

// New makes a dispatcher on a log, a directory and a clock.
func New(log Log, directory Directory, now func() time.Time) *Dispatcher {
	return &Dispatcher{log: log, directory: directory, now: now}
}

// Do runs one command to its durable end. A refusal is a *desk.Error; anything else is a fault of the program.
func (d *Dispatcher) Do(ctx context.Context, cmd Command) (Result, error) {
	if cmd.At.IsZero() {
		cmd.At = d.now()
	}
	cmd.At = cmd.At.UTC().Truncate(time.Millisecond)
	var result Result
	err := d.log.Write(ctx, func(tx Tx) error {
		var err error
		result, err = d.run(tx, cmd)
		return err
	})
	if err != nil {
		return Result{}, err
	}
	return result, nil
}

// run is a command inside the transaction.
func (d *Dispatcher) run(tx Tx, cmd Command) (Result, error) {
	c, rules, by, err := d.find(tx, cmd)
	if err != nil {
		return Result{}, err
	}
	if cmd.Key != nil {
		answer, known, err := tx.Recall(cmd.Key.Scope, cmd.Key.Key)
		if err != nil {
			return Result{}, err
		}
		if known {
			return d.again(tx, cmd, c, answer)
		}
	}
	var result Result
	if c.ID != "" {
		result, err = decide(tx, c, rules, by, cmd)
	} else if cmd.Unusable != nil {
		err = cmd.Unusable
	}
	if err != nil {
		return Result{}, err
	}
	return result, remember(tx, cmd, result)
}

// find answers the conversation that a command is about, with its workplace's rules and who acts in it. A conversation
// without an id means that there is none to act on (an empty queue).
func (d *Dispatcher) find(tx Tx, cmd Command) (desk.Conversation, *desk.Workplace, desk.Actor, error) {
	if _, next := cmd.Do.(desk.ClaimNext); next {
		return d.next(tx, cmd)
	}
	rules, ok := d.directory.Rules(cmd.Workplace)
	if !ok {
		return desk.Conversation{}, nil, desk.Actor{}, notFound()
	}
	by, err := actor(rules, cmd.By)
	if err != nil {
		return desk.Conversation{}, nil, desk.Actor{}, err
	}
	c, err := conversation(tx, cmd)
	if err == nil && c.Workplace != cmd.Workplace {
		err = notFound()
	}
	return c, rules, by, err
}

// next is the conversation that an agent who asks for the next one gets.
func (d *Dispatcher) next(tx Tx, cmd Command) (desk.Conversation, *desk.Workplace, desk.Actor, error) {
	by := desk.Actor{Team: desk.TeamAgents, User: cmd.By.User}
	id, ok, err := tx.NextWaiting(d.directory.AgentOf(by.User))
	if err != nil || !ok {
		return desk.Conversation{}, nil, by, err
	}
	c, err := tx.Conversation(id)
	if err != nil {
		return desk.Conversation{}, nil, by, err
	}
	rules, ok := d.directory.Rules(c.Workplace)
	if !ok {
		return desk.Conversation{}, nil, by, notFound()
	}
	return c, rules, by, nil
}

// conversation loads what the command names, or begins what it may begin.
func conversation(tx Tx, cmd Command) (desk.Conversation, error) {
	switch do := cmd.Do.(type) {
	case desk.Start:
		c, known, err := tx.ConversationOfPhone(cmd.Workplace, do.Channel.ID, do.Customer.Phone)
		if err == nil && !known {
			c = desk.Conversation{ID: cmd.Conversation, Workplace: cmd.Workplace}
		}
		return c, err
	case desk.UpdateCustomer:
		if cmd.Conversation == "" {
			return tx.ConversationOfCustomer(cmd.Customer)
		}
	case desk.Receive:
		c, err := tx.Conversation(cmd.Conversation)
		if errors.Is(err, notFound()) {
			return desk.Conversation{ID: cmd.Conversation, Workplace: cmd.Workplace}, nil
		}
		return c, err
	}
	return tx.Conversation(cmd.Conversation)
}

// actor is who acts: members in the team of their present role, everybody else as given.
func actor(rules *desk.Workplace, by desk.Actor) (desk.Actor, error) {
	if by.User == "" {
		return by, nil
	}
	member, ok := rules.Members[by.User]
	if !ok {
		return desk.Actor{}, notFound()
	}
	return desk.Actor{Team: member.Role.Team(), User: by.User}, nil
}

// decide asks the rules and records their answer.
func decide(tx Tx, c desk.Conversation, rules *desk.Workplace, by desk.Actor, cmd Command) (Result, error) {
	do := cmd.Do
	if seen, ok := do.(desk.MarkSeen); ok {
		var err error
		if seen.Newest, seen.Received, err = tx.SeenFacts(c.ID, seen.Upto); err != nil {
			return Result{}, err
		}
		do = seen
	}
	data, err := desk.Decide(c, rules, by, do, cmd.At)
	if err != nil {
		return Result{}, withMissed(tx, c, by, do, err)
	}
	if cmd.Unusable != nil {
		return Result{}, unusable(c, cmd.Unusable)
	}
	if len(data) == 0 {
		return Result{Conversation: c}, nil
	}
	events, err := tx.Append(c, by, cmd.At, data)
	if err != nil {
		return Result{}, err
	}
	for _, e := range events {
		c = desk.Evolve(c, e)
	}
	return Result{Conversation: c, Events: events}, nil
}

// unusable refuses what would have been allowed, had it been of any use.
func unusable(c desk.Conversation, why *desk.Error) error {
	refusal := *why
	if c.Exists() {
		refusal.Conversation = &c
	}
	return &refusal
}

// withMissed tells the author of a crossed reply what they did not know: what others did since, except who saw it and
// how far a message got.
func withMissed(tx Tx, c desk.Conversation, by desk.Actor, do desk.Command, err error) error {
	refusal, ok := errors.AsType[*desk.Error](err)
	reply, isReply := do.(desk.Reply)
	if !ok || !isReply || refusal.Code != desk.CrossedReply {
		return err
	}
	events, readErr := tx.Events(c.Workplace, c.ID, *reply.IfSeen+1, c.LastSeq)
	if readErr != nil {
		return readErr
	}
	for _, e := range events {
		if e.By != by && e.Kind() != desk.KindSeen && e.Kind() != desk.KindDelivery {
			refusal.Missed = append(refusal.Missed, e)
		}
	}
	return refusal
}

// again answers a retry as the first time, with the conversation as it now stands. Who has left the workplace since is
// told nothing of it any more.
func (d *Dispatcher) again(tx Tx, cmd Command, c desk.Conversation, answer desk.Receipt) (Result, error) {
	if !bytes.Equal(answer.Fingerprint, cmd.Key.Fingerprint) {
		refusal := desk.Refuse(desk.IdempotencyMismatch, "This idempotency key was used for another command. Choose a new key.")
		if _, next := cmd.Do.(desk.ClaimNext); !next && c.Exists() {
			refusal.Conversation = &c
		}
		return Result{}, refusal
	}
	result := Result{Replayed: true}
	if answer.Conversation == "" {
		return result, nil
	}
	rules, ok := d.directory.Rules(answer.Workplace)
	if !ok {
		return Result{}, notFound()
	}
	if _, err := actor(rules, cmd.By); err != nil {
		return Result{}, err
	}
	var err error
	if result.Conversation, err = tx.Conversation(answer.Conversation); err != nil {
		return Result{}, err
	}
	if answer.First > 0 {
		result.Events, err = tx.Events(answer.Workplace, answer.Conversation, answer.First, answer.Last)
	}
	return result, err
}

// remember keeps the answer under the command's key.
func remember(tx Tx, cmd Command, r Result) error {
	if cmd.Key == nil {
		return nil
	}
	answer := desk.Receipt{Fingerprint: cmd.Key.Fingerprint, Workplace: r.Conversation.Workplace, Conversation: r.Conversation.ID}
	if len(r.Events) > 0 {
		answer.First, answer.Last = r.Events[0].Seq, r.Events[len(r.Events)-1].Seq
	}
	return tx.Remember(cmd.Key.Scope, cmd.Key.Key, cmd.At, answer)
}

func notFound() error { return desk.Refuse(desk.NotFound, "There is no such thing here.") }
