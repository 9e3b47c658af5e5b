package web

import (
	"context"
	"net/http"

	"relevo/backend/desk"
	"relevo/backend/wire"
	"relevo/backend/workplace"
)

// This file holds a workplace's people: everybody there sees them, admins change them.

func (s *Server) mountMembers() {
	const path = "/api/v1/workplaces/{w}/members"
	add(s, route{method: http.MethodGet, path: path, id: "listMembers", tag: "settings", door: ofWorkplace,
		about: "Everybody who is or was a member"}, s.listMembers)
	add(s, route{method: http.MethodPost, path: path, id: "addMember", tag: "settings", door: ofWorkplace,
		status: http.StatusCreated, about: "Make somebody a member"}, s.addMember)
	add(s, route{method: http.MethodPatch, path: path + "/{user}", id: "changeMember", tag: "settings", door: ofWorkplace,
		about: "Change a member, or end the membership"}, s.changeMember)
}

func (s *Server) listMembers(_ context.Context, c *call, _ *none) (wire.Members, error) {
	list := wire.Members{Members: []wire.Member{}}
	for _, m := range s.o.Directory.Members(c.workplace) {
		list.Members = append(list.Members, showMember(m))
	}
	return list, nil
}

func showMember(m workplace.Member) wire.Member {
	return wire.Member{
		ID: string(m.User.ID), Name: m.User.Name, Handle: m.User.Handle, Email: m.User.Email, Role: string(m.Role), Active: m.Active,
	}
}

func (s *Server) addMember(ctx context.Context, c *call, in *body[wire.AddMember]) (wire.OneMember, error) {
	if err := c.admin(); err != nil {
		return wire.OneMember{}, err
	}
	b := in.Body
	settings, _ := s.o.Directory.Settings(c.workplace)
	hash, err := s.o.Sessions.Hash(ctx, b.Password, b.Email, b.Name, b.Handle, string(c.workplace), settings.Name)
	if err != nil {
		return wire.OneMember{}, err
	}
	member, err := s.o.Office.AddMember(ctx, c.workplace, workplace.NewMember{
		Email: b.Email, Name: b.Name, Handle: b.Handle, Role: desk.Role(b.Role), Hash: hash,
	})
	return wire.OneMember{Member: showMember(member)}, err
}

func (s *Server) changeMember(ctx context.Context, c *call, in *body[wire.ChangeMember]) (wire.OneMember, error) {
	user := desk.UserID(c.param("user"))
	if !s.o.Directory.EverMember(c.workplace, user) {
		return wire.OneMember{}, notFound()
	}
	if err := c.admin(); err != nil {
		return wire.OneMember{}, err
	}
	b := in.Body
	change := workplace.MemberChange{Active: b.Active, Name: b.Name}
	if b.Role != nil {
		change.Role = new(desk.Role(*b.Role))
	}
	if b.Password != nil {
		hash, err := s.o.Sessions.Hash(ctx, *b.Password, s.o.Directory.About(user)...)
		if err != nil {
			return wire.OneMember{}, err
		}
		change.Hash = &hash
	}
	member, err := s.o.Office.ChangeMember(ctx, c.workplace, c.who.User, user, change)
	return wire.OneMember{Member: showMember(member)}, err
}
