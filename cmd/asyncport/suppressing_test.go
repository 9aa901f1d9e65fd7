package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/asyncport/asyncport/internal/baseline"
	"github.com/asyncport/asyncport/internal/config"
)

// The examples of the page on settings are sound: what is Go in it another test
// compiles.
func TestSettingsPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/suppressing.md")
	if err != nil {
		t.Fatal(err)
	}
	block := func(language string) []byte {
		m := regexp.MustCompile("(?s)\n```" + language + "\n(.*?)```\n").FindSubmatch(page)
		if m == nil {
			t.Fatalf("no block of %s", language)
		}
		return m[1]
	}
	c, err := config.Parse("asyncport.yaml", block("yaml"), ruleNames())
	if err != nil {
		t.Error(err)
	}
	if len(c.Builds) != 2 || len(c.Exclude) != 2 || len(c.Rules(ruleNames())) != 2 {
		t.Errorf("got %+v", c)
	}
	b, err := baseline.Parse("asyncport.baseline", block("tsv"))
	if err != nil || len(b.Entries()) != 1 {
		t.Errorf("got %v, %v", b, err)
	}
}
