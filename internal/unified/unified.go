// Package unified prints the changes of a file as a unified diff.
package unified

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Context is how many unchanged lines people expect around a change.
const Context = udiff.DefaultContextLines

// Diff returns the changes from before to after, with so many unchanged lines
// around each, one at least; "" if there are no changes.
func Diff(from, to, before, after string, around int) string {
	diff, err := udiff.ToUnified(from, to, before, edits(before, after), around)
	if err != nil { // edits that do not fit, which the differ does not make
		panic(err)
	}
	return renumber(diff)
}

var header = regexp.MustCompile(`^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@`)

// renumber states anew where each hunk begins in the new file: the library does
// not count the unchanged lines between two changes of one hunk, so that all
// later hunks would be too high up. A hunk moves by what those before it add and
// remove; the first one is right.
func renumber(diff string) string {
	var out strings.Builder
	moved, first := 0, true
	for line := range strings.Lines(diff) {
		if m := header.FindStringSubmatch(line); m != nil {
			if !first {
				start := strconv.Itoa(number(m[1]) + moved)
				at := header.FindStringSubmatchIndex(line)
				line = line[:at[6]] + start + line[at[7]:]
			}
			moved, first = moved+size(m[4])-size(m[2]), false
		}
		out.WriteString(line)
	}
	return out.String()
}

// size returns the number of lines that a header states; it leaves out 1.
func size(text string) int {
	if text == "" {
		return 1
	}
	return number(text)
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(fmt.Sprintf("unified: %q in a header", text)) // the pattern has digits only
	}
	return n
}
