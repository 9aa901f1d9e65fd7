package rewrite

import (
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/site"
)

// marked is the set of kinds that are marked.
var marked = catalog.Marked

// The engine's own reasons for leaving a site alone.
const (
	ReasonInit     = "init"
	ReasonAllocs   = "counted-allocations"
	ReasonKind     = "kind"
	ReasonTest     = "test-goroutine"
	ReasonReleased = "loop-released"
	ReasonBuild    = "breaks-build"
	ReasonTests    = "breaks-test"
	ReasonUser     = "user"
	ReasonNoRule   = "no-rule"

	ReasonVersion = "go-version"
)

// Reasons returns the reason codes that the engine gives itself; those of the
// rules come with the rules.
func Reasons() []site.Reason {
	return []site.Reason{
		{Code: "generated", Text: "The file is generated.", Next: "Port what generates it."},
		{Code: "cgo", Text: "The file uses cgo, whose source the compiler does not see as it stands.", Next: "Move the waiting code into a file without cgo."},
		{Code: "line-directive", Text: "The file has //line directives: positions in it are not what they seem.", Next: "Port what the directives point at, or take them out."},
		{Code: "not-selected", Text: "The package was not asked for.", Next: "Name the package on the command line."},
		{Code: ReasonVersion, Text: "The go command in use is older than Go 1.23, which the runtime needs whatever go.mod declares.", Next: "Use a newer Go release; the go directive of go.mod may stay as it is."},
		{Code: ReasonInit, Text: "The code runs while packages are initialised, before main could start a loop.", Next: "Move the code into a function that main calls."},
		{Code: ReasonAllocs, Text: "A test counts the allocations of the code, as testing.AllocsPerRun does, and a function that enters the loop allocates.", Next: "Decide whether the allocations matter; without the test the code is ported."},
		{Code: ReasonKind, Text: "What it waits for is not of a kind that is marked: it is reported, not rewritten.", Next: "Nothing: explain shows who waits for it."},
		{Code: ReasonTest, Text: "The code belongs to a test's own goroutine, which is no task.", Next: "Nothing: it may block as it likes."},
		{Code: ReasonReleased, Text: "The code belongs to a function that a marked call runs: the loop goes on meanwhile.", Next: "Nothing: it may block as it likes."},
		{Code: ReasonBuild, Text: "The rewrite did not compile and was taken back.", Next: "Please report it."},
		{Code: ReasonTests, Text: "With the rewrite tests failed that did not before, and it was taken back.", Next: "Look at the function: what the test expects may depend on what the runtime does in another order."},
		{Code: ReasonUser, Text: "You said no to it in an interactive run.", Next: "Nothing, or run again and say yes."},
		{Code: ReasonNoRule, Text: "No rule that was asked for rewrites this.", Next: "Ask for more rules or for a higher level."},
	}
}
