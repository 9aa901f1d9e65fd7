package config

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/asyncport/asyncport/internal/nearest"
	"github.com/asyncport/asyncport/internal/pattern"
)

// Parse reads the contents of a file; name is for errors, known are the names
// of the rules. The error lists all that is wrong, "file:line: message", one a
// line.
func Parse(name string, data []byte, known []string) (*Config, error) {
	r := &reader{file: name}
	c := new(Config)
	if root := r.document(data); root != nil {
		r.config(root, c, known)
	}
	return c, r.err()
}

func (r *reader) config(root *yaml.Node, c *Config, known []string) {
	version := 0
	r.mapping(root, "", []key{
		{"version", func(n *yaml.Node) { version = r.version(n) }},
		{"rules", func(n *yaml.Node) {
			r.mapping(n, "rules.", []key{
				{"enable", func(n *yaml.Node) { c.Enable = r.words(n, "rule", known) }},
				{"disable", func(n *yaml.Node) { c.Disable = r.words(n, "rule", known) }},
			})
		}},
		{"catalog", func(n *yaml.Node) { c.Catalog = r.texts(n) }},
		{"interfaces", func(n *yaml.Node) { c.Interfaces = r.word(n, "policy", InterfacePolicies) }},
		{"locks", func(n *yaml.Node) { c.Locks = r.word(n, "policy", LockPolicies) }},
		{"baseline", func(n *yaml.Node) { c.Baseline = r.text(n) }},
		{"tests", func(n *yaml.Node) { c.Tests = r.bool(n) }},
		{"exclude", func(n *yaml.Node) { c.Exclude = r.globs(n) }},
		{"explicit", func(n *yaml.Node) { c.Explicit = r.packages(n) }},
		{"builds", func(n *yaml.Node) { c.Builds = r.builds(n) }},
	})
	if version == 0 && len(r.errs) == 0 {
		r.fail(root, "the key version is missing; add version: 1")
	}
}

func (r *reader) version(n *yaml.Node) int {
	if r.text(n) != "1" && len(r.errs) == 0 {
		r.fail(n, "version %s is not known to this asyncport; want 1", n.Value)
	}
	return 1
}

// words reads a list of known names.
func (r *reader) words(n *yaml.Node, what string, known []string) []string {
	var list []string
	for _, item := range r.items(n) {
		list = append(list, r.word(item, what, known))
	}
	return list
}

func (r *reader) word(n *yaml.Node, what string, known []string) string {
	s := r.text(n)
	for _, k := range known {
		if s == k {
			return s
		}
	}
	if s != "" {
		r.fail(n, "unknown %s %q%s (known: %s)", what, s, nearest.Hint(s, known), strings.Join(known, ", "))
	}
	return s
}

func (r *reader) globs(n *yaml.Node) Globs {
	var list Globs
	for _, item := range r.items(n) {
		s := r.text(item)
		if err := checkGlob(s); err != nil {
			r.fail(item, "%v", err)
		}
		list = append(list, s)
	}
	return list
}

// packages reads patterns of packages.
func (r *reader) packages(n *yaml.Node) pattern.List {
	var list pattern.List
	for _, item := range r.items(n) {
		s := r.text(item)
		if err := pattern.Check(s); err != nil {
			r.fail(item, "%v", err)
		}
		list = append(list, s)
	}
	return list
}

func (r *reader) builds(n *yaml.Node) []Build {
	var list []Build
	for _, item := range r.items(n) {
		var b Build
		r.mapping(item, "builds.", []key{
			{"goos", func(n *yaml.Node) { b.GOOS = r.name(n) }},
			{"goarch", func(n *yaml.Node) { b.GOARCH = r.name(n) }},
			{"tags", func(n *yaml.Node) {
				for _, item := range r.items(n) {
					b.Tags = append(b.Tags, r.name(item))
				}
			}},
		})
		list = append(list, b)
	}
	return list
}

// name reads a word as the go command takes it for a system or a tag.
func (r *reader) name(n *yaml.Node) string {
	s := r.text(n)
	if strings.ContainsAny(s, " \t\n,=") {
		r.fail(n, "%q: want one word", s)
	}
	return s
}
