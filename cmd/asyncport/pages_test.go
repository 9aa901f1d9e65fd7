package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/doc/comment"
	"os"
	"path/filepath"
	"testing"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

var update = flag.Bool("update", false, "write the pages in docs anew that are made from the code")

// TestRulePages keeps docs/rules the same as what the analyzers and rewrite rules
// say of themselves in their doc.go.
func TestRulePages(t *testing.T) {
	keepCurrent(t, "../../docs/rules", rulePages())
}

// keepCurrent holds a directory to pages by file name, and writes them on
// -update. Other files may not be in it.
func keepCurrent(t *testing.T, dir string, pages map[string][]byte) {
	t.Helper()
	dir = filepath.FromSlash(dir)
	if *update {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		for name, text := range pages {
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, want := range pages {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not current (%v); run make generate", filepath.Join(dir, name), err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if pages[f.Name()] == nil {
			t.Errorf("%s does not belong into %s", f.Name(), dir)
		}
	}
}

// rulePages returns the pages by file name.
func rulePages() map[string][]byte {
	pages := map[string][]byte{}
	index := bytes.NewBufferString("# Rules\n\nMade from the `doc.go` of each rule; do not edit.\n\n## Analyzers\n\n")
	for _, a := range analyzers.Suite() {
		pages[a.Name+".md"] = page(a.Name, "Analyzer", a.Doc, nil)
		fmt.Fprintf(index, "- [%s](%s.md)\n", a.Name, a.Name)
	}
	index.WriteString("\n## Rewrite rules\n\nIn the order in which they are offered a site; `removable` only where it is asked for.\n\n")
	for _, r := range rewrite.Rules() {
		pages[r.Name+".md"] = page(r.Name, "Rewrite rule", r.Doc, r.Reasons)
		fmt.Fprintf(index, "- [%s](%s.md)\n", r.Name, r.Name)
	}
	index.WriteString("\n## Reasons of the rewriter itself\n\n")
	reasons(index, rewrite.Reasons())
	pages["README.md"] = index.Bytes()
	return pages
}

func page(name, kind, doc string, codes []site.Reason) []byte {
	var parser comment.Parser
	var printer comment.Printer
	out := bytes.NewBufferString(fmt.Sprintf("# %s\n\n%s.\n\n", name, kind))
	out.Write(printer.Markdown(parser.Parse(doc)))
	if len(codes) > 0 {
		out.WriteString("\n## Why it leaves a site alone\n\n")
		reasons(out, codes)
	}
	return out.Bytes()
}

func reasons(out *bytes.Buffer, codes []site.Reason) {
	out.WriteString("| reason | meaning | what to do |\n|---|---|---|\n")
	for _, r := range codes {
		fmt.Fprintf(out, "| `%s` | %s | %s |\n", r.Code, r.Text, r.Next)
	}
}
