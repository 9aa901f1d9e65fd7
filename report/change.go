package report

import (
	"fmt"
	"strings"

	"github.com/asyncport/asyncport/internal/unified"
	"github.com/asyncport/asyncport/rewrite"
)

// around is how many unchanged lines are shown above and below a change.
const around = 2

// change compares a file before and after.
func change(f rewrite.FileChange) FileChange {
	out := FileChange{File: f.Path, Language: f.Language(), Hunks: []Hunk{}}
	for line := range strings.Lines(unified.Diff("a", "b", string(f.Old), string(f.New), around)) {
		line = strings.TrimSuffix(line, "\n")
		if len(out.Hunks) == 0 && !strings.HasPrefix(line, "@@") {
			continue // the names of the files
		}
		switch line[0] {
		case '@':
			out.Hunks = append(out.Hunks, hunk(line))
			continue
		case '+':
			out.Added++
		case '-':
			out.Removed++
		case '\\': // no newline at the end of the file
			continue
		}
		last := &out.Hunks[len(out.Hunks)-1]
		last.Lines = append(last.Lines, line)
	}
	return out
}

// hunk reads a header, "@@ -12,5 +12,6 @@"; a count of 1 is left out.
func hunk(header string) Hunk {
	var h Hunk
	fields := strings.Fields(header)
	if len(fields) > 2 {
		fmt.Sscanf(fields[1], "-%d", &h.Old)
		fmt.Sscanf(fields[2], "+%d", &h.New)
	}
	return h
}
