package unified_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/internal/unified"
)

// Two changes that share a hunk, and one further down: the second hunk begins
// where the line stands in the new file.
func TestSecondHunk(t *testing.T) {
	var before, after []string
	for i := range 40 {
		line := fmt.Sprintf("line %d\n", i+1)
		before = append(before, line)
		switch i + 1 {
		case 2:
			after = append(after, line, "new\n")
		case 5:
			after = append(after, line, "new, too\n")
		case 30:
			after = append(after, "changed\n")
		default:
			after = append(after, line)
		}
	}
	diff := unified.Diff("a", "b", strings.Join(before, ""), strings.Join(after, ""), 3)
	// Lines 27 to 33 of the old file are two further down in the new one.
	if !strings.Contains(diff, "\n@@ -27,7 +29,7 @@\n") {
		t.Errorf("want a hunk from line 27 to line 29:\n%s", diff)
	}
}

// A file with more changes than the library looks for shows each of them, and
// nothing else.
func TestManyChanges(t *testing.T) {
	var before, after strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&before, "x%d := f(%d)\n\tif x {\n\t}\n", i, i)
		if i%3 == 0 {
			fmt.Fprintf(&after, "x%d := f(co, %d)\n\tif x {\n\t}\n", i, i)
		} else {
			fmt.Fprintf(&after, "x%d := f(%d)\n\tif x {\n\t}\n", i, i)
		}
	}
	diff := unified.Diff("a", "b", before.String(), after.String(), 3)
	added, removed := strings.Count(diff, "\n+x"), strings.Count(diff, "\n-x")
	all := len(regexp.MustCompile(`(?m)^[-+]`).FindAllString(diff, -1))
	if added != 334 || removed != 334 || all != added+removed+2 {
		t.Errorf("%d lines added, %d removed, %d in all; want 334, 334 and the two names", added, removed, all)
	}
}

// Every line that a hunk shows of a file stands there by the header's numbers.
func TestNumbersAreThoseOfTheFiles(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		before, after := edited(random)
		diff := unified.Diff("a", "b", strings.Join(before, ""), strings.Join(after, ""), 1+random.IntN(3))
		if err := check(diff, before, after); err != nil {
			t.Fatalf("%v\n%s", err, diff)
		}
	}
}

// edited returns a file and a change of it; some lines are alike.
func edited(random *rand.Rand) (before, after []string) {
	for i := range random.IntN(60) {
		line := fmt.Sprintf("line %d\n", i%(5+random.IntN(40)))
		before = append(before, line)
		switch random.IntN(10) {
		case 0:
		case 1:
			after = append(after, "new\n", line)
		case 2:
			after = append(after, "changed\n")
		default:
			after = append(after, line)
		}
	}
	return before, after
}

var numbers = regexp.MustCompile(`^@@ -(\d+)(,0)?.* \+(\d+)(,0)?`)

func check(diff string, before, after []string) error {
	if diff == "" {
		if !slices.Equal(before, after) {
			return fmt.Errorf("no difference")
		}
		return nil
	}
	o, n := 0, 0
	for line := range strings.Lines(diff) {
		if m := numbers.FindStringSubmatch(line); m != nil {
			o, n = atoi(m[1])-1, atoi(m[3])-1
			continue
		}
		if strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "+++ ") {
			continue
		}
		if line[0] != '+' {
			if o < 0 || o >= len(before) || before[o] != line[1:] {
				return fmt.Errorf("line %d of the old file is not %q", o+1, line[1:])
			}
			o++
		}
		if line[0] != '-' {
			if n < 0 || n >= len(after) || after[n] != line[1:] {
				return fmt.Errorf("line %d of the new file is not %q", n+1, line[1:])
			}
			n++
		}
	}
	return nil
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // digits
	return n
}
