package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

// TestNothingOfAnotherWorkplaceIsThere asks everything of a scope with the ids of another workplace's conversation.
func TestNothingOfAnotherWorkplaceIsThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.says("norte", "n", desk.Customer{Name: "Nora", Phone: "+17875550123"}, "secret of the north")
	w.write(func(tx *ledger.Tx) error { return tx.SaveDraft("norte", "n", "sol", desk.DraftReply, "draft", noon) })
	s, ctx := w.In("sonrisas"), t.Context()
	for _, id := range []desk.ConversationID{"n", "nothing"} {
		_, err1 := s.Conversation(ctx, id)
		_, _, err2 := s.Timeline(ctx, id, 0, 10)
		_, err3 := s.Public(ctx, id, 0, 10)
		_, err4 := s.PublicAt(ctx, id, 2)
		_, err5 := s.Drafts(ctx, id, "sol")
		_, err6 := s.Episode(ctx, id, 0)
		for i, err := range []error{err1, err2, err3, err4, err5, err6} {
			if !refused(err, desk.NotFound) {
				t.Errorf("question %d about %s: %v", i+1, id, err)
			}
		}
		if n, err := s.PublicCount(ctx, id); n != 0 || err != nil {
			t.Errorf("%s has %d messages: %v", id, n, err)
		}
	}
	stream, err := s.Stream(ctx, "sol", 50)
	if err != nil || stream.Seq != 0 || stream.Sections[3].Count != 0 || len(stream.Sections[3].Page.Conversations) != 0 {
		t.Errorf("%+v, %v", stream, err)
	}
	log, err1 := s.Log(ctx, 0, 50)
	idle, err2 := s.Idle(ctx, noon.Add(time.Hour), 50)
	queue, err3 := w.Queue(ctx, "gil", []desk.WorkplaceID{"sonrisas"})
	if err := errors.Join(err1, err2, err3); err != nil || len(log)+len(idle)+len(queue.Waiting)+len(w.find("", "secret", 5))+len(w.find("", "nora", 5)) > 0 {
		t.Errorf("%v %v %v %v", log, idle, queue, err)
	}
}

func TestWhereThingsAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.says("norte", "n", desk.Customer{ID: "nora"}, "Hola")
	if place, err := w.WorkplaceOf(t.Context(), "n"); place != "norte" || err != nil {
		t.Errorf("%q, %v", place, err)
	}
	if place, c, err := w.PlaceOfCustomer(t.Context(), "nora"); place != "norte" || c != "n" || err != nil {
		t.Errorf("%q, %q, %v", place, c, err)
	}
	_, err1 := w.WorkplaceOf(t.Context(), "nothing")
	_, _, err2 := w.PlaceOfCustomer(t.Context(), "nobody")
	if !refused(err1, desk.NotFound) || !refused(err2, desk.NotFound) {
		t.Error(err1, err2)
	}
}

func TestTimelineGoesBackPageByPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 5 {
		w.says("sonrisas", "c", desk.Customer{}, fmt.Sprint("m", n))
		w.says("sonrisas", "x", desk.Customer{}, "between")
	}
	var pages []string
	for before, more := desk.Seq(0), true; more; {
		var events []desk.Event
		var err error
		if events, more, err = w.In("sonrisas").Timeline(t.Context(), "c", before, 4); err != nil {
			t.Fatal(err)
		}
		pages, before = append(pages, summary(events)), events[0].Seq
	}
	if got := fmt.Sprint(pages); got != "[5:m1 7:m2 9:m3 11:m4 1 2:m0]" {
		t.Error(got)
	}
	if events, more, err := w.In("sonrisas").Timeline(t.Context(), "c", 1, 4); len(events) > 0 || more || err != nil {
		t.Error(events, more, err)
	}
}

func TestTheCustomersSideCountsForItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.says("sonrisas", "x", desk.Customer{}, "before")
	w.says("sonrisas", "c", desk.Customer{}, "eins")
	w.run(dispatch.Command{Workplace: "sonrisas", Conversation: "c", By: desk.Actor{User: "sol"}, Do: desk.AddNote{Note: "n", Text: "internal"}})
	reply := w.run(dispatch.Command{Workplace: "sonrisas", Conversation: "c", By: desk.Actor{User: "sol"}, Do: desk.Reply{Message: "r", Text: "zwei"}, At: noon.Add(time.Minute)})
	w.says("sonrisas", "c", desk.Customer{}, "drei")
	s := w.In("sonrisas")
	all, err := s.Public(t.Context(), "c", 0, 10)
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	want := desk.PublicMessage{N: 2, Message: "r", Text: "zwei", At: noon.Add(time.Minute)}
	if all[1] != want || !all[0].FromCustomer || all[2].N != 3 || all[2].Text != "drei" {
		t.Errorf("%+v", all)
	}
	sent := reply.Events[len(reply.Events)-1].Seq
	if m, err := s.PublicAt(t.Context(), "c", sent); m != want || err != nil {
		t.Errorf("%+v, %v", m, err)
	}
	if _, err := s.PublicAt(t.Context(), "c", sent-1); !refused(err, desk.NotFound) {
		t.Errorf("what is no message: %v", err)
	}
	if part, err := s.Public(t.Context(), "c", 1, 1); err != nil || len(part) != 1 || part[0] != want {
		t.Errorf("%+v, %v", part, err)
	}
	if n, err := s.PublicCount(t.Context(), "c"); n != 3 || err != nil {
		t.Error(n, err)
	}
}

