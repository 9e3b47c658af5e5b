package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"relevo/backend/desk"
)

// dist is what the frontend's build left there; a placeholder lets the program compile without Node.
//
//go:embed all:dist
var dist embed.FS

// The pages by their files.
const (
	appPage   = "index.html"
	chatPage  = "chat.html"
	emptyPage = "placeholder.html"
)

// The service worker keeps the desk's shell: it fetches from us, and nothing else.
const (
	workerFile   = "worker.js"
	workerPolicy = "default-src 'none'; connect-src 'self'"
)

// Pages are the embedded files, ready to be sent.
type Pages struct {
	files map[string]*file // by path, without a leading slash
	build string
}

// file is one embedded file.
type file struct {
	body, zipped []byte // zipped is nil where that would not be smaller
	kind, tag    string
	hashed       bool // its name changes with what is in it
}

// ReadPages takes the embedded files into memory: there is no path on a disk that a request could reach.
func ReadPages() (*Pages, error) {
	p := &Pages{files: map[string]*file{}}
	all := sha256.New()
	err := fs.WalkDir(dist, "dist", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(dist, name)
		if err != nil {
			return err
		}
		name = strings.TrimPrefix(name, "dist/")
		f, err := newFile(name, body)
		if err != nil {
			return err
		}
		fmt.Fprintf(all, "%s %s\n", name, f.tag)
		p.files[name] = f
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the embedded pages: %w", err)
	}
	p.build = hex.EncodeToString(all.Sum(nil))[:12]
	return p, nil
}

func newFile(name string, body []byte) (*file, error) {
	sum := sha256.Sum256(body)
	f := &file{body: body, kind: mime.TypeByExtension(path.Ext(name)), tag: `"` + hex.EncodeToString(sum[:8]) + `"`, hashed: strings.HasPrefix(name, "assets/")}
	switch {
	case path.Ext(name) == ".webmanifest": // not every machine knows it
		f.kind = "application/manifest+json"
	case f.kind == "":
		f.kind = "application/octet-stream"
	}
	switch path.Ext(name) {
	case ".html", ".js", ".css", ".svg", ".json", ".webmanifest", ".txt":
	default:
		return f, nil // compressed already
	}
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if zipped.Len() < len(body) {
		f.zipped = zipped.Bytes()
	}
	return f, nil
}

// Build names the pages by what is in them: a client that was told another name should load itself anew.
func (p *Pages) Build() string { return p.build }

// page is a page's file; the placeholder where the pages were not built in.
func (p *Pages) page(name string) *file {
	if f, ok := p.files[name]; ok {
		return f
	}
	return p.files[emptyPage]
}

func (s *Server) mountPages() {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		s.echo.Add(method, "/chat/:channel", s.chat)
		s.echo.Add(method, "/widget.js", s.widget)
	}
}

// static answers a file, or the desk's own page where its routes begin: they are made in the browser.
func (s *Server) static(c echo.Context) error {
	r := c.Request()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return notFound()
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if f, ok := s.o.Pages.files[name]; ok && !strings.HasSuffix(name, ".html") {
		if name == workerFile {
			c.Response().Header().Set("Content-Security-Policy", workerPolicy)
		}
		return f.send(c, http.StatusOK)
	}
	status := http.StatusOK
	if !appRoute(name) {
		if !byPerson(r) {
			return notFound()
		}
		status = http.StatusNotFound
	}
	c.Response().Header().Set("Content-Security-Policy", s.pagePolicy(r, "'none'"))
	return s.o.Pages.page(appPage).send(c, status)
}

// byPerson tells whether somebody waits for a page, outside of the API: they are told in words that there is none.
func byPerson(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html") && !strings.HasPrefix(r.URL.Path, "/api/") && path.Ext(r.URL.Path) == ""
}

// appRoute tells whether a path is one of the desk's own screens. Everything else is unknown: a missing file must not
// look like a page.
func appRoute(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	switch first {
	case "", "login", "setup", "w", "queue", "wall":
		return true
	}
	return false
}

// chat answers the customer's page of a channel, which its own pages may frame.
func (s *Server) chat(c echo.Context) error {
	channel, ok := s.o.Directory.Channel(desk.ChannelID(c.Param("channel")))
	status := http.StatusOK
	if !ok || channel.Kind != desk.ChannelWeb {
		if !byPerson(c.Request()) {
			return notFound()
		}
		status = http.StatusNotFound // the page says so in words
	}
	ancestors := "*"
	if len(channel.Origins) > 0 {
		ancestors = "'self' " + strings.Join(channel.Origins, " ")
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", s.pagePolicy(c.Request(), ancestors))
	h.Del("Cross-Origin-Opener-Policy") // a framed page has no opener to be kept from
	settings, ok := s.o.Directory.Settings(channel.Workplace)
	if !ok {
		return s.o.Pages.page(chatPage).send(c, status)
	}
	h.Set("Cache-Control", "no-cache")
	return c.HTMLBlob(status, titled(s.o.Pages.page(chatPage).body, settings.Name))
}

// titled gives a page the business's name for its title, which the page shows: the customer should see whom they write to.
func titled(page []byte, name string) []byte {
	return bytes.Replace(page, []byte("<title>Chat</title>"), []byte("<title>"+html.EscapeString(name)+"</title>"), 1)
}

// widget answers the script that any page may load.
func (s *Server) widget(c echo.Context) error {
	f, ok := s.o.Pages.files["widget.js"]
	if !ok {
		return notFound()
	}
	h := c.Response().Header()
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Access-Control-Allow-Origin", "*")
	return f.send(c, http.StatusOK)
}

// send answers a file, or that the client has it already.
func (f *file) send(c echo.Context, status int) error {
	h, r := c.Response().Header(), c.Request()
	h.Set("ETag", f.tag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if f.hashed {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if status == http.StatusOK && strings.Contains(r.Header.Get("If-None-Match"), f.tag) {
		return c.NoContent(http.StatusNotModified)
	}
	body := f.body
	if f.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		body = f.zipped
		h.Set("Content-Encoding", "gzip")
	}
	if r.Method == http.MethodHead {
		h.Set("Content-Type", f.kind)
		return c.NoContent(status)
	}
	return c.Blob(status, f.kind, body)
}

var hostName = regexp.MustCompile(`^[A-Za-z0-9.-]+(:[0-9]+)?$|^\[[0-9A-Fa-f:.]+\](:[0-9]+)?$`)

// pagePolicy is a page's content security policy. Sockets are named by their own scheme for browsers in which 'self'
// does not cover it. The trusted types are Svelte's own, and the address of the service worker.
func (s *Server) pagePolicy(r *http.Request, ancestors string) string {
	sockets := ""
	switch {
	case s.o.PublicURL != nil:
		sockets = " " + strings.Replace(s.o.PublicURL.Scheme, "http", "ws", 1) + "://" + s.o.PublicURL.Host
	case hostName.MatchString(r.Host):
		sockets = " ws://" + r.Host + " wss://" + r.Host
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; " +
		"manifest-src 'self'; connect-src 'self'" + sockets + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors " + ancestors +
		"; require-trusted-types-for 'script'; trusted-types svelte-trusted-html relevo-worker"
}
