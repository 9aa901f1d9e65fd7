package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	replay     = flag.Bool("guide", false, "run the commands of docs/guide.md; downloads the module that it is about")
	guideAfter = flag.String("report", "", "with -guide, write the HTML report on the module, as the commands leave it, into this `directory`")
)

const (
	guide       = "../../docs/guide.md"
	guideModule = "github.com/gammazero/workerpool@v1.3.0"
)

// TestGuide runs the commands of docs/guide.md one after the other in a clone of
// its module and wants the outputs that the page shows. A line of three dots
// stands for any lines. Comments that begin with "run" are what the reader does
// by hand. With -update the page takes the outputs.
func TestGuide(t *testing.T) {
	if !*replay {
		t.Skip("make guide runs it")
	}
	page, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	dir := cloneOf(t, guideModule)
	var out []string
	for _, s := range guideSteps(string(page)) {
		out = append(out, s.text...)
		if s.command == "" {
			continue
		}
		got := runStep(t, dir, s.command)
		switch {
		case s.hidden:
		case *update && !slices.Contains(s.want, "..."):
			out = append(out, got...)
		default:
			out = append(out, s.want...)
			if !matches(s.want, got) {
				t.Errorf("guide.md:%d: $ %s\nprints\n%s\nwant\n%s", s.line, s.command, strings.Join(got, "\n"), strings.Join(s.want, "\n"))
			}
		}
	}
	if *guideAfter != "" {
		runStep(t, dir, "asyncport report --format html -o '"+*guideAfter+"' ./...")
	}
	if *update {
		if err := os.WriteFile(guide, []byte(strings.Join(out, "\n")), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// step is a command of the page and what stands before its output.
type step struct {
	line    int
	text    []string // lines up to and with the command's
	command string   // "" at the end of the page
	hidden  bool     // what it prints is not on the page
	want    []string
}

// guideSteps cuts a page into steps; text and wanted outputs together are the
// page again.
func guideSteps(page string) []step {
	var steps []step
	var text []string
	lines := strings.Split(page, "\n")
	for i := 0; i < len(lines); i++ {
		text = append(text, lines[i])
		switch {
		case lines[i] == "<!-- run":
			s := step{line: i + 1, hidden: true}
			for i++; lines[i] != "-->"; i++ {
				s.command += lines[i] + "\n"
				text = append(text, lines[i])
			}
			s.text, text = append(text, lines[i]), nil
			steps = append(steps, s)
		case strings.HasPrefix(lines[i], "$ "):
			s := step{line: i + 1, command: lines[i][2:], text: text}
			for i+1 < len(lines) && lines[i+1] != "```" && !strings.HasPrefix(lines[i+1], "$ ") {
				i++
				s.want = append(s.want, lines[i])
			}
			steps, text = append(steps, s), nil
		}
	}
	return append(steps, step{text: text})
}

// matches reports whether got is want, where a line of three dots stands for any
// number of lines.
func matches(want, got []string) bool {
	if len(want) == 0 || len(got) == 0 && want[0] != "..." {
		return len(want) == len(got)
	}
	if want[0] == "..." {
		return matches(want[1:], got) || len(got) > 0 && matches(want, got[1:])
	}
	return want[0] == got[0] && matches(want[1:], got[1:])
}

// cloneOf makes a repository of a module as it is published.
func cloneOf(t *testing.T, module string) string {
	cmd := exec.Command("go", "mod", "download", "-json", module)
	cmd.Dir = t.TempDir()
	data, err := cmd.Output()
	if err != nil {
		t.Fatalf("download %s: %v\n%s", module, err, data)
	}
	var info struct{ Dir string }
	if err := json.Unmarshal(data, &info); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "clone")
	if err := os.CopyFS(dir, os.DirFS(info.Dir)); err != nil {
		t.Fatal(err)
	}
	runStep(t, dir, "chmod -R u+w . && git init -q -b main && git add . && git commit -q -m clone")
	return dir
}

func runStep(t *testing.T, dir, command string) []string {
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_PAGER=cat", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com",
		"GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com")
	out, err := cmd.CombinedOutput()
	if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() > 1) {
		t.Errorf("$ %s\n%s%v", command, out, err)
	}
	text := strings.TrimRight(string(out), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// The commands that pages show exist, and so do their flags.
func TestPagesShowCommandsThatExist(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, page := range append(pages, "../../README.md") {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			rest, ok := strings.CutPrefix(strings.TrimPrefix(strings.TrimSpace(line), "$ "), "asyncport ")
			if !ok || !strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "$ ") {
				continue
			}
			n++
			if err := parses(rest); err != nil {
				t.Errorf("%s:%d: %s: %v", page, i+1, line, err)
			}
		}
	}
	if n < 10 {
		t.Errorf("found %d commands, want more", n)
	}
}

// parses reports whether arguments of asyncport name a command and flags of it.
func parses(args string) error {
	args = regexp.MustCompile(`\$\(.*?\)|"[^"]*"|'[^']*'`).ReplaceAllString(args, "x")
	for _, end := range []string{" #", " |", " >", ";", " &&"} {
		args, _, _ = strings.Cut(args, end)
	}
	root := newRoot(&globals{})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	cmd, rest, err := root.Find(strings.Fields(args))
	if err != nil {
		return err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	if (cmd == root || cmd.HasSubCommands()) && args != "--version" {
		return fmt.Errorf("no command")
	}
	return nil
}

func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		want, got string
		ok        bool
	}{
		{"a b", "a b", true}, {"a", "a b", false}, {"a b", "a", false}, {"a ... c", "a b b c", true}, {"...", "", true},
		{"a ...", "a b", true}, {"... c", "a b", false}, {"", "", true}, {"a", "", false},
	} {
		if got := matches(strings.Fields(tt.want), strings.Fields(tt.got)); got != tt.ok {
			t.Errorf("matches(%q, %q) = %v", tt.want, tt.got, got)
		}
	}
}
