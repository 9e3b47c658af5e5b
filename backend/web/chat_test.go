package web_test

import (
	"slices"
	"strings"
	"testing"
)

func TestBeginningAChat(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	for _, test := range []struct {
		name, channel string
		body          any
		status        int
		code          string
	}{
		{"with nothing said", "sonrisas-web", object{}, 201, ""},
		{"with everything said", "sonrisas-web", object{"name": "Juan", "phone": "787-555-0123", "language": "en"}, 201, ""},
		{"with nothing but nulls", "sonrisas-web", `{"name":null,"phone":null,"language":null}`, 201, ""},
		{"in a language that nobody speaks", "sonrisas-web", object{"language": "fr-CA"}, 201, ""},
		{"with a name of 201 letters", "sonrisas-web", object{"name": strings.Repeat("ñ", 201)}, 422, "invalid"},
		{"with NUL in the name", "sonrisas-web", object{"name": "a\x00b"}, 422, "invalid"},
		{"with a number that is none", "sonrisas-web", object{"phone": "zanahoria"}, 422, "invalid"},
		{"with half a number", "sonrisas-web", object{"phone": "555-0123"}, 422, "invalid"},
		{"on a channel that is none", "nothing", object{}, 404, "not_found"},
		{"on a channel that is no web chat", "sonrisas-sms", object{}, 404, "not_found"},
		{"without a body", "sonrisas-web", nil, 400, "malformed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := w.stranger().post("/api/v1/chat/"+test.channel+"/sessions", test.body)
			if a.Code != test.status || test.code != "" && a.text("code") != test.code || strings.Contains(a.Body.String(), "zanahoria") {
				t.Errorf("%d %s", a.Code, a.Body)
			}
			if test.status == 201 && (a.text("token") == "" || len(a.text("conversation")) < 26) {
				t.Errorf("%s", a.Body)
			}
		})
	}
	if w.seq() != 0 {
		t.Error("a session alone recorded something")
	}
}

func TestACustomersConversation(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	juan, c := w.customer("sonrisas-web", object{"name": " Juan  ", "phone": "(787) 555-0123", "language": "en-US"})
	maria, _ := w.customer("sonrisas-web", object{})
	if a := juan.get("/api/v1/chat/messages").want(200); len(a.at("messages").([]any)) != 0 {
		t.Errorf("before the first message: %s", a.Body)
	}
	sol := w.as("sol")
	sol.get("/api/v1/conversations/"+c).want(404, "not_found")

	first := juan.post("/api/v1/chat/messages", object{"text": "Hi"}, "Idempotency-Key", "k").want(201)
	again := juan.post("/api/v1/chat/messages", object{"text": "Hi"}, "Idempotency-Key", "k").want(201)
	if first.Body.String() != again.Body.String() || first.at("message.seq") != 1.0 || first.text("message.from") != "customer" || first.text("message.text") != "Hi" {
		t.Errorf("%s %s", first.Body, again.Body)
	}
	juan.post("/api/v1/chat/messages", object{"text": "Ho"}, "Idempotency-Key", "k").want(422, "idempotency_mismatch")
	maria.post("/api/v1/chat/messages", object{"text": "Hi"}, "Idempotency-Key", "k").want(201) // another token's key
	shown := sol.get("/api/v1/conversations/" + c).want(200)
	for path, want := range map[string]any{"name": " Juan  ", "phone": "+17875550123", "language": "en"} {
		if got := shown.at("conversation.customer." + path); got != want {
			t.Errorf("the customer's %s is %v", path, got)
		}
	}

	sol.post("/api/v1/conversations/"+c+"/notes", object{"text": "una nota interna"}).want(200)
	sol.post("/api/v1/conversations/"+c+"/messages", object{"text": "Hello Juan"}).want(200)
	all := juan.get("/api/v1/chat/messages?after=1&limit=1").want(200)
	if len(all.at("messages").([]any)) != 1 || all.at("messages.0.seq") != 2.0 || all.text("messages.0.from") != "business" || all.text("messages.0.text") != "Hello Juan" {
		t.Errorf("%s", all.Body)
	}
	for _, inside := range []string{"Sol", "staff", "nota", "taken", "holder", sol.id} {
		if strings.Contains(juan.get("/api/v1/chat/messages").Body.String(), inside) {
			t.Errorf("the customer sees %q", inside)
		}
	}
	juan.get("/api/v1/chat/messages?after=99").want(200)
	juan.get("/api/v1/chat/messages?after=-1").want(400, "malformed")
	juan.get("/api/v1/chat/messages?limit=0").want(400, "malformed")
	for text, code := range map[string]string{" ": "empty_message", strings.Repeat("ñ", 2001): "message_too_long", "\x00": "invalid"} {
		a := juan.post("/api/v1/chat/messages", object{"text": text}).want(422, code)
		if a.at("holder") != nil || a.at("last_seq") != nil {
			t.Errorf("a refusal shows the inside: %s", a.Body)
		}
	}
	juan.post("/api/v1/chat/messages", object{"text": strings.Repeat("ñ", 2000)}).want(201)
	juan.post("/api/v1/chat/messages", object{"text": "a", "attachments": []string{"f"}}).want(422, "invalid")
	w.stranger().get("/api/v1/chat/messages").want(401, "unauthenticated")
}

