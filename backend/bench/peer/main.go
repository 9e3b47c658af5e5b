// Command peer is a PocketBase with one collection that anybody may write to and follow: what relevo-load compares the
// program with, as one would build such a thing with it. It is a module of its own, so that nothing of it becomes part of the
// program.
package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

func main() {
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: os.Args[1], HideStartBanner: true})
	if err := app.Bootstrap(); err != nil {
		log.Fatal(err)
	}
	if err := app.RunAllMigrations(); err != nil {
		log.Fatal(err)
	}
	if err := addMessages(app); err != nil {
		log.Fatal(err)
	}
	// Its logs go to a database of their own; they are switched off, which is in its favour.
	settings := app.Settings()
	settings.Logs.MaxDays = 0
	settings.RateLimits.Enabled = false
	if err := app.Save(settings); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	go func() { <-stop; os.Exit(0) }()
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Listener = listener
		fmt.Printf("listening on http://%s\n", listener.Addr())
		return e.Next()
	})
	if err := apis.Serve(app, apis.ServeConfig{HttpAddr: listener.Addr().String()}); err != nil {
		log.Fatal(err)
	}
}

// addMessages makes the collection.
func addMessages(app core.App) error {
	anybody := ""
	c := core.NewBaseCollection("messages")
	c.ListRule, c.ViewRule, c.CreateRule = &anybody, &anybody, &anybody
	c.Fields.Add(&core.TextField{Name: "conversation", Required: true}, &core.TextField{Name: "text", Required: true}, &core.TextField{Name: "by"})
	return app.Save(c)
}
