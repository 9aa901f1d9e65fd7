// Package plain is not declared to be explicit.
package plain

func start(ch chan int) { go func() { <-ch }() }
