package load

import (
	"go/token"

	"golang.org/x/tools/go/packages"
)

// Module is a loaded main module: its packages with syntax and types, and
// those of everything they import.
type Module struct {
	// Path is the module path, Dir its root directory, absolute.
	Path string
	Dir  string
	// GoVersion is go.mod's go directive without the "go" prefix ("1.24");
	// empty when go.mod has none.
	GoVersion string
	// Toolchain is the release of the go command in use ("go1.26.1"), which
	// compiles the module; not a valid version when it is none.
	Toolchain string

	Fset *token.FileSet

	// Packages holds the module's own packages that match the patterns, sorted
	// by ID, each source file in one of them only: of a package with
	// in-package tests it is the variant that holds the tests too, external
	// test packages stand by themselves, generated test mains are left out.
	Packages []*packages.Package

	// Initial is what the go/packages loader returned, test variants included.
	Initial []*packages.Package

	// NotSeen lists what lies in reach of the patterns and was not analysed,
	// or not fully, sorted by file, then package.
	NotSeen []Unseen

	goroot  string
	modules map[string]string // directory -> path@version

	work      string // where patterns are meant
	stripRoot string // see Place.StripRoot
}

// Unseen is one thing that was not analysed, or not fully.
type Unseen struct {
	// Package is the import path; empty when it is not known.
	Package string
	// File is relative to the module root, with slashes.
	File string
	// Why is one sentence for the reader of a report.
	Why string
}

// Options say how to load. The zero value loads without tests in the current
// directory.
type Options struct {
	// Dir is the directory in which patterns are meant; empty for the
	// current one. The main module is the one that holds it.
	Dir string
	// Tags are build tags, separated by commas as for go build -tags.
	Tags string
	// Overlay gives contents for files, by absolute name, in place of what
	// the disk holds. Files that do not exist on disk may be named.
	Overlay map[string][]byte
	// BuildFlags are handed to the go command, for example "-modfile=x".
	BuildFlags []string
	// Env is the environment of the go command; nil for that of the process.
	Env []string
	// Tests also loads test files.
	Tests bool
}
