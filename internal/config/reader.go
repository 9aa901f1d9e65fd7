package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/asyncport/asyncport/internal/nearest"
)

// reader takes values out of YAML nodes and notes what is wrong with them.
type reader struct {
	file string
	errs []error
}

// fail notes an error at a node. More than one may be noted.
func (r *reader) fail(n *yaml.Node, format string, args ...any) {
	r.failAt(n.Line, format, args...)
}

func (r *reader) failAt(line int, format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("%s:%d: %s", r.file, max(line, 1), fmt.Sprintf(format, args...)))
}

func (r *reader) err() error { return errors.Join(r.errs...) }

// yamlLine is how errors of the YAML parser begin.
var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// document returns the one document of the file; nil after an error.
func (r *reader) document(data []byte) *yaml.Node {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	err := dec.Decode(&doc)
	if err == io.EOF {
		r.failAt(1, "the file is empty; it needs at least version: 1")
		return nil
	}
	if err == nil {
		if err = dec.Decode(&second); err == io.EOF {
			return doc.Content[0]
		}
	}
	if err == nil {
		r.fail(&second, "a second document; want one")
		return nil
	}
	line := 1
	m := yamlLine.FindStringSubmatch(err.Error())
	if m != nil && m[1] != "" {
		fmt.Sscan(m[1], &line)
	}
	r.failAt(line, "%s", yamlLine.ReplaceAllString(err.Error(), ""))
	return nil
}

// key is a key that a mapping may have.
type key struct {
	name string
	read func(*yaml.Node)
}

// mapping reads the keys of a mapping, in their order in the file. prefix is
// what the keys stand below, for errors.
func (r *reader) mapping(n *yaml.Node, prefix string, keys []key) {
	n = value(n)
	if n.Kind != yaml.MappingNode {
		r.fail(n, "want keys with values here, got %s", describe(n))
		return
	}
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	seen := make(map[string]bool)
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		k := slices.Index(names, name)
		switch {
		case k < 0:
			r.fail(n.Content[i], "unknown key %q%s (known: %s)", prefix+name, nearest.Hint(name, names), strings.Join(names, ", "))
		case seen[name]:
			r.fail(n.Content[i], "the key %q is there twice", prefix+name)
		default:
			keys[k].read(value(n.Content[i+1]))
		}
		seen[name] = true
	}
}

// items returns the elements of a list; a value without them is an empty one.
func (r *reader) items(n *yaml.Node) []*yaml.Node {
	n = value(n)
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.fail(n, "want a list, got %s", describe(n))
		return nil
	}
	return n.Content
}

func (r *reader) texts(n *yaml.Node) []string {
	var list []string
	for _, item := range r.items(n) {
		list = append(list, r.text(item))
	}
	return list
}

// text reads a value that is not empty.
func (r *reader) text(n *yaml.Node) string {
	n = value(n)
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || n.Value == "" {
		r.fail(n, "want a word, got %s", describe(n))
		return ""
	}
	return n.Value
}

func (r *reader) bool(n *yaml.Node) *bool {
	n = value(n)
	var b bool
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" || n.Decode(&b) != nil {
		r.fail(n, "want true or false, got %s", describe(n))
		return nil
	}
	return &b
}

// value follows an alias to what it stands for.
func value(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "keys with values"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Tag == "!!null" || n.Value == "":
		return "nothing"
	}
	return fmt.Sprintf("%q", n.Value)
}
