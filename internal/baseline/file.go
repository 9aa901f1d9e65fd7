package baseline

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

const header = "# Findings that asyncport check does not report. Written by asyncport baseline -w; one line each:\n" +
	"# package, symbol, rule, source, number of its kind, separated by tabs.\n"

// Format returns the contents of a file with the entries of b.
func (b *Baseline) Format() []byte {
	var out bytes.Buffer
	out.WriteString(header)
	for _, e := range b.Entries() {
		out.WriteString(e.String())
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// String returns the entry's line in the file.
func (e Entry) String() string {
	return strings.Join([]string{e.Package, e.Symbol, e.Rule, e.Snippet, strconv.Itoa(e.Ordinal)}, "\t")
}

// Parse reads the contents of a file; name is for errors, which name the line
// too.
func Parse(name string, data []byte) (*Baseline, error) {
	return parse(name, data, false)
}

// ParseConflict is Parse for a file that may hold the marks of a merge
// conflict: entries of both sides count, since stale ones are found out.
func ParseConflict(name string, data []byte) (*Baseline, error) {
	return parse(name, data, true)
}

func parse(name string, data []byte, conflict bool) (*Baseline, error) {
	b := Of(nil)
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		if isMark(line) {
			if conflict {
				continue
			}
			return nil, fmt.Errorf("%s:%d: a merge conflict; asyncport baseline -w resolves it", name, i+1)
		}
		e, err := parseEntry(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
		b.entries[e] = true
	}
	return b, nil
}

// isMark reports whether git wrote the line to show a conflict.
func isMark(line string) bool {
	for _, mark := range []string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"} {
		if rest, ok := strings.CutPrefix(line, mark); ok && (rest == "" || rest[0] == ' ') {
			return true
		}
	}
	return false
}

func parseEntry(line string) (Entry, error) {
	f := strings.Split(line, "\t")
	if len(f) != 5 {
		return Entry{}, fmt.Errorf("%d fields separated by tabs; want 5: package, symbol, rule, source, number", len(f))
	}
	n, err := strconv.Atoi(f[4])
	if err != nil || n < 1 {
		return Entry{}, fmt.Errorf("bad number %q; want 1 or more", f[4])
	}
	if f[0] == "" || f[1] == "" || f[2] == "" {
		return Entry{}, fmt.Errorf("package, symbol or rule is empty")
	}
	return Entry{Package: f[0], Symbol: f[1], Rule: f[2], Snippet: f[3], Ordinal: n}, nil
}
