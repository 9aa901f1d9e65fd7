// Package driver runs analyzers over a module in this process, package by
// package in the order of imports, as go vet does, and remembers the results.
//
// A package is parsed, type-checked, analysed, written down and forgotten: those
// that import it see its export data and its facts and nothing else. So no more
// syntax is in memory than there are workers, what was computed in this run
// cannot be told from what an earlier run left in the cache, and an analyzer
// sees what it would see under go vet, with three additions: the facts of all
// dependencies, not of direct imports only; complete packages where export data
// would show a part; and, outside of the standard library, unexported types that
// have methods.
//
// An analyzer must not depend on more than that. Of a package that is imported
// indirectly it may use the types; the lines at which another package declares
// something it may give as related information, not write into a message.
//
// The answer is that of an empty cache, whatever was edited meanwhile; a random
// test holds us to it. Not noticed are edits of the module cache and of a
// released Go in place, headers of C outside of the package's directory (nor does
// the go command notice those), and files by which a wrapper in the place of the
// go command chooses a version, while nothing else changes. On Windows, where
// only size and time tell, nor is a file that has both as before.
//
// Whatever does not fit (packages that do not compile, files as arguments,
// another GOPACKAGESDRIVER) is left to [load.Load] and [checker.Run], which
// report errors as the other commands do.
package driver
