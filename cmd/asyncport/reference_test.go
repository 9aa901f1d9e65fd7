package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/config"
)

// TestCommandPages keeps docs/commands and docs/man the same as what the
// commands say of themselves.
func TestCommandPages(t *testing.T) {
	markdown, man := map[string][]byte{}, map[string][]byte{}
	root := newRoot(&globals{})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	root.DisableAutoGenTag = true
	each(root, func(cmd *cobra.Command) {
		cmd.Long = literal(cmd.Long)
		markdown[strings.ReplaceAll(cmd.CommandPath(), " ", "_")+".md"] = markdownPage(t, cmd)
		man[strings.ReplaceAll(cmd.CommandPath(), " ", "-")+".1"] = manPage(t, cmd)
	})
	keepCurrent(t, "../../docs/commands", markdown)
	keepCurrent(t, "../../docs/man", man)
}

func each(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() || !cmd.HasParent() && sub.Name() == "help" {
			each(sub, do)
		}
	}
}

func markdownPage(t *testing.T, cmd *cobra.Command) []byte {
	var out bytes.Buffer
	if err := doc.GenMarkdown(cmd, &out); err != nil {
		t.Fatal(err)
	}
	return append(bytes.TrimSpace(out.Bytes()), '\n')
}

// manPage returns the page without the date that the format has a place for:
// the same source must give the same bytes.
func manPage(t *testing.T, cmd *cobra.Command) []byte {
	var out bytes.Buffer
	date := time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)
	if err := doc.GenMan(cmd, &doc.GenManHeader{Section: "1", Date: &date, Source: "asyncport", Manual: "asyncport"}, &out); err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(out.Bytes(), []byte(`"Jan 0001"`), []byte(`""`), 1)
}

// literal keeps Markdown from taking stars and underscores of a text for its own;
// what is indented is code already.
func literal(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if !strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "\t") {
			lines[i] = strings.NewReplacer("*", `\*`, "_", `\_`, "<", `\<`).Replace(line)
		}
	}
	return strings.Join(lines, "\n")
}

// TestConfigPages keeps docs/config.md and the schema the same as the table of
// keys.
func TestConfigPages(t *testing.T) {
	schema, err := config.Schema(ruleNames())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"config.md": config.Page(ruleNames()), "asyncport.schema.json": schema} {
		name = filepath.Join("..", "..", "docs", name)
		if *update {
			if err := os.WriteFile(name, want, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not current (%v); run make generate", name, err)
		}
	}
}

// The default that the table of keys states is the one of the analyzers.
func TestInterfacesDefault(t *testing.T) {
	keys := config.Keys()
	i := slices.IndexFunc(keys, func(k config.Key) bool { return k.Name == "interfaces" })
	if want := yieldpoint.Analyzer.Flags.Lookup("interfaces").DefValue; keys[i].Default != want {
		t.Errorf("internal/config/keys.go states %s, want %s", keys[i].Default, want)
	}
}

// What makes the pages is for tests: the program does not carry it.
func TestPagesAreNotLinked(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range strings.Lines(string(out)) {
		if strings.Contains(pkg, "cobra/doc") || strings.Contains(pkg, "md2man") {
			t.Errorf("the program links %s", pkg)
		}
	}
}
