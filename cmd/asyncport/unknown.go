package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/mod/modfile"

	"github.com/asyncport/asyncport/internal/nearest"
)

// knownCommand is for commands that have others below them: an argument is the
// name of one that does not exist.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	name := args[0]
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "...") {
		return fmt.Errorf("a command comes before packages: %s check %s", cmd.Root().Name(), name)
	}
	if _, ok := rulePage(name); ok && cmd == cmd.Root() {
		return fmt.Errorf("unknown command %q, but a rule: asyncport help %s describes it", name, name)
	}
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return fmt.Errorf("unknown command %q for %q%s (commands: %s)", name, cmd.CommandPath(), nearest.Hint(name, names), strings.Join(names, ", "))
}

// checkLists refuses flags that take a list and were given an empty one. What
// comes from an unset variable of a script would mean everything.
func checkLists(cmd *cobra.Command) error {
	var errs []error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if list, ok := f.Value.(pflag.SliceValue); ok && strings.Join(list.GetSlice(), "") == "" {
			errs = append(errs, fmt.Errorf("--%s is empty; name something or leave the flag out", f.Name))
		}
	})
	return errors.Join(errs...)
}

// missing is how the go command says that a directory or a package does not
// exist.
var missing = regexp.MustCompile(`l?stat (\S+): (?:directory not found|no such file or directory)|provides package ([^\s;]+)|package (\S+) is not in std`)

// hintPackage adds to an error about a package that does not exist the name of
// one that does and looks alike.
func hintPackage(err error, g *globals) error {
	m := missing.FindStringSubmatch(err.Error())
	if m == nil {
		return err
	}
	root, prefix, name := g.dir, "./", m[1]
	if path := m[2] + m[3]; path != "" {
		mod := modulePath(g.moduleDir())
		rest, ok := strings.CutPrefix(path, mod+"/")
		if !ok || mod == "" {
			return err
		}
		root, prefix, name = g.moduleDir(), mod+"/", rest
	}
	if near := nearestDir(root, name); near != "" {
		return fmt.Errorf("%w\ndid you mean %s%s?", err, prefix, near)
	}
	return err
}

// nearestDir returns the directory below root that name may have meant,
// relative to root; "" if there is none. Of the elements of name, the first that
// does not exist is the misspelled one.
func nearestDir(root, name string) string {
	root, err := filepath.Abs(root)
	if err != nil {
		return ""
	}
	if filepath.IsAbs(name) {
		if name, err = filepath.Rel(root, name); err != nil {
			return ""
		}
	}
	if !filepath.IsLocal(name) {
		return ""
	}
	elems := strings.Split(filepath.ToSlash(filepath.Clean(name)), "/")
	changed := false
	for i, elem := range elems {
		dir := filepath.Join(root, filepath.Join(elems[:i]...))
		if info, err := os.Stat(filepath.Join(dir, elem)); err == nil && info.IsDir() {
			continue
		}
		if elems[i] = nearest.Name(elem, subdirs(dir)); elems[i] == "" {
			return ""
		}
		changed = true
	}
	if !changed {
		return ""
	}
	return strings.Join(elems, "/")
}

func subdirs(dir string) []string {
	var list []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.IsDir() && !skipped(os.DirFS(dir), e.Name()) {
			list = append(list, e.Name())
		}
	}
	return list
}

// moduleDir returns the root of the module, as far as the configuration was
// looked for.
func (g *globals) moduleDir() string {
	if g.config == nil {
		return ""
	}
	return g.config.Dir
}

// modulePath returns the path that the go.mod in dir gives its module, "" if
// there is none.
func modulePath(dir string) string {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return ""
	}
	return modfile.ModulePath(data)
}
