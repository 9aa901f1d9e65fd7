package report

import (
	"fmt"
	"io"
	"strings"
)

// formats are the faces of a report that are one document.
var formats = []struct {
	name  string
	write func(*Report, io.Writer) error
}{
	{"md", (*Report).Markdown},
	{"html", (*Report).HTML},
	{"json", (*Report).JSON},
	{"sarif", (*Report).SARIF},
}

// Formats returns the names of the formats.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Write writes the report in one of the formats.
func (r *Report) Write(w io.Writer, format string) error {
	for _, f := range formats {
		if f.name == format {
			return f.write(r, w)
		}
	}
	return fmt.Errorf("unknown format %q; it must be one of %s", format, strings.Join(Formats(), ", "))
}
