package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/asyncport/asyncport/internal/unified"
	"github.com/asyncport/asyncport/rewrite"
)

// writeDiff prints the changes as one unified diff. Files of the runtime are
// counted in a line of their own, which patch and git apply skip, unless they
// are asked for.
func writeDiff(w io.Writer, files []rewrite.FileChange, withRuntime bool) error {
	runtime := 0
	for _, f := range files {
		if f.Runtime && !withRuntime && f.Path != "go.mod" && f.Path != "go.sum" {
			runtime++
			continue
		}
		if _, err := io.WriteString(w, fileDiff(f)); err != nil {
			return err
		}
	}
	if runtime > 0 {
		_, err := fmt.Fprintf(w, "# and %s of the runtime; --diff-runtime shows them\n", count(runtime, "file"))
		return err
	}
	return nil
}

func fileDiff(f rewrite.FileChange) string {
	from := "a/" + f.Path
	if f.Old == nil {
		from = "/dev/null"
	}
	return unified.Diff(from, "b/"+f.Path, string(f.Old), string(f.New), unified.Context)
}

// diffStat counts the lines that a diff removes and adds.
func diffStat(diff string) (removed, added int) {
	for line := range strings.Lines(diff) {
		switch {
		case strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
		case strings.HasPrefix(line, "-"):
			removed++
		case strings.HasPrefix(line, "+"):
			added++
		}
	}
	return removed, added
}
