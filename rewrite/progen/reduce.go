package progen

import (
	"cmp"
	"context"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strings"
)

// span is a part of a source that may be left out.
type span struct{ from, to int }

// Reduce makes a failing program smaller as long as it fails in the same way:
// it leaves out declarations and statements, many variants at a time.
func Reduce(ctx context.Context, tmp string, f Failure) (Failure, error) {
	types := newChecker()
	kind := f.kind()
	for chunk := len(spans(f.Program.Source)) / 4; ; {
		list := spans(f.Program.Source)
		chunk = max(1, min(chunk, len(list)/2))
		var cuts [][]span
		for i := 0; i < len(list); i += chunk {
			cuts = append(cuts, list[i:min(len(list), i+chunk)])
		}
		smaller, err := reduceBy(ctx, tmp, f, kind, cuts, types)
		switch {
		case err != nil:
			return f, err
		case len(smaller.Program.Source) < len(f.Program.Source):
			f = smaller
		case chunk == 1:
			return f, nil
		default:
			chunk /= 2
		}
	}
}

// reduceBy tries the cuts one by one, then those together that were each
// possible, and returns the smallest failure.
func reduceBy(ctx context.Context, tmp string, f Failure, kind string, cuts [][]span, types *checker) (Failure, error) {
	best := f
	good, err := try(ctx, tmp, f, kind, cuts, types, &best)
	if err != nil || len(good) < 2 {
		return best, err
	}
	var unions [][]span
	for size := len(good); size > 1; size = (size + 1) / 2 {
		for i := 0; i+size <= len(good); i += size {
			unions = append(unions, slices.Concat(good[i:i+size]...))
		}
		if size == 2 {
			break
		}
	}
	_, err = try(ctx, tmp, f, kind, unions, types, &best)
	return best, err
}

// try checks the source without each of the cuts, and returns the cuts with
// which it still fails.
func try(ctx context.Context, tmp string, f Failure, kind string, cuts [][]span, types *checker, best *Failure) ([][]span, error) {
	var programs []Program
	byName := map[string][]span{}
	for _, cut := range cuts {
		if src := without(f.Program.Source, cut); types.accepts(src, f.Program.Variant) {
			p := Program{fmt.Sprintf("r%d", len(programs)), src, f.Program.Variant}
			programs = append(programs, p)
			byName[p.Name] = cut
		}
	}
	var good [][]span
	for part := range slices.Chunk(programs, 60) {
		dir, err := os.MkdirTemp(tmp, "reduce")
		if err != nil {
			return nil, err
		}
		failures, err := Check(ctx, dir, part, false)
		os.RemoveAll(dir)
		if err != nil {
			return nil, err
		}
		for _, other := range failures {
			if other.kind() == kind {
				good = append(good, byName[other.Program.Name])
				if len(other.Program.Source) < len(best.Program.Source) {
					*best = other
				}
			}
		}
	}
	return good, nil
}

var heading = regexp.MustCompile(`(?m)^(under \w+|a rewrite|a second port|the input|a failure: [\w ]+)|\+.*(still running|fatal error: .*|panic: )`)

// kind returns what is alike in failures that may have one cause.
func (f *Failure) kind() string {
	found := heading.FindAllString(f.Why, -1)
	for i, text := range found {
		found[i] = strings.TrimSpace(strings.TrimLeft(text, "+ \t"))
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), ";")
}

// spans returns what may be left out of a source, in its order; a part of
// another may be among them.
func spans(src string) []span {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var list []span
	add := func(n ast.Node) {
		list = append(list, span{fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset})
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			return n.Tok != token.IMPORT
		case *ast.File:
			for _, d := range n.Decls[1:] {
				add(d)
			}
		case *ast.BlockStmt:
			for _, s := range n.List {
				add(s)
			}
		case *ast.CaseClause:
			for _, s := range n.Body {
				add(s)
			}
		case *ast.CommClause:
			for _, s := range n.Body {
				add(s)
			}
		}
		return true
	})
	slices.SortStableFunc(list, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	return list
}

var imported = regexp.MustCompile(`(?m)^\t"(?:[\w./]*/)?(\w+)"\n`)

// without returns the source without some of its parts and without the
// imports that it then does not use, or "" when that is no source.
func without(src string, cut []span) string {
	keep := make([]bool, len(src))
	for i := range keep {
		keep[i] = !slices.ContainsFunc(cut, func(s span) bool { return s.from <= i && i < s.to })
	}
	var out strings.Builder
	for i := range src {
		if keep[i] {
			out.WriteByte(src[i])
		}
	}
	text := out.String()
	text = imported.ReplaceAllStringFunc(text, func(line string) string {
		if strings.Contains(text, imported.FindStringSubmatch(line)[1]+".") {
			return line
		}
		return ""
	})
	data, err := format.Source([]byte(text))
	if err != nil {
		return ""
	}
	return string(data)
}
