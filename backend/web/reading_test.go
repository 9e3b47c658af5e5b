package web_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http/httptest"
	"testing"
)

func TestStreamHasItsSectionsInOrder(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	for range 52 {
		w.said("Hola")
	}
	sol := w.as("sol")
	stream := sol.get(sonrisas + "/stream").want(200)
	for i, key := range []string{"mine", "staff", "agents", "lara", "closed"} {
		if got := stream.text(fmt.Sprintf("sections.%d.key", i)); got != key {
			t.Errorf("section %d is %s", i, got)
		}
	}
	if stream.at("seq") != float64(w.seq()) || stream.text("epoch") != w.ledger.Epoch() || stream.at("sections.3.count") != 52.0 ||
		len(stream.at("sections.3.conversations").([]any)) != 50 || stream.at("sections.0.next") != nil {
		t.Errorf("%.300s", stream.Body)
	}
	rest := sol.get(sonrisas + "/conversations?section=lara&cursor=" + stream.text("sections.3.next")).want(200)
	if len(rest.at("conversations").([]any)) != 2 || rest.at("next") != nil {
		t.Errorf("%.300s", rest.Body)
	}
	norte := w.as("bea").get("/api/v1/workplaces/norte/stream").want(200)
	if got := norte.text("sections.2.key"); got != "lara" {
		t.Errorf("where there are no agents stands %s", got)
	}
}

func TestWhatIsLongComesZippedToWhoCanReadIt(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	for range 20 {
		w.said("Hola")
	}
	sol := w.as("sol")
	ask := func(path, accept string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Authorization", "Bearer "+sol.token)
		r.Header.Set("Accept-Encoding", accept)
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, r)
		return answer
	}
	plain, zipped := ask(sonrisas+"/stream", "identity"), ask(sonrisas+"/stream", "gzip")
	if plain.Header().Get("Content-Encoding") != "" || zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Body.Len() > plain.Body.Len()/4 {
		t.Errorf("%v of %d bytes, %v of %d", plain.Header(), plain.Body.Len(), zipped.Header(), zipped.Body.Len())
	}
	read, err := gzip.NewReader(zipped.Body)
	must(t, err)
	if body, err := io.ReadAll(read); err != nil || string(body) != plain.Body.String() {
		t.Errorf("%v: %.300s", err, body)
	}
	if short := ask("/api/v1/me", "gzip"); short.Code != 200 || short.Header().Get("Content-Encoding") != "" {
		t.Errorf("%d %v", short.Code, short.Header())
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	w.said("me duele una muela")
	w.said("otra cosa")
	sol := w.as("sol")
	for query, want := range map[string]int{
		"?q=MUE":                      1,
		"?q=duele%20muela":            1,
		"?q=muela&section=lara":       1,
		"?q=muela&section=closed":     0,
		"?q=%22%28%2A":                2,
		"?section=&q=&cursor=&limit=": 2,
		"":                            2,
		"?limit=1":                    1,
	} {
		if got := sol.get(sonrisas + "/conversations" + query).want(200); len(got.at("conversations").([]any)) != want {
			t.Errorf("%s: %.200s", query, got.Body)
		}
	}
	for _, query := range []string{"?cursor=zanahoria", "?section=closed&cursor=zanahoria", "?section=zanahoria", "?limit=0", "?limit=-1", "?limit=x", "?q=%ff", "?q=a&q=b", "?q=%"} {
		sol.get(sonrisas+"/conversations"+query).want(400, "malformed")
	}
}

func TestEventsPageByPage(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	sol := w.as("sol")
	path := "/api/v1/conversations/" + c
	for i := range 60 {
		sol.post(path+"/notes", object{"text": fmt.Sprint("nota ", i)}).want(200)
	}
	next, read := "0", 0
	for next != "" {
		page := sol.get(sonrisas + "/events?limit=25&after=" + next).want(200)
		for _, e := range page.at("events").([]any) {
			if read++; e.(object)["seq"] != float64(read) {
				t.Fatalf("event %d has seq %v", read, e.(object)["seq"])
			}
		}
		next = page.text("next")
	}
	if read != int(w.seq()) {
		t.Errorf("%d of %d events", read, w.seq())
	}
	if beyond := sol.get(sonrisas + "/events?after=9007199254740993").want(200); len(beyond.at("events").([]any)) != 0 || beyond.at("next") != nil {
		t.Errorf("%s", beyond.Body)
	}

	newest := sol.get(path).want(200)
	if len(newest.at("events").([]any)) != 50 || newest.at("events.49.seq") != float64(w.seq()) || newest.at("has_more") != true {
		t.Errorf("%.300s", newest.Body)
	}
	older := sol.get(path + "/events?before=" + fmt.Sprint(newest.at("events.0.seq"))).want(200)
	if len(older.at("events").([]any)) != int(w.seq())-50 || older.at("events.0.seq") != 1.0 || older.at("has_more") != false || older.at("next") != nil {
		t.Errorf("%.300s", older.Body)
	}
	part := sol.get(path + "/events?limit=5&before=30").want(200)
	if part.at("events.0.seq") != 25.0 || part.at("events.4.seq") != 29.0 || part.text("next") != "25" {
		t.Errorf("%.300s", part.Body)
	}
	sol.get(path + "/events?before=1").want(200)
	for _, query := range []string{"before=0", "before=-1", "before=x", "limit=x"} {
		sol.get(path+"/events?"+query).want(400, "malformed")
	}
}

func TestUnreadIsTheReadersOwn(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	path := "/api/v1/conversations/" + c
	sol, ada := w.as("sol"), w.as("ada")
	sol.post(path+"/seen", object{"seq": w.seq()}).want(200)
	if mine, hers := sol.get(path).at("conversation.unread"), ada.get(path).at("conversation.unread"); mine != 0.0 || hers != 1.0 {
		t.Errorf("unread: %v and %v", mine, hers)
	}
}
