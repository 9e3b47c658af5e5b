package web

import (
	"context"
	"net/http"
	"time"

	"relevo/backend/auth"
	"relevo/backend/desk"
	"relevo/backend/wire"
	"relevo/backend/workplace"
)

// This file holds how people sign in, stay so, and sign out.

// signInID names the operation whose outcomes are counted as attempts to sign in.
const signInID = "signIn"

func (s *Server) mountSessions() {
	sign := func(path, id, about string) route {
		return route{method: http.MethodPost, path: "/api/v1/auth/" + path, id: id, about: about, tag: "auth", door: open}
	}
	login := sign("login", signInID, "Sign in by address and password")
	login.bucket = s.limits.logins
	add(s, login, s.signIn)
	add(s, sign("refresh", "refresh", "Fetch the next access token with the cookie"), s.refreshLogin)
	do(s, sign("logout", "signOut", "End the session"), s.signOut)
	setUp := sign("setup", "setUp", "Make the first workplace and its admin, once")
	setUp.bucket = s.limits.logins
	add(s, setUp, s.setUp)
	add(s, route{method: http.MethodPost, path: "/api/v1/auth/password", id: "changePassword", about: "Change one's own password", tag: "auth", door: anyUser}, s.changePassword)
	add(s, route{method: http.MethodGet, path: "/api/v1/me", id: "getMe", about: "Who is signed in", tag: "auth", door: anyUser}, s.getMe)
	add(s, route{method: http.MethodPatch, path: "/api/v1/me/preferences", id: "changePreferences", about: "Change what I set for myself", tag: "auth", door: anyUser}, s.changePreferences)
}

func (s *Server) signIn(ctx context.Context, c *call, in *body[wire.SignIn]) (wire.Login, error) {
	tokens, err := s.o.Sessions.Login(ctx, in.Body.Email, in.Body.Password)
	if err != nil {
		return wire.Login{}, err
	}
	return s.login(c, tokens), nil
}

// refreshLogin is asked for with the cookie alone, so only our own pages may.
func (s *Server) refreshLogin(ctx context.Context, c *call, _ *maybe[wire.Nothing]) (wire.Login, error) {
	r := c.echo.Request()
	if err := s.fromOurPage(r); err != nil {
		return wire.Login{}, err
	}
	cookie, err := r.Cookie(s.cookieName())
	if err != nil {
		return wire.Login{}, unauthenticated()
	}
	tokens, err := s.o.Sessions.Refresh(ctx, cookie.Value)
	if isCode(err, desk.Unauthenticated) {
		s.setCookie(c, "", time.Unix(1, 0))
	}
	if err != nil {
		return wire.Login{}, err
	}
	return s.login(c, tokens), nil
}

// signOut ends the session of the cookie and of the access token, whichever came. Without any there is nothing to end.
func (s *Server) signOut(ctx context.Context, c *call, _ *maybe[wire.Nothing]) error {
	r := c.echo.Request()
	if err := s.fromOurPage(r); err != nil {
		return err
	}
	refresh, session := "", auth.SessionID("")
	if cookie, err := r.Cookie(s.cookieName()); err == nil {
		refresh = cookie.Value
	}
	if who, err := s.identify(r); err == nil {
		session = who.Session
	}
	if err := s.o.Sessions.Logout(ctx, refresh, session); err != nil && !isCode(err, desk.Unauthenticated) {
		return err
	}
	s.setCookie(c, "", time.Unix(1, 0))
	return nil
}

func (s *Server) changePassword(ctx context.Context, c *call, in *body[wire.ChangePassword]) (wire.Nothing, error) {
	return wire.Nothing{}, s.o.Sessions.ChangePassword(ctx, c.who, in.Body.Current, in.Body.New)
}

