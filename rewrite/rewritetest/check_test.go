package rewritetest

import (
	"strings"
	"testing"
)

const input = `package main

import (
	"fmt"
	"time"
)

func main() {
	time.Sleep(time.Millisecond) // a while
	fmt.Println("slept")
}
`

const ported = `package main

import (
	"context"
	"fmt"
	"time"

	"example.com/scenarios/internal/aio"
)

func main() {
	co, leave := aio.Enter(context.Background())
	defer leave()
	aio.Sleep(co, time.Millisecond) // a while
	fmt.Println("slept")
}
`

// TestChecksFindProblems gives the runner cases whose expectations are wrong
// in one way each, and one that is right.
func TestChecksFindProblems(t *testing.T) {
	tests := []struct{ name, header, input, want, problem string }{
		{"right", "want: rewritten sleep", input, ported, ""},
		{"other-file", "want: rewritten sleep", input, strings.Replace(ported, "// a while", "// some time", 1), "- want, + have"},
		{"unexpected-edit", "want: refused kind", input, "", "- want, + have"},
		{"no-such-rule", "want: rewritten waitgroup", input, ported, "nothing was rewritten waitgroup"},
		{"no-such-reason", "want: refused spawn-cpu", input, ported, "nothing was refused spawn-cpu"},
		{"no-such-bug", "want: bug stuck", input, ported, "nothing was bug stuck"},
		{"exit-code", "want: rewritten sleep\nexit: 3", input, ported, "the input ends with exit code 0, want 3"},
		{"silent", "want: refused kind", "package main\n\nfunc main() {}\n", "", "the input prints nothing"},
		{"policy", "want: refused kind", strings.Replace(strings.Replace(input, `"slept"`, `os.Getenv("AIO_POLICY")`, 1), `"time"`, "\"os\"\n\t\"time\"", 1), "", "the result ends with exit code"},
	}
	m := &module{setting: setting{goVersion: defaultGo}}
	for _, test := range tests {
		text := "scenario: own\n" + test.header + "\n-- main.go --\n" + test.input
		if test.want != "" {
			text += "-- want/main.go --\n" + test.want
		}
		c, err := parseCase("check/"+test.name+".txtar", []byte(text))
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		m.cases = append(m.cases, c)
	}
	if err := m.run(t.Context(), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	for i, c := range m.cases {
		t.Run(tests[i].name, func(t *testing.T) {
			got := strings.Join(m.problems(c), "\n")
			if want := tests[i].problem; want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("problems %q, want %q", got, want)
			}
		})
	}
}

func TestLostComment(t *testing.T) {
	if got := lostComment([]byte("package p // a\n// b\n"), []byte("package p // a\n")); got != "// b" {
		t.Errorf("lostComment = %q", got)
	}
}

// TestUnfitCases gives the reader cases that could prove nothing.
func TestUnfitCases(t *testing.T) {
	for _, text := range []string{
		"want: rewritten\n-- main.go --\nx\n-- want/main.go --\ny\n",
		"scenario: 1\n-- main.go --\nx\n",
		"scenario: 1\nwant: rewritten\n-- main.go --\nx\n",
		"scenario: 1\nwant: rewritten\n-- main.go --\nx\n-- want/main.go --\nx\n",
		"scenario: 1\nwant: refused kind\n-- other.go --\nx\n",
		"scenario: 1\nwant: refused\n-- main.go --\nx\n",
		"scenario: 1\nwant: perfect\n-- main.go --\nx\n",
	} {
		if _, err := parseCase("check/unfit.txtar", []byte(text)); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}
