// Package mend applies the fixes that findings come with.
package mend

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/format"
	"slices"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/textedit"
)

// Result is what fixes make of the files of a module.
type Result struct {
	// Files are the changed ones, by name.
	Files []File
	// Mended are the findings whose fixes were applied, Left all others, in the order
	// of the input.
	Mended, Left []checker.Finding
	// Overlapping counts those of Left that have a fix, which does not go together with
	// one that was applied. Another run may apply it.
	Overlapping int
}

// File is a changed file, named as in [checker.Finding].
type File struct {
	Path     string
	Old, New []byte
}

// Findings applies the first fix of every finding that has one, in order, to what
// read returns. A fix is applied as a whole or not at all; edits that several ask
// for are made once. A file that gofmt would not change before it would not change
// afterwards.
//
// It fails if a file is not what was analysed.
func Findings(list []checker.Finding, read func(file string) ([]byte, error)) (*Result, error) {
	res := &Result{}
	edits := make(map[string][]checker.Edit)
	sums := make(map[string][sha256.Size]byte)
	var names []string
	for _, f := range list {
		if len(f.Fixes) == 0 {
			res.Left = append(res.Left, f)
			continue
		}
		fix := f.Fixes[0]
		sum, known := sums[fix.File]
		if known && sum != fix.Sum {
			return nil, changed(fix.File)
		}
		more, ok := join(edits[fix.File], fix.Edits)
		if !ok {
			res.Left = append(res.Left, f)
			res.Overlapping++
			continue
		}
		if !known {
			names = append(names, fix.File)
		}
		edits[fix.File], sums[fix.File] = more, fix.Sum
		res.Mended = append(res.Mended, f)
	}
	slices.Sort(names)
	for _, name := range names {
		old, err := read(name)
		if err != nil {
			return nil, fmt.Errorf("read the file to mend: %w", err)
		}
		if sha256.Sum256(old) != sums[name] {
			return nil, changed(name)
		}
		text, err := apply(old, edits[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		res.Files = append(res.Files, File{name, old, text})
	}
	return res, nil
}

func changed(file string) error {
	return fmt.Errorf("%s changed while it was analysed; run the command again", file)
}

// join adds the edits of a fix to those of others, or reports false if the two do
// not go together.
func join(others, edits []checker.Edit) ([]checker.Edit, bool) {
	joined := slices.Clip(others)
	for _, e := range edits {
		if slices.Contains(others, e) {
			continue
		}
		for _, o := range others {
			if overlap(o, e) {
				return nil, false
			}
		}
		joined = append(joined, e)
	}
	return joined, true
}

// overlap reports whether two different edits have a byte in common, or a place at
// which both insert: then nothing says which comes first.
func overlap(a, b checker.Edit) bool {
	if a.Pos.Offset == b.Pos.Offset {
		return true
	}
	if a.Pos.Offset > b.Pos.Offset {
		a, b = b, a
	}
	return b.Pos.Offset < a.End.Offset
}

func apply(old []byte, edits []checker.Edit) ([]byte, error) {
	b := textedit.NewBuffer(old)
	for _, e := range edits {
		if e.Pos == e.End {
			b.Insert(e.Pos.Offset, e.Text)
		} else {
			b.Replace(e.Pos.Offset, e.End.Offset, e.Text)
		}
	}
	text, err := b.Bytes()
	if err != nil {
		return nil, err
	}
	if formatted, err := format.Source(old); err == nil && bytes.Equal(formatted, old) {
		return format.Source(text)
	}
	return text, nil
}
