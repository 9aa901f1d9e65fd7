// Package ginkgo has the names of a test framework, not what it does.
package ginkgo

func Fail(message string) { panic(message) }

func It(text string, body func()) bool { return true }