func (s *Server) setUp(ctx context.Context, c *call, in *body[wire.SetUp]) (wire.Login, error) {
	b := in.Body
	if !s.o.Directory.Empty() {
		return wire.Login{}, desk.Refuse(desk.Unauthenticated, "The program is set up already.")
	}
	hash, err := s.o.Sessions.Hash(ctx, b.Password, b.Email, b.Name, b.Handle, b.Workplace.ID, b.Workplace.Name)
	if err != nil {
		return wire.Login{}, err
	}
	first := workplace.FirstWorkplace{
		ID: desk.WorkplaceID(b.Workplace.ID), Name: b.Workplace.Name, Timezone: given(b.Workplace.Timezone),
		Country: given(b.Workplace.Country), Language: given(b.Workplace.Language),
	}
	admin := workplace.NewMember{Email: b.Email, Name: b.Name, Handle: b.Handle, Hash: hash}
	if err := s.o.SetUp(ctx, b.Token, first, admin); err != nil {
		return wire.Login{}, err
	}
	tokens, err := s.o.Sessions.Login(ctx, in.Body.Email, in.Body.Password)
	if err != nil {
		return wire.Login{}, err
	}
	return s.login(c, tokens), nil
}

func (s *Server) getMe(ctx context.Context, c *call, _ *none) (wire.Me, error) {
	user, ok := s.o.Directory.User(c.who.User)
	if !ok {
		return wire.Me{}, unauthenticated()
	}
	set, err := s.o.Personal.Of(ctx, user.ID)
	if err != nil {
		return wire.Me{}, err
	}
	me := wire.Me{
		ID: string(user.ID), Name: user.Name, Handle: user.Handle, Email: user.Email, Memberships: []wire.Membership{},
		Preferences: showPreferences(set), IdleLock: int(s.o.IdleLock / time.Second),
	}
	for _, m := range s.o.Directory.Memberships(user.ID) {
		w, ok := s.o.Directory.Settings(m.Workplace)
		if !ok {
			continue
		}
		me.Memberships = append(me.Memberships, wire.Membership{Role: string(m.Role), Workplace: wire.Workplace{
			ID: string(w.ID), Name: w.Name, Language: w.Language, Timezone: w.Zone.String(), AgentsService: w.AgentsService, MessageLimit: w.MessageLimit,
		}})
	}
	return me, nil
}

func (s *Server) changePreferences(ctx context.Context, c *call, in *body[wire.Preferences]) (wire.Preferences, error) {
	b := in.Body
	change := workplace.Preferences{Keys: b.Keys, SingleKeys: b.SingleKeys, EnterSends: b.EnterSends, LongestFirst: b.LongestFirst}
	if b.Filters != nil {
		change.Filters = new(shown(*b.Filters, func(f wire.SavedFilter) workplace.Filter { return f.Words }))
	}
	set, err := s.o.Personal.Change(ctx, c.who.User, change)
	return showPreferences(set), err
}

func showPreferences(p workplace.Preferences) wire.Preferences {
	v := wire.Preferences{Keys: p.Keys, SingleKeys: p.SingleKeys, EnterSends: p.EnterSends, LongestFirst: p.LongestFirst}
	if p.Filters != nil {
		v.Filters = new(shown(*p.Filters, func(f workplace.Filter) wire.SavedFilter { return wire.SavedFilter{Words: f} }))
	}
	return v
}

// login answers a session and hands its refresh token over as a cookie.
func (s *Server) login(c *call, t auth.Tokens) wire.Login {
	s.setCookie(c, t.Refresh, t.RefreshExpires)
	return wire.Login{
		AccessToken: t.Access, TokenType: "Bearer", ExpiresIn: int(t.Expires.Sub(s.o.Now()).Round(time.Second) / time.Second),
		User: *wire.FromUser(t.User, s.o.Directory),
	}
}

// cookieName is the contract's. Under https the prefix has browsers insist on what setCookie says.
func (s *Server) cookieName() string {
	if s.secure() {
		return "__Host-relevo_refresh"
	}
	return "relevo_refresh"
}

// setCookie sets the refresh cookie, or takes it away with a time that is past.
func (s *Server) setCookie(c *call, value string, expires time.Time) {
	cookie := &http.Cookie{
		Name: s.cookieName(), Value: value, Path: "/api/v1/auth", Expires: expires, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
	if s.secure() {
		cookie.Secure, cookie.Path = true, "/"
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(c.echo.Response(), cookie)
}

// fromOurPage refuses what a browser says comes from somebody else's page. Other clients say nothing of it.
func (s *Server) fromOurPage(r *http.Request) error {
	refusal := desk.Refuse(desk.Forbidden, "Only the desk's own pages may ask for this.")
	if origin := r.Header.Get("Origin"); origin != "" && !s.ownOrigin(r, origin) {
		return refusal
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return nil
	}
	return refusal
}
