// Package rewritetest runs rewrite scenarios: small programs with the result
// that a port of them must have.
//
// A scenario is a txtar file testdata/scenarios/RULE/NNN-name.txtar. Its
// comment says in prose what it shows and holds headers, one to a line:
//
//	scenario: 17          number in the list of situations, or "own"
//	want: rewritten [RULE]     a site of the case is rewritten by RULE (default: the directory's)
//	want: refused CODE    a site is left alone, by one rule at least, for this reason
//	want: bug ANALYZER    an analyzer reports a finding in the case
//	go: 1.21              go directive of the module; the default is 1.25
//	level: lift           level of the port; the default is mark
//	first: RULE           the module is ported by one rule alone before it is by all
//	then: RULE            the module is ported by all rules, and then by one that is applied on request
//	exit: 2               exit code of the program; the default is 0
//	module: own           a module of its own, for what acts on a whole module
//	replace: PATH DIR     the case's directory DIR, with a go.mod, stands for the module PATH
//
// Input files are a package main that prints what it does, and what else it
// needs; packages of the case are imported as example.com/scenarios/case/NAME,
// the runtime as example.com/scenarios/internal/aio. A file want/NAME is what
// the port must make of NAME; a file without one must not change.
//
// A scenario whose name begins with known-gap- states what should be. It is
// counted as long as it fails, and an error once it passes.
//
// Cases that agree in their headers share one module, which is ported once.
// All programs of a module share one executable, in which every main is an
// ordinary function; the packages of tests are built apart.
package rewritetest
