// Package apidata writes down what importers can see of a package, and reads it back.
//
// The export data of x/tools repeats whatever other packages declare that a package
// mentions, so that it can be read by itself. Here everything that a package mentions
// is read before it, so that names do: that is a fraction of the bytes, and of the work.
//
// Written are the exported objects, the types that they lead to, with all methods, and
// where everything is declared. Parts follow each other in the order in which a reader
// can make use of them:
//
//	strings         each once
//	packages        that are mentioned, the package itself first
//	files           with the beginnings of the lines that something stands on
//	type names      of the package, with their type parameters
//	type parameters by number, without constraints
//	types           each after those that it is made of
//	declarations    of the type names: underlying types and methods
//	constraints     of the type parameters
//	objects         constants, variables, functions
package apidata
