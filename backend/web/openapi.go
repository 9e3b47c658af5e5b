package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"relevo/backend/wire"
)

// schemas is where the document keeps its schemas.
const schemas = "#/components/schemas/"

// document begins the OpenAPI document; the routes add themselves.
func document() *huma.OpenAPI {
	registry := huma.NewMapRegistry(schemas, huma.DefaultSchemaNamer)
	registry.Schema(reflect.TypeFor[wire.Problem](), true, "")
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Relevo", Version: "1",
			Description: "The live desk of a business that its customers text. Times are RFC 3339 in UTC, ids opaque strings. " +
				"What the live sockets carry is described by the schemas ClientFrame, ServerFrame, ChatClientFrame and ChatServerFrame.",
		},
		Components: &huma.Components{
			Schemas: registry,
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"access": {Type: "http", Scheme: "bearer", Description: "A person's access token."},
				"chat":   {Type: "http", Scheme: "bearer", Description: "A customer's chat token."},
			},
		},
	}
}

// OpenAPI is the document that describes the HTTP API and the frames of the live sockets.
func (s *Server) OpenAPI() ([]byte, error) {
	b, err := json.MarshalIndent(s.api.OpenAPI(), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	return append(b, '\n'), nil
}

// mountDocument completes the document and serves it.
func (s *Server) mountDocument() error {
	complete(s.api.OpenAPI().Components.Schemas)
	b, err := s.OpenAPI()
	if err != nil {
		return err
	}
	s.echo.GET("/api/openapi.json", func(c echo.Context) error { return c.Blob(http.StatusOK, "application/json", b) })
	return nil
}

// complete adds what no route names, and says of the schemas what Go's types can't say by themselves.
func complete(r huma.Registry) {
	addEvents(r)
	for _, group := range wire.Frames {
		addUnion(r, group.Name, group.Frames)
	}
	r.Map()["Directed"] = &huma.Schema{
		Description: "Whom the office lets reply: all agents, or these users.",
		OneOf: []*huma.Schema{
			{Type: huma.TypeString, Enum: []any{"all"}},
			{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}},
		},
	}
	code := r.Map()["Problem"].Properties["code"]
	for _, known := range slices.Sorted(maps.Keys(catalogue)) {
		code.Enum = append(code.Enum, string(known))
	}
	for name, schema := range r.Map() {
		if t := r.TypeFromRef(schemas + name); t != nil && len(schema.Properties) > 0 {
			sayNull(schema, t)
		}
	}
}

// addEvents makes the event a union, told apart by its kind.
func addEvents(r huma.Registry) {
	plain := r.Schema(reflect.TypeFor[wire.Event](), false, "")
	union := &huma.Schema{Discriminator: &huma.Discriminator{PropertyName: "kind", Mapping: map[string]string{}}}
	for _, k := range wire.Kinds {
		name := camel(string(k.Kind)) + "Event"
		one := *plain
		one.Properties = map[string]*huma.Schema{}
		for property, schema := range plain.Properties {
			one.Properties[property] = schema
		}
		one.Properties["kind"] = &huma.Schema{Type: huma.TypeString, Enum: []any{string(k.Kind)}}
		one.Properties["data"] = r.Schema(reflect.TypeOf(k.Data), true, "")
		r.Map()[name] = &one
		union.OneOf = append(union.OneOf, &huma.Schema{Ref: schemas + name})
		union.Discriminator.Mapping[string(k.Kind)] = schemas + name
	}
	r.Map()["Event"] = union
}

// addUnion describes frames that are told apart by their type.
func addUnion(r huma.Registry, name string, frames []any) {
	union := &huma.Schema{Discriminator: &huma.Discriminator{PropertyName: "type", Mapping: map[string]string{}}}
	for _, frame := range frames {
		t := reflect.TypeOf(frame)
		ref := r.Schema(t, true, "")
		kind, _ := t.FieldByName("Type")
		union.OneOf = append(union.OneOf, ref)
		union.Discriminator.Mapping[kind.Tag.Get("enum")] = ref.Ref
	}
	r.Map()[name] = union
}

// sayNull says which properties can be null: pointers that are always written. Lists never are.
func sayNull(schema *huma.Schema, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		property, ok := schema.Properties[name]
		if !ok {
			continue
		}
		list := property
		if each, ok := property.AdditionalProperties.(*huma.Schema); ok {
			list = each
		}
		if list.Type == huma.TypeArray {
			list.Nullable = false
		}
		always := !slices.Contains(strings.Split(options, ","), "omitempty")
		if f.Type.Kind() == reflect.Pointer && property.Ref != "" && always && f.Tag.Get("required") == "" {
			schema.Properties[name] = &huma.Schema{Description: property.Description, AnyOf: []*huma.Schema{{Ref: property.Ref}, {Type: "null"}}}
		}
	}
}

// camel is a kind's name as a type's: ConversationTakenOver.
func camel(kind string) string {
	upper := true
	return strings.Map(func(r rune) rune {
		switch {
		case r == '.' || r == '_':
			upper = true
			return -1
		case upper:
			upper = false
			return unicode.ToUpper(r)
		}
		return r
	}, kind)
}