func TestAChannelThatIsSwitchedOffTakesItsCustomersWithIt(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	juan, _ := w.said("Hola")
	w.as("ada").do("PUT", "/api/v1/workplaces/sonrisas/channels/sonrisas-web", object{"active": false}).want(200)
	juan.post("/api/v1/chat/messages", object{"text": "¿?"}).want(401, "unauthenticated")
	w.stranger().post("/api/v1/chat/sonrisas-web/sessions", object{}).want(404, "not_found")
	w.stranger().get("/chat/sonrisas-web").want(404, "not_found")
}

func TestOtherPagesMayHoldTheChat(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	listed, foreign, own := "https://sonrisas.example", "https://evil.example", "http://example.com"
	token := func(channel string) string { who, _ := w.customer(channel, object{}); return who.token }
	open, closed := token("sonrisas-web"), token("sonrisas-page")
	for _, test := range []struct {
		name, method, path, token, origin string
		status                            int
		allowed                           string
	}{
		{"any page begins where none is listed", "POST", "sonrisas-web/sessions", "", foreign, 201, "*"},
		{"any page asks first", "OPTIONS", "sonrisas-web/sessions", "", foreign, 204, "*"},
		{"any page reads", "GET", "messages", open, foreign, 200, "*"},
		{"a listed page begins", "POST", "sonrisas-page/sessions", "", listed, 201, listed},
		{"a listed page asks first", "OPTIONS", "sonrisas-page/sessions", "", listed, 204, listed},
		{"a listed page reads", "GET", "messages", closed, listed, 200, listed},
		{"our own page begins", "POST", "sonrisas-page/sessions", "", own, 201, own},
		{"a foreign page asks first", "OPTIONS", "sonrisas-page/sessions", "", foreign, 403, ""},
		{"a foreign page begins", "POST", "sonrisas-page/sessions", "", foreign, 403, ""},
		{"a foreign page reads", "GET", "messages", closed, foreign, 403, ""},
		{"a page without an origin reads", "GET", "messages", closed, "null", 403, ""},
		{"any page asks first where the token will tell", "OPTIONS", "messages", "", foreign, 204, "*"},
		{"a refusal can be read too", "GET", "messages", "x", foreign, 401, "*"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var body any
			if test.method == "POST" {
				body = object{}
			}
			a := who{w: w, token: test.token}.do(test.method, "/api/v1/chat/"+test.path, body, "Origin", test.origin)
			if a.Code != test.status || a.Header().Get("Access-Control-Allow-Origin") != test.allowed || a.Header().Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%d %q %s", a.Code, a.Header().Get("Access-Control-Allow-Origin"), a.Body)
			}
			if test.status == 204 && (!strings.Contains(a.Header().Get("Access-Control-Allow-Headers"), "Idempotency-Key") || a.Header().Get("Access-Control-Allow-Methods") != "GET, POST") {
				t.Errorf("%v", a.Header())
			}
			if test.allowed != "*" && !slices.Contains(a.Header().Values("Vary"), "Origin") {
				t.Error("a cache would mix the origins up")
			}
		})
	}
	if a := w.as("sol").get("/api/v1/me", "Origin", listed); a.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Error("other pages may read the desk")
	}
}

func TestChatPagesAreFramedByTheirOwn(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	for path, want := range map[string]string{
		"/chat/sonrisas-web": "frame-ancestors *;", "/chat/sonrisas-page": "frame-ancestors 'self' https://sonrisas.example;", "/login": "frame-ancestors 'none';",
	} {
		if got := w.stranger().get(path).want(200).Header().Get("Content-Security-Policy"); !strings.Contains(got, want) {
			t.Errorf("%s: %s", path, got)
		}
	}
	w.stranger().get("/chat/nothing").want(404, "not_found")
	if a := w.stranger().get("/chat/nothing", "Accept", "text/html"); a.Code != 404 || !strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") {
		t.Errorf("a person is told %d %s", a.Code, a.Body)
	}
	w.stranger().get("/chat/sonrisas-sms").want(404, "not_found")
}
