package rewrite

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/rewrite/runtime"
)

// commit writes the result in steps, each of which compiles, and commits each:
// first the runtime, then what each rule does in each package.
func (e *engine) commit(result *Result) error {
	if err := checkCommit(e.ctx, e.mod.Dir, result.Files); err != nil {
		return err
	}
	if err := checkTargets(e.mod.Dir, result.Files, e.sources()); err != nil {
		return err
	}
	steps, err := e.steps()
	if err != nil {
		return err
	}
	var delivered []FileChange
	for _, f := range result.Files {
		if f.Runtime {
			delivered = append(delivered, f)
		}
	}
	if delivered != nil {
		subject, body := "Add the runtime of explicit concurrency", runtimeBody
		if e.require != nil {
			subject, body = "Require the runtime of explicit concurrency", requireBody
		}
		if err := e.commitStep(result, subject, body, delivered); err != nil {
			return err
		}
	}
	for _, s := range steps {
		subject, body := e.message(s)
		if err := e.commitStep(result, subject, body, s.files); err != nil {
			return err
		}
	}
	return nil
}

const runtimeBody = "The ported code spawns tasks and awaits futures by package " + runtime.Dir + ". It is a\n" +
	"copy, so that the module needs no new dependency, and nothing uses it yet."

const requireBody = "The ported code spawns tasks and awaits futures by module\n" + runtime.Source + ".\nNothing uses it yet."

// checkCommit refuses to commit where there is no repository, or where what is
// committed could not be told from what was there.
func checkCommit(ctx context.Context, root string, files []FileChange) error {
	if err := git(ctx, root, "rev-parse", "--is-inside-work-tree"); err != nil {
		return &ConflictError{Message: fmt.Sprintf("--commit needs a git work tree; run git init and commit what there is first (%v)", err)}
	}
	err := checkClean(ctx, root, files)
	var conflict *ConflictError
	if errors.As(err, &conflict) {
		conflict.Message = "--commit needs a clean work tree; commit these changes first"
	}
	if err != nil {
		return err
	}
	return checkIgnored(ctx, root, files)
}

// checkIgnored refuses new files that git would not take.
func checkIgnored(ctx context.Context, root string, files []FileChange) error {
	args := []string{"-C", root, "check-ignore", "--"}
	for _, f := range files {
		if f.Old == nil {
			args = append(args, f.Path)
		}
	}
	if len(args) == 4 {
		return nil
	}
	out, err := exec.CommandContext(ctx, "git", args...).Output()
	if err != nil {
		return nil // exit code 1: none is ignored
	}
	return &ConflictError{Message: "git ignores files that have to be committed; change .gitignore", Files: strings.Fields(string(out))}
}

// commitStep writes one step and commits it.
func (e *engine) commitStep(result *Result, subject, body string, files []FileChange) error {
	if err := write(e.mod.Dir, files, nil); err != nil {
		return e.stopped(result, err)
	}
	c := Commit{Subject: subject}
	for _, f := range files {
		c.Files = append(c.Files, f.Path)
	}
	err := git(e.ctx, e.mod.Dir, append([]string{"add", "--"}, c.Files...)...)
	if err == nil {
		args := []string{"commit", "-q", "-m", subject, "-m", body, "--"}
		err = git(e.ctx, e.mod.Dir, append(args, c.Files...)...)
	}
	if err != nil {
		return e.stopped(result, fmt.Errorf("%q is written, not committed: %w", subject, err))
	}
	result.Commits = append(result.Commits, c)
	return nil
}

// stopped says of an error how far the commits came.
func (e *engine) stopped(result *Result, err error) error {
	if n := len(result.Commits); n > 0 {
		return fmt.Errorf("stopped after commit %d, %q: %w", n, result.Commits[n-1].Subject, err)
	}
	return err
}

// git runs a git command in a directory; its error is what git printed.
func git(ctx context.Context, dir string, args ...string) error {
	out, err := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...).CombinedOutput()
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	if text := strings.TrimSpace(string(out)); text != "" {
		return fmt.Errorf("git %s: %s", args[0], text)
	}
	return fmt.Errorf("git %s: %w", args[0], err)
}

// message returns the message of a step's commit: what was done where, by which
// rules, and which places changed with it.
func (e *engine) message(s step) (subject, body string) {
	total := 0
	var rules, pkgs []string
	for _, u := range s.units {
		rules = append(rules, u.rule.Name)
		name := e.relative(u.pkg)
		if name == "." {
			name = path.Base(e.mod.Path)
		}
		pkgs = append(pkgs, name)
	}
	for _, n := range s.sites {
		total += n
	}
	rules, pkgs = unique(rules), unique(pkgs)
	subject = fmt.Sprintf("%s: port %s", list(pkgs, 2, "packages"), plural(total, "site"))
	subject += " by rule" + map[bool]string{true: "s"}[len(rules) > 1] + " " + list(rules, 3, "rules")
	var b strings.Builder
	for _, u := range s.units {
		title, _, _ := strings.Cut(strings.TrimSpace(u.rule.Doc), "\n")
		fmt.Fprintf(&b, "%s, %s in %s:\n%s.\n\n", u.rule.Name, plural(s.sites[u], "site"), u.pkg, strings.TrimSuffix(title, "."))
		delete(s.sites, u)
	}
	if len(s.units) > 1 {
		b.WriteString("These belong together: no tree between them compiles, or one would need what the next takes away.\n\n")
	}
	for _, u := range e.units() {
		if n := s.sites[u]; n > 0 {
			fmt.Fprintf(&b, "With it, %s of rule %s in %s.\n\n", plural(n, "site"), u.rule.Name, u.pkg)
		}
	}
	if far := s.farFrom(e); far != nil {
		fmt.Fprintf(&b, "Calls and signatures change with it in %s.\n", list(far, 8, "packages"))
	}
	return subject, strings.TrimSpace(b.String())
}

// farFrom returns the directories that the step changes and that are not those
// of its packages.
func (s step) farFrom(e *engine) []string {
	own := map[string]bool{}
	for _, u := range s.units {
		own[strings.TrimSuffix(e.relative(u.pkg), "_test")] = true
	}
	var far []string
	for _, f := range s.files {
		if dir := path.Dir(f.Path); !own[dir] && !slices.Contains(far, dir) {
			far = append(far, dir)
		}
	}
	return far
}

// relative returns a package's directory relative to the module root, "." for
// the root.
func (e *engine) relative(pkg string) string {
	if pkg == e.mod.Path {
		return "."
	}
	return strings.TrimPrefix(pkg, e.mod.Path+"/")
}

// unique drops repeated words and keeps the order of the rest.
func unique(words []string) []string {
	var list []string
	for _, w := range words {
		if !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

// list joins words, or says how many there are when they are more than limit.
func list(words []string, limit int, noun string) string {
	if len(words) > limit {
		return fmt.Sprintf("%d %s", len(words), noun)
	}
	return strings.Join(words, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
