// Package rewrite moves a module from implicit to explicit concurrency: it
// finds the sites, plans which functions take a task, edits the source, checks
// the result in memory and writes it.
package rewrite

import (
	"time"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/site"
	"github.com/asyncport/asyncport/rewrite/stall"
)

// Options says what to port and how. The zero value ports every package of
// the module in the current directory, in memory only, with all rules and the
// embedded runtime.
type Options struct {
	Dir        string   // where to start; "" is the current directory
	Patterns   []string // packages; nil is ./...
	Only       []string // of these, only those that match here; nil is all
	Tags       string   // build tags, separated by commas
	Rules      []string // rule names; nil is all
	Write      bool     // write the result; otherwise only return it
	AllowDirty bool     // write into a work tree with uncommitted changes
	Commit     bool     // write in steps and commit each; needs a clean work tree
	API        string   // "keep" (default): exported functions keep their signature; or "break"
	// Policy is "goroutines" (default), which says nothing in the source, or
	// "serial", which makes each command of the module that uses the runtime
	// select that policy.
	Policy string
	// Ask shows one change after the other and returns what to do about it; nil
	// makes them all.
	Ask func(Choice) (Answer, error)
	// Serial asks for what the result says about the serial policy: Removable, Stalls.
	Serial bool
	Test   bool // run the tests of the packages that change, take back what breaks them
	// TestTimeout is that of go test; 0 is its default.
	TestTimeout time.Duration
	// Runtime is how the runtime is delivered: "embed" copies it into the module,
	// "module" requires it; "" is what the module does already, or else embed.
	Runtime string
	// RuntimeVersion is the version to require; "" is the latest.
	RuntimeVersion string
	// RuntimeReplace is a directory with the runtime's module, in its place.
	RuntimeReplace string
	Level          string   // "mark" (default) or "lift"
	Env            []string // environment of the go command; nil is the process's own
}

// writes reports whether the run changes files.
func (o *Options) writes() bool { return o.Write || o.Commit }

// Result is what a run found, did and left.
type Result struct {
	Module   string            // module path
	Packages []string          // import paths looked at, sorted
	Files    []FileChange      // changed and new files, sorted by path
	Sites    []site.Site       // every site of the module, by package and position
	Findings []checker.Finding // what the analyzers found in the input
	API      []APIChange       // differences of the exported API
	NotSeen  []load.Unseen     // what was not looked at
	Dropped  []Drop            // rewrites that were taken back, and why

	Suppressed []checker.Suppressed // findings that comments speak for
	Inventory  []Inventory          // what each package looked at holds, sorted by path
	Sources    map[string][]byte    // the files that were read, relative to the module root

	Tests   *Tests   // what the tests said, nil unless they were asked for
	Commits []Commit // the commits that were made
	Kept    []Kept   // packages whose API stays although it was to break, sorted by path
	// Beside are the go.mod files of other modules of the repository, relative to the module
	// root, that take this one from its directory, while the workspace does not have them:
	// what they call is not known, and changes with an API that is to break.
	Beside []string
	// Removable are the mutexes that protect nothing under the serial policy, by
	// file and position.
	Removable []Removable
	// Stalls are the places at which a serial loop may stand still although no site is
	// refused.
	Stalls []stall.Stall
	// Unset are the commands that were to select the serial policy and cannot.
	Unset []color.Unset
}

// Commit is one commit of a run.
type Commit struct {
	Subject string   // first line of the message
	Files   []string // relative to the module root
}

// ConflictError says that the result could not be written because of the state
// of the files; nothing was written.
type ConflictError struct {
	Message string
	Files   []string // relative to the module root
}

// Error returns the message and the files.
func (e *ConflictError) Error() string {
	text := e.Message
	for _, f := range e.Files {
		text += "\n\t" + f
	}
	return text
}

// FileChange is one file before and after. Old is nil for a new file.
type FileChange struct {
	Path     string // relative to the module root, with slashes
	Old, New []byte
	Runtime  bool // part of the delivered runtime
}

// APIChange is one difference in what a package exports.
type APIChange struct {
	Package    string
	Change     string
	Compatible bool
}

// Drop is a rewrite that was planned and taken back.
type Drop struct {
	Package string
	Func    string
	Why     string
}
