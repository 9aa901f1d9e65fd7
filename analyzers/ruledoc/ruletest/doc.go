// Package ruletest makes programs of the examples in the documentation of the
// analyzers, so that a test can run each analyzer on its own words.
//
// An example is an excerpt. What it leaves out stands in
// testdata/doc/preamble.go of its analyzer: a file of declarations without
// imports, in which a line "// EXAMPLE" inside a function marks where the
// statements of an example belong. An example that consists of declarations
// stands beside them.
package ruletest
