package config_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/asyncport/asyncport/internal/config"
)

// The table of the keys is that of the parser: an unknown key makes it list
// those that it knows.
func TestKeysAreThoseOfTheParser(t *testing.T) {
	known := regexp.MustCompile(`\(known: (.*)\)`)
	for prefix, src := range map[string]string{
		"":        "version: 1\n'#': 1\n",
		"rules.":  "version: 1\nrules:\n  '#': 1\n",
		"builds.": "version: 1\nbuilds:\n- '#': 1\n",
	} {
		_, err := config.Parse("c.yaml", []byte(src), rules)
		m := known.FindStringSubmatch(err.Error())
		if m == nil {
			t.Fatalf("%q: error %v does not list the keys", src, err)
		}
		var table []string
		for _, k := range config.Keys() {
			if rest, ok := strings.CutPrefix(k.Name, prefix); ok && !strings.Contains(rest, ".") {
				table = append(table, rest)
			}
		}
		if diff := cmp.Diff(strings.Split(m[1], ", "), table); diff != "" {
			t.Errorf("keys below %q of the parser and of keys.go differ; add what is missing:\n%s", prefix, diff)
		}
	}
}

func TestKeysAreDescribed(t *testing.T) {
	for _, k := range config.Keys() {
		if !strings.HasSuffix(k.Doc, ".") || k.Default == "" || k.Form == "" {
			t.Errorf("%s: want a sentence, a form and a default, got %+v", k.Name, k)
		}
		c, err := config.Parse("c.yaml", []byte("version: 1\n"+k.Example), []string{"lockheld", "sharedstate", "staleread", "stuck"})
		if err != nil {
			t.Errorf("the example of %s: %v", k.Name, err)
		}
		last := k.Name[strings.LastIndex(k.Name, ".")+1:]
		if k.Name != "version" && (!strings.Contains(k.Example, last+":") || cmp.Equal(c, new(config.Config))) {
			t.Errorf("the example of %s does not show it: %q", k.Name, k.Example)
		}
	}
}

// The schema takes what the parser takes, and nothing else, as far as a schema
// can tell: it knows no repeated keys, no patterns of files and no aliases.
func TestSchema(t *testing.T) {
	validate := compile(t)
	good := []string{
		"version: 1\n",
		"version: 1\nrules: {}\ncatalog:\nbuilds:\nexclude: []\n",
		"version: 1\nrules:\n  enable: [lockheld]\n  disable:\n",
		"version: 1\nbuilds:\n- {goos: windows, goarch: arm64, tags: [a]}\n",
	}
	for _, k := range config.Keys() {
		if !strings.Contains(k.Example, "staleread") {
			good = append(good, "version: 1\n"+k.Example)
		}
	}
	bad := []string{
		"rules: {}\n",
		"version: 2\n",
		"version: 1\nrule: {}\n",
		"version: 1\nrules:\n  enabled: []\n",
		"version: 1\nrules:\n  enable: [lockhold]\n",
		"version: 1\nrules: [lockheld]\n",
		"version: 1\nrules:\n",
		"version: 1\ncatalog: a.txt\n",
		"version: 1\ncatalog: [[a]]\n",
		"version: 1\ncatalog: ['']\n",
		"version: 1\ninterfaces: implementation\n",
		"version: 1\nbaseline:\n",
		"version: 1\ntests: maybe\n",
		"version: 1\nbuilds:\n- goos: linux darwin\n",
		"version: 1\nbuilds:\n- os: linux\n",
	}
	for want, list := range map[bool][]string{true: good, false: bad} {
		for _, src := range list {
			_, err := config.Parse("c.yaml", []byte(src), rules)
			if got := err == nil; got != want {
				t.Errorf("%q: the parser says %v", src, err)
			}
			if err := validate(src); (err == nil) != want {
				t.Errorf("%q: the schema says %v", src, err)
			}
		}
	}
}

// compile returns a function that holds a file against the schema.
func compile(t *testing.T) func(src string) error {
	data, err := config.Schema(rules)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(config.SchemaID, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(config.SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	return func(src string) error {
		var v any
		if err := yaml.Unmarshal([]byte(src), &v); err != nil {
			return err
		}
		data, err := json.Marshal(v)
		if err != nil {
			return err
		}
		inst, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			return err
		}
		return s.Validate(inst)
	}
}

func TestPage(t *testing.T) {
	page := string(config.Page(rules))
	for _, k := range config.Keys() {
		if !strings.Contains(page, "\n## "+k.Name+"\n") {
			t.Errorf("the page has no section %s", k.Name)
		}
	}
}
