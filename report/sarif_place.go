package report

import (
	"net/url"
	"unicode/utf16"
	"unicode/utf8"
)

// location is a place in the module; one elsewhere is given as the module's
// go.mod, since a result must have a place.
func (r *Report) location(pos Position, message string) sarifLocation {
	var loc sarifLocation
	if r.own(pos.File) {
		loc.PhysicalLocation = &sarifPhysical{artifact(pos.File), r.region(pos)}
	} else {
		loc.PhysicalLocation = &sarifPhysical{artifact("go.mod"), &sarifRegion{StartLine: 1}}
	}
	if message != "" {
		loc.Message = &sarifText{message}
	}
	return loc
}

// own reports whether a file is one of the module's.
func (r *Report) own(file string) bool {
	_, ok := r.sources[file]
	return ok
}

func artifact(file string) sarifArtifact {
	return sarifArtifact{(&url.URL{Path: file}).String(), sarifRoot}
}

func (r *Report) region(pos Position) *sarifRegion {
	if pos.Line == 0 {
		return nil
	}
	return &sarifRegion{StartLine: pos.Line, StartColumn: r.utf16Column(pos)}
}

// utf16Column returns the column of pos in UTF-16 code units, from 1, as the run
// declares its columns to be; 0 when it is not known.
func (r *Report) utf16Column(pos Position) int {
	if pos.Column == 0 {
		return 0
	}
	line := r.line(pos.File, pos.Line)
	column := 1
	for i := 0; i < len(line) && i < pos.Column-1; {
		c, size := utf8.DecodeRuneInString(line[i:])
		column += max(1, utf16.RuneLen(c))
		i += size
	}
	if rest := pos.Column - 1 - len(line); rest > 0 {
		column += rest // past what is known of the line
	}
	return column
}
