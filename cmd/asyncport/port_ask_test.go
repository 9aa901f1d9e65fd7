package main

import (
	"io"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/rewrite"
)

// Each answer in its long and short form; the end of the input quits, also
// after a question that got help.
func TestAsk(t *testing.T) {
	choice := rewrite.Choice{Rule: rewrite.Rules()[0], Left: 1}
	for in, want := range map[string]rewrite.Answer{
		"y\n": rewrite.Yes, " YES \n": rewrite.Yes, "y": rewrite.Yes,
		"n\n": rewrite.No, "no\n": rewrite.No,
		"a\n": rewrite.All, "all\n": rewrite.All,
		"q\n": rewrite.Quit, "quit\n": rewrite.Quit, "": rewrite.Quit,
		"?\ny\n": rewrite.Yes, "\nhm\nn\n": rewrite.No, "?": rewrite.Quit, "hm": rewrite.Quit,
	} {
		got, err := newAsker(strings.NewReader(in), io.Discard).ask(choice)
		if err != nil || got != want {
			t.Errorf("%q: answer %d, %v; want %d", in, got, err, want)
		}
	}
}
