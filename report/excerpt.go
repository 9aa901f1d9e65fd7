package report

import (
	"strings"
	"unicode/utf8"
)

// line returns a line of a source file, counted from 1, without its end; ""
// when it is not known.
func (r *Report) line(file string, n int) string {
	lines := r.lines(file)
	if n < 1 || n > len(lines) {
		return ""
	}
	return lines[n-1]
}

// lines returns the lines of a source file.
func (r *Report) lines(file string) []string {
	if list, ok := r.split[file]; ok {
		return list
	}
	data, ok := r.sources[file]
	if !ok {
		return nil
	}
	list := strings.Split(string(data), "\n")
	for i, line := range list {
		list[i] = strings.TrimSuffix(line, "\r")
	}
	if r.split == nil {
		r.split = make(map[string][]string)
	}
	r.split[file] = list
	return list
}

// excerpts returns the lines around everything that the report points at, by
// file and number.
func (r *Report) excerpts() map[string]map[int]string {
	all := make(map[string]map[int]string)
	add := func(pos Position, around int) {
		for n := pos.Line - around; n <= pos.Line+around; n++ {
			if n < 1 || n > len(r.lines(pos.File)) {
				continue
			}
			if all[pos.File] == nil {
				all[pos.File] = make(map[int]string)
			}
			all[pos.File][n] = cut(r.line(pos.File, n))
		}
	}
	finding := func(f Finding) {
		add(f.Pos, 2)
		for _, h := range f.Hops {
			if h.Pos != nil {
				add(*h.Pos, 1)
			}
		}
	}
	for _, p := range r.Packages {
		for _, f := range p.Findings {
			finding(f)
		}
		for _, f := range p.Suppressed {
			finding(f.Finding)
		}
		for _, f := range p.Accepted {
			finding(f)
		}
		for _, h := range p.Hidden {
			add(h.Pos, 2)
		}
		for _, s := range p.Sites {
			add(s.Pos, 2)
		}
	}
	return all
}

// cut shortens a line that nobody reads to its end.
func cut(line string) string {
	const most = 240
	if len(line) <= most {
		return line
	}
	line = line[:most]
	for len(line) > 0 && !utf8.ValidString(line) && len(line) > most-utf8.UTFMax {
		line = line[:len(line)-1]
	}
	return strings.ToValidUTF8(line, "?") + "…"
}
