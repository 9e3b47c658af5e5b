package web_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"relevo/backend/web"
)

// BenchmarkNotes sends notes from many clients at once through the whole server, without a network.
func BenchmarkNotes(b *testing.B) {
	w := assemble(b, twoWorkplaces, func(o *web.Options) { o.Logger = slog.New(slog.DiscardHandler) })
	var paths []string
	for range 16 {
		_, c := w.said("Hola")
		paths = append(paths, "/api/v1/conversations/"+c+"/notes")
	}
	sol := w.as("sol")
	var n atomic.Int64
	b.SetParallelism(64)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			r := httptest.NewRequest("POST", paths[int(i)%len(paths)], strings.NewReader(`{"text":"una nota que dice algo de lo que pasa"}`))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+sol.token)
			r.Header.Set("Idempotency-Key", fmt.Sprint("key-", i))
			a := httptest.NewRecorder()
			w.handler.ServeHTTP(a, r)
			if a.Code != 200 {
				body, _ := io.ReadAll(a.Body)
				b.Fatal(a.Code, string(body))
			}
		}
	})
}