func TestAnEpisodeIsWhatWasWrittenSinceItWasOpened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.says("sonrisas", "c", desk.Customer{}, "old")
	w.append("c", sol, desk.Closed{From: lara})
	w.says("sonrisas", "c", desk.Customer{}, "new")
	w.append("c", sol, desk.Seen{Seq: 5}, desk.NoteAdded{Note: "n", Text: "note"}, desk.Assigned{From: lara, To: agents}, desk.Sent{Message: "m", Text: "answer"})
	if events, err := w.In("sonrisas").Episode(t.Context(), "c", 7); err != nil || summary(events) != "7:note 9:answer" {
		t.Errorf("the end of the episode: %s, %v", summary(events), err)
	}
	if events, err := w.In("sonrisas").Episode(t.Context(), "c", 1); err != nil || summary(events) != "5:new 7:note 9:answer" {
		t.Error(summary(events), err)
	}
}

func TestDraftsAreEverybodysOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.says("sonrisas", "c", desk.Customer{}, "Hola")
	w.write(func(tx *ledger.Tx) error {
		return errors.Join(tx.SaveDraft("sonrisas", "c", "sol", desk.DraftReply, "one", noon), tx.SaveDraft("sonrisas", "c", "sol", desk.DraftNote, "note", noon),
			tx.SaveDraft("sonrisas", "c", "ada", desk.DraftReply, "hers", noon), tx.SaveDraft("sonrisas", "c", "sol", desk.DraftReply, "two", noon))
	})
	drafts := func() map[desk.DraftMode]string {
		found, err := w.In("sonrisas").Drafts(t.Context(), "c", "sol")
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if got := drafts(); !maps.Equal(got, map[desk.DraftMode]string{desk.DraftReply: "two", desk.DraftNote: "note"}) {
		t.Error(got)
	}
	w.write(func(tx *ledger.Tx) error {
		return errors.Join(tx.DropDraft("c", "sol", desk.DraftReply), tx.DropDraft("c", "sol", desk.DraftReply))
	})
	if got := drafts(); !maps.Equal(got, map[desk.DraftMode]string{desk.DraftNote: "note"}) {
		t.Error(got)
	}
	w.verified()
}

func TestKeysAreForgottenByTheirAge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(func(tx *ledger.Tx) error {
		var errs []error
		for n := range 1200 {
			errs = append(errs, tx.Remember("sol", fmt.Sprint("old", n), noon.Add(-time.Hour), desk.Receipt{}))
		}
		return errors.Join(append(errs, tx.Remember("sol", "new", noon, desk.Receipt{}))...)
	})
	if err := w.PurgeKeys(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	known := func(key string) (known bool) {
		w.write(func(tx *ledger.Tx) (err error) {
			_, known, err = tx.Recall("sol", key)
			return err
		})
		return known
	}
	if known("old0") || known("old1199") || !known("new") {
		t.Error("the wrong keys are forgotten")
	}
}

// TestReadersSeeWholeCommits has readers look while events come in pairs: nobody ever sees half of a pair, and a
// snapshot's parts fit together.
func TestReadersSeeWholeCommits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.append("c", desk.TheCustomer, opened("c", lara), desk.Received{Message: "first", Text: "first"})
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				stream, err := w.In("sonrisas").Stream(t.Context(), "sol", 5)
				if err != nil {
					t.Error(err)
					return
				}
				c := stream.Sections[3].Page.Conversations[0]
				if stream.Seq%2 != 0 || c.LastSeq != stream.Seq || c.LastMessage.Text == "" || stream.Sections[3].Count != 1 {
					t.Errorf("a reader saw half: %d, %+v", stream.Seq, c)
					return
				}
			}
		})
	}
	for range 200 {
		w.append("c", desk.TheCustomer, desk.Received{Message: newMessage(), Text: "one"}, desk.Received{Message: newMessage(), Text: "two"})
	}
	stop()
	readers.Wait()
}

// TestAReaderWithoutANameOwnsNothing asks as nobody: the queues, which nobody holds, are not theirs.
func TestAReaderWithoutANameOwnsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.append("queued", desk.TheCustomer, opened("queued", agents), desk.Received{Message: newMessage(), Text: "Hola"})
	w.append("held", desk.TheCustomer, opened("held", desk.Holder(gil)), desk.Received{Message: newMessage(), Text: "Hola"})
	stream, err := w.In("sonrisas").Stream(t.Context(), "", 10)
	if err != nil {
		t.Fatal(err)
	}
	mine, theirs := stream.Sections[0], stream.Sections[2]
	if mine.Count != 0 || len(mine.Page.Conversations) != 0 || theirs.Count != 2 || fmt.Sprint(ids(theirs.Page.Conversations)) != "[held queued]" {
		t.Errorf("%+v", stream)
	}
	if page, err := w.In("sonrisas").Search(t.Context(), "", desk.SectionAgents, "hola", "", 10); err != nil || len(page.Conversations) != 2 {
		t.Errorf("%v, %v", ids(page.Conversations), err)
	}
}
