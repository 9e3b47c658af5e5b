package web

import (
	"testing"

	"github.com/coder/websocket"
)

// FuzzFrames gives sockets any bytes, before and after hello: each frame is used, refused by an error frame, or closes
// the socket with a code of the contract; and a colleague's frame that is used makes no other socket close.
func FuzzFrames(f *testing.F) {
	for _, seed := range []string{
		`{"type":"hello","token":"token of ana","since":{"a":3,"b":null},"epoch":"e1"}`, `{"type":"hello","token":"token of ana"}`,
		`{"type":"token","token":"token of ben"}`, `{"type":"viewing","conversation":null}`, `{"type":"typing","conversation":"mine","note":true}`,
		`{"type":"presence","state":"away"}`, `{"type":"typing"}`, `{"type":"hello","token":"chat of mine","since":-1}`, `{"type":"\u0074yping"}`,
		`{"type":"hello","token":"token of ana","since":{"a":1e400}}`, `[]`, `{`, "\xff", `{"a":{"a":{"a":[[[]]]}}}`, `{"type":"hello","since":{"":0}}`,
	} {
		f.Add([]byte(seed), true, true)
		f.Add([]byte(seed), false, true)
		f.Add([]byte(seed), true, false)
	}
	r := newLiveRoom(f)
	codes := map[int]bool{0: true, 4400: true, 4401: true, 4403: true}
	f.Fuzz(func(t *testing.T, b []byte, greeted, text bool) {
		for _, side := range []struct {
			hello string
			talk  func(*socket) dialogue
		}{
			{`{"type":"hello","token":"token of ana"}`, func(k *socket) dialogue { return &colleague{s: r.server, k: k} }},
			{`{"type":"hello","token":"chat of mine"}`, func(k *socket) dialogue { return &customer{s: r.server, k: k} }},
		} {
			k := r.server.sockets.newSocket()
			k.talk = side.talk(k)
			if greeted {
				k.receive(websocket.MessageText, []byte(side.hello))
				if k.closing() != 0 || !k.greeted {
					t.Fatalf("hello was not taken: %d", k.closing())
				}
			}
			kind := websocket.MessageBinary
			if text {
				kind = websocket.MessageText
			}
			k.receive(kind, b)
			if !codes[k.closing()] || !text && k.closing() != 4400 {
				t.Errorf("closed with %d", k.closing())
			}
			k.talk.leave()
		}
	})
}
