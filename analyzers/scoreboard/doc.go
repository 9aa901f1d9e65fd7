// Package scoreboard measures the analyzers against programs that others wrote
// and labelled, as they stand in the source of the installed Go release. Its
// tests hold the scores that were reached; "make score" prints them.
//
// Every set is split in two by a hash of the case's name. The analyzers are
// worked on with the misses of one half in view only; the other half tells whether
// what was learned holds for programs that nobody looked at.
package scoreboard
