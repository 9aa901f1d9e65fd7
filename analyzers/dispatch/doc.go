// Package dispatch says which types are behind the call of an interface's
// method, and whether one of them waits.
//
// It is a rapid type analysis of a whole module. A type counts for an interface if
// the module is seen to convert it: to assign, pass, return, send or store it where
// that interface is wanted, or another one whose values get there. What happens
// only in tests counts for calls in tests. A conversion to the blank identifier
// only checks types and counts for nothing.
//
// The types of other modules count like the module's own: an *http.Client that the
// module puts into an interface of its own waits for the network there. What another
// module converts by itself to an interface of its own, as clock.NewClock does that
// returns a Clock, is less telling, because nobody knows which of its constructors run:
// such an interface waits if all types do that its module converts to it.
//
// Interfaces of the standard library are left to the catalog. An io.Reader may be
// anything, and that a connection is converted to one somewhere says nothing about another.
//
// Not seen: conversions by reflection, by type parameters, and in modules that are
// neither the module itself nor the interface's.
package dispatch
