package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/internal/nearest"
)

// oneOf checks the value of a flag that takes one of a few words.
func oneOf(flag, value string, words ...string) error {
	if slices.Contains(words, value) {
		return nil
	}
	return fmt.Errorf("%s=%s: must be one of %s%s", flag, value, strings.Join(words, ", "), nearest.Hint(value, words))
}
