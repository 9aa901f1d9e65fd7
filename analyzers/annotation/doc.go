// Package annotation defines an analyzer that finds //asyncport: comments
// without effect.
//
// # Analyzer annotation
//
// annotation: find //asyncport: comments that have no effect
//
// It reports a comment that is misspelled, lacks its reason, stands where it
// speaks of nothing, or names a rule, a kind of wait or a mutex that does not
// exist, or that assumes something of calls of what is no function. Such a comment
// is not obeyed. The comments are
//
//	//asyncport:ignore RULE[,RULE...] reason
//	//asyncport:assume nonblocking
//	//asyncport:assume blocks [KIND[,KIND...]]
//	//asyncport:assume guarded-by MU
//	//asyncport:nonblocking
//
// An ignore stands at the end of a line, or alone right above a line or a
// statement. The mutex of guarded-by is a field of the same struct or a package
// variable, or a field of one: "mu", "parent.mu".
//
// A finding that nobody looked into is hidden too easily, so the reason is
// required. A contract that nobody checks is worse than none.
//
// Flagged:
//
//	var hits int //asyncport:ignore sharedstate
//
// Accepted:
//
//	var hits int //asyncport:ignore sharedstate only for a log line, may be lost
//
// An ignore that has nothing to ignore is reported by the rule that it names.
// This rule itself cannot be ignored.
//
// Not reported: comments in generated files and in dependencies; prose that only
// begins like such a comment, with a space after the slashes.
package annotation
