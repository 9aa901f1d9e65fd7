package ruletest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProgram(t *testing.T) {
	imports := map[string]string{"http": "net/http"}
	const statements = `package p

func example(url string) error {
	// EXAMPLE
	return nil
}
`
	const declarations = "package p\n\ntype T struct{}\n"
	for _, tt := range []struct{ name, example, preamble, want string }{
		{"statements", "resp, err := http.Get(url)\n\t...\nuse(err)", statements, `package p
import http "net/http"
func example(url string) error {
	resp, err := http.Get(url)
use(err)
_ = resp
	return nil
}
`},
		{"declarations", "func (T) f() {}", declarations, `package p
func (T) f() {}
type T struct{}
`},
		{"excerpt", "func (T) f() (n int, err error) {\n\tif n > 0 {", declarations, `package p
func (T) f() (n int, err error) {
	if n > 0 {
}
return *new(int), *new(error)
}
type T struct{}
`},
	} {
		got, err := Program(tt.example, tt.preamble, imports)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(lines(tt.want), lines(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if _, err := Program("if {", statements, imports); err == nil {
		t.Error("no error for code that does not parse")
	}
}

// lines leaves out the empty ones.
func lines(s string) []string { return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' }) }
