// Package config reads asyncport.yaml, the settings of a module.
//
// The file stands beside go.mod. It is read strictly: what is not known or has
// the wrong form is an error that names the line. Flags of the command line win
// over it. Under go vet it is not read: there, only flags count.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/internal/pattern"
)

// Name is the name of the file.
const Name = "asyncport.yaml"

// Config is what the file says. The zero value is that of a module without the
// file.
type Config struct {
	// File is the file, absolute; empty if there is none.
	File string
	// Dir is the root of the module, in which the file's other names are meant;
	// empty outside of a module.
	Dir string
	// Enable and Disable are names of rules. If Enable is not empty, other
	// rules do not run.
	Enable, Disable []string
	// Catalog are files with further catalog entries; a later one takes
	// precedence.
	Catalog []string
	// Interfaces says what calls of interface methods are taken for, one of
	// [InterfacePolicies]; empty for the default.
	Interfaces string
	// Locks says which locks that are held across a wait are reported, one of
	// [LockPolicies]; empty for the default.
	Locks string
	// Baseline is the file of known findings; empty if there is none.
	Baseline string
	// Tests says whether test files are looked at; nil for the default.
	Tests *bool
	// Exclude are globs of files whose findings are not reported.
	Exclude Globs
	// Explicit are patterns of the packages that are ported and stay so.
	Explicit pattern.List
	// Builds are the configurations to analyse; empty for the one of the go
	// command.
	Builds []Build
}

// InterfacePolicies are what calls of interface methods may be taken for.
var InterfacePolicies = []string{"ignore", "declared", "implementations"}

// LockPolicies say which locks that are held across a wait are reported.
var LockPolicies = []string{"harmful", "all"}

// Build is one build configuration. What is empty is the go command's default.
type Build struct {
	GOOS, GOARCH string
	Tags         []string
}

// String returns "linux/arm64 -tags=a,b".
func (b Build) String() string {
	s := cmp.Or(b.GOOS, "default") + "/" + cmp.Or(b.GOARCH, "default")
	if len(b.Tags) > 0 {
		s += " -tags=" + strings.Join(b.Tags, ",")
	}
	return s
}

// Rules returns those of the known rules that the file asks for, in their
// order.
func (c *Config) Rules(known []string) []string {
	var list []string
	for _, rule := range known {
		if (len(c.Enable) == 0 || slices.Contains(c.Enable, rule)) && !slices.Contains(c.Disable, rule) {
			list = append(list, rule)
		}
	}
	return list
}

// Path returns a file name of the configuration as one for the current
// directory.
func (c *Config) Path(name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.Dir, name)
}

// Load reads the file of the module that dir, "" for the current directory,
// belongs to. Without a file, or outside of a module, the configuration is empty.
// known are the names of the rules.
func Load(dir string, known []string) (*Config, error) {
	root, err := moduleRoot(dir)
	if err != nil || root == "" {
		return &Config{}, err
	}
	file := filepath.Join(root, Name)
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Config{Dir: root}, nil
	case err != nil:
		return nil, fmt.Errorf("cannot read the configuration: %w", err)
	}
	c, err := Parse(Name, data, known)
	if err != nil {
		return nil, err
	}
	c.File, c.Dir = file, root
	return c, nil
}

// moduleRoot returns the directory of go.mod at or above dir, "" if there is
// none. A configuration on the way would not be read, and is an error.
func moduleRoot(dir string) (string, error) {
	if dir == "" {
		dir = "."
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	var stray []string
	for {
		if isFile(filepath.Join(dir, "go.mod")) {
			if stray != nil {
				return "", fmt.Errorf("%s is not at the module's root; move it to %s", stray[0], dir)
			}
			return dir, nil
		}
		if name := filepath.Join(dir, Name); isFile(name) {
			stray = append(stray, name)
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
