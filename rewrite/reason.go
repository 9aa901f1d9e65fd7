package rewrite

import (
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/site"
)

// marked is the set of kinds that are marked.
var marked = catalog.Marked

// minVersion is the language version that the runtime needs: it has functions
// to range over.
const minVersion = "go1.23"

// The engine's own reasons for leaving a site alone.
const (
	ReasonInit   = "init"
	ReasonKind   = "kind"
	ReasonTest   = "test-goroutine"
	ReasonBuild  = "breaks-build"
	ReasonNoRule = "no-rule"

	ReasonVersion = "go-version"
)

// Reasons returns the reason codes that the engine gives itself; those of the
// rules come with the rules.
func Reasons() []site.Reason {
	return []site.Reason{
		{Code: "generated", Text: "The file is generated; port what generates it."},
		{Code: "cgo", Text: "The file uses cgo, whose source the compiler does not see as it stands."},
		{Code: "line-directive", Text: "The file has //line directives: positions in it are not what they seem."},
		{Code: "not-selected", Text: "The package was not asked for."},
		{Code: ReasonVersion, Text: "The go directive of go.mod is older than 1.23, which the runtime needs; raise it first, and mind that loop variables belong to their iteration from 1.22 on."},
		{Code: ReasonInit, Text: "The code runs while packages are initialised, before main could start a loop."},
		{Code: ReasonKind, Text: "What it waits for is not of a kind that is marked: it is reported, not rewritten."},
		{Code: ReasonTest, Text: "The code belongs to a test's own goroutine, which is no task; it may block as it likes."},
		{Code: ReasonBuild, Text: "The rewrite did not compile and was taken back; please report it."},
		{Code: ReasonNoRule, Text: "No rule that was asked for rewrites this."},
	}
}
