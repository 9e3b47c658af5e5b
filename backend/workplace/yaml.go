package workplace

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// This file turns YAML into a plain tree, so that the rest knows of every value where it stands in the file.

// kind is what a node of the tree is.
type kind string

const (
	aText   kind = "text"
	aNumber kind = "a number"
	aWhole  kind = "a whole number"
	aBool   kind = "true or false"
	aList   kind = "a list"
	aMap    kind = "a map"
	nothing kind = "nothing"
)

// node is a value in the file.
type node struct {
	kind  kind
	text  string
	whole int64
	yes   bool
	items []node
	keys  []string // of a map, beside items
}

// parse reads exactly one document.
func parse(data []byte) (root node, err error) {
	defer func() {
		if recover() != nil { // the parser is not ours, and a broken file must not end the program
			err = &FileError{Place: "file", Problem: "This is no YAML."}
		}
	}()
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return node{}, syntaxError(err)
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return node{}, &FileError{Place: "file", Problem: "The file holds no document, or several."}
	}
	b := builder{anchors: map[string]node{}}
	root = b.node(file.Docs[0].Body)
	return root, b.err
}

// syntaxError keeps the parser's words and the line, but not the lines that it quotes: there may be secrets in them.
func syntaxError(err error) error {
	e, ok := errors.AsType[yaml.Error](err)
	if !ok || e.GetToken() == nil || e.GetToken().Position == nil {
		return &FileError{Place: "file", Problem: "This is no YAML."}
	}
	return &FileError{Place: fmt.Sprintf("line %d", e.GetToken().Position.Line), Problem: "This is no YAML: " + e.GetMessage() + "."}
}

// builder makes the tree; err is the first thing that it can't take.
type builder struct {
	anchors map[string]node
	err     error
}

func (b *builder) refuse(n ast.Node, problem string) node {
	if b.err == nil {
		b.err = &FileError{Place: line(n), Problem: problem}
	}
	return node{kind: nothing}
}

func line(n ast.Node) string {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return fmt.Sprintf("line %d", t.Position.Line)
	}
	return "file"
}

func (b *builder) node(n ast.Node) node {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return node{kind: nothing}
	case *ast.StringNode:
		return node{kind: aText, text: n.Value}
	case *ast.LiteralNode:
		return node{kind: aText, text: n.Value.Value}
	case *ast.BoolNode:
		return node{kind: aBool, yes: n.Value}
	case *ast.IntegerNode:
		return number(n)
	case *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return node{kind: aNumber}
	case *ast.SequenceNode:
		list := node{kind: aList}
		for _, item := range n.Values {
			list.items = append(list.items, b.node(item))
		}
		return list
	case *ast.MappingNode:
		return b.mapping(n.Values...)
	case *ast.MappingValueNode:
		return b.mapping(n)
	case *ast.AnchorNode:
		value := b.node(n.Value)
		b.anchors[n.Name.GetToken().Value] = value
		return value
	case *ast.AliasNode:
		value, known := b.anchors[n.Value.GetToken().Value]
		if !known {
			return b.refuse(n, "Nothing was given this name before.")
		}
		return value
	default:
		return b.refuse(n, "This kind of YAML is not taken here.")
	}
}

func number(n *ast.IntegerNode) node {
	switch v := n.Value.(type) {
	case int64:
		return node{kind: aWhole, whole: v}
	case uint64:
		if v < 1<<62 {
			return node{kind: aWhole, whole: int64(v)}
		}
	}
	return node{kind: aNumber}
}

func (b *builder) mapping(values ...*ast.MappingValueNode) node {
	m := node{kind: aMap}
	for _, v := range values {
		key, ok := v.Key.(*ast.StringNode)
		if !ok {
			return b.refuse(v, "The key is no plain word.")
		}
		m.keys = append(m.keys, key.Value)
		m.items = append(m.items, b.node(v.Value))
	}
	return m
}
