package wire

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relevo/backend/desk"
)

// TestEveryKindHasItsData finds each kind of event of the domain among Kinds, with the data that FromEvent makes of it.
func TestEveryKindHasItsData(t *testing.T) {
	t.Parallel()
	shown := map[string]reflect.Type{}
	for name, value := range shapes() {
		if e, ok := value.(Event); ok && strings.HasPrefix(name, "event-") {
			shown[e.Kind] = reflect.TypeOf(e.Data)
		}
	}
	var listed []string
	for _, k := range Kinds {
		listed = append(listed, string(k.Kind))
		if got := shown[string(k.Kind)]; got != reflect.TypeOf(k.Data) {
			t.Errorf("%s is shown as %v, but listed as %T", k.Kind, got, k.Data)
		}
	}
	for kind := range constants(t, "../desk/event.go", "Kind") {
		if !slices.Contains(listed, kind) {
			t.Errorf("%s is not among Kinds", kind)
		}
	}
}

// TestEveryFrameIsListed finds each struct of live.go that has a type among Frames.
func TestEveryFrameIsListed(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, group := range Frames {
		types := map[string]bool{}
		for _, f := range group.Frames {
			listed[reflect.TypeOf(f).Name()] = true
			field, _ := reflect.TypeOf(f).FieldByName("Type")
			kind := field.Tag.Get("enum")
			if kind == "" || types[kind] {
				t.Errorf("%s: the type %q of %T tells nothing apart", group.Name, kind, f)
			}
			types[kind] = true
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "live.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		if s, ok := spec.Type.(*ast.StructType); ok && len(s.Fields.List) > 0 && len(s.Fields.List[0].Names) > 0 && s.Fields.List[0].Names[0].Name == "Type" && !listed[spec.Name.Name] {
			t.Errorf("%s is not among Frames", spec.Name.Name)
		}
		return true
	})
}

// constants are the string constants of a type in a file.
func constants(t *testing.T, file, of string) map[string]bool {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == of && len(spec.Values) == 1 {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
				found[strings.Trim(lit.Value, `"`)] = true
			}
		}
		return true
	})
	if len(found) == 0 {
		t.Fatalf("no constants of %s in %s", of, file)
	}
	return found
}

// TestTimesAreUTCInMilliseconds, cut off rather than rounded, so that no event lies in the future.
func TestTimesAreUTCInMilliseconds(t *testing.T) {
	t.Parallel()
	if got := Time(at); got != "2026-07-01T13:30:15.123Z" {
		t.Error(got)
	}
	if got := Time(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)); got != "2026-01-01T00:00:00.000Z" {
		t.Error(got)
	}
}

func TestNamesOfCustomers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, phone, want string
	}{
		{"", "", "Web visitor"},
		{"", "+17875550100", "+17875550100"},
		{"Juan", "+17875550100", "Juan"},
	} {
		if got := FromCustomer(desk.Customer{Name: test.name, Phone: test.phone}).Name; got != test.want {
			t.Errorf("%q, %q: %q instead of %q", test.name, test.phone, got, test.want)
		}
	}
}

func TestAgentsMayReplyOnlyWhereThereAreAgents(t *testing.T) {
	t.Parallel()
	c := conversation()
	c.Holder, c.Directed = queue, desk.Direction{}
	if !FromConversation(c, "u1", people{}).AgentsMay {
		t.Error("agents may reply to what agents hold")
	}
	c.Workplace = "norte"
	if FromConversation(c, "u1", people{}).AgentsMay {
		t.Error("norte has no agents")
	}
	c.Workplace, c.Holder = "sonrisas", desk.Holder(ana)
	if FromConversation(c, "u1", people{}).AgentsMay {
		t.Error("the office holds it")
	}
}

func TestDirectedIsAllOrAList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := Directed{All: rapid.Bool().Draw(t, "all")}
		if !d.All {
			d.Agents = rapid.SliceOf(rapid.String()).Draw(t, "agents")
		}
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back Directed
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if back.All != d.All || !slices.Equal(back.Agents, d.Agents) {
			t.Fatalf("%s became %+v", b, back)
		}
	})
	for _, bad := range []string{`"some"`, `7`, `{}`, `[1]`} {
		var d Directed
		if json.Unmarshal([]byte(bad), &d) == nil {
			t.Errorf("%s was taken", bad)
		}
	}
	if b, err := json.Marshal(Directed{}); string(b) != "[]" || err != nil {
		t.Errorf("nobody: %s, %v", b, err)
	}
}

func TestSinceTakesWholeNumbersOfAnySize(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		"0": "0", "120": "120", "-1": "-1", "9007199254740993": "9007199254740993",
		"99999999999999999999999": "9223372036854775807", "-99999999999999999999999": "-9223372036854775808",
		"1.5": "error", `"7"`: "error", "1e3": "error", "true": "error", "{}": "error",
	} {
		var s Since
		got := ""
		if err := json.Unmarshal([]byte(sent), &s); err != nil {
			got = "error"
		} else {
			got = fmt.Sprint(int64(s))
		}
		if got != want {
			t.Errorf("%s: %s instead of %s", sent, got, want)
		}
	}
}
