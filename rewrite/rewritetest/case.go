package rewritetest

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"
)

const (
	modulePath  = "example.com/scenarios"
	placeholder = modulePath + "/case"
	defaultGo   = "1.25"
	gapPrefix   = "known-gap-"
	wantDir     = "want/"
)

// Case is one scenario.
type Case struct {
	Path     string // of the txtar file
	Rule     string // its directory
	Name     string // its file's name without the number and the suffix
	Scenario string
	Wants    []Want
	Exit     int
	Gap      bool // a known gap: expected to fail
	setting  setting

	files    map[string][]byte // input, by path in the case
	expected map[string][]byte // files that must be changed
}

// Want is one thing that has to become of a case.
type Want struct {
	Kind string // rewritten, refused or bug
	Arg  string // rule, reason code or analyzer
}

// setting is what cases have to agree in to share a module.
type setting struct {
	goVersion string
	level     string
	first     string // rule of a port that comes first, or ""
	then      string // rule that is applied on request, after a port by all, or ""
	own       string // the case's identity when it needs a module of its own
	replace   string // a module path and the directory in the case that stands for it
}

var header = regexp.MustCompile(`^(scenario|want|go|level|exit|module|replace|first|then):\s*(.*)$`)

// ID names the case as a directory and as a test.
func (c *Case) ID() string { return c.Rule + "_" + strings.ReplaceAll(c.base(), "-", "_") }

func (c *Case) base() string { return strings.TrimSuffix(filepath.Base(c.Path), ".txtar") }

// dir is the case's directory in its module.
func (c *Case) dir() string { return "cases/" + c.ID() }

// LoadCases reads every scenario below root, in the order of their paths.
func LoadCases(root string) ([]*Case, error) {
	paths, err := filepath.Glob(filepath.Join(root, "*", "*.txtar"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	var cases []*Case
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		c, err := parseCase(path, data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		cases = append(cases, c)
	}
	return cases, nil
}

var number = regexp.MustCompile(`^\d+[a-z]?-`)

func parseCase(path string, data []byte) (*Case, error) {
	c := &Case{
		Path: path, Rule: filepath.Base(filepath.Dir(path)),
		setting:  setting{goVersion: defaultGo},
		files:    map[string][]byte{},
		expected: map[string][]byte{},
	}
	c.Name = number.ReplaceAllString(c.base(), "")
	c.Gap = strings.HasPrefix(c.Name, gapPrefix)
	archive := txtar.Parse(data)
	if err := c.parseHeaders(string(archive.Comment)); err != nil {
		return nil, err
	}
	if c.Gap && c.setting.own == "" {
		c.setting.own = "gaps" // what they break is nobody else's
	}
	for _, f := range archive.Files {
		data := bytes.ReplaceAll(f.Data, []byte(placeholder+"/"), []byte(modulePath+"/"+c.dir()+"/"))
		if name, ok := strings.CutPrefix(f.Name, wantDir); ok {
			c.expected[name] = data
		} else {
			c.files[f.Name] = data
		}
	}
	return c, c.check()
}

func (c *Case) parseHeaders(comment string) error {
	for line := range strings.Lines(comment) {
		m := header.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		var err error
		switch value := strings.TrimSpace(m[2]); m[1] {
		case "scenario":
			c.Scenario = value
		case "want":
			err = c.addWant(value)
		case "go":
			c.setting.goVersion = value
		case "first":
			c.setting.first = value
		case "then":
			c.setting.then = value
		case "level":
			c.setting.level = value
		case "exit":
			c.Exit, err = strconv.Atoi(value)
		case "module":
			if value != "own" {
				err = fmt.Errorf("module: %s: only \"own\" is known", value)
			}
			c.setting.own = c.ID()
		case "replace":
			if len(strings.Fields(value)) != 2 {
				err = fmt.Errorf("replace: %s: say the module's path and the directory", value)
			}
			c.setting.replace, c.setting.own = value, c.ID()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *Case) addWant(value string) error {
	kind, arg, _ := strings.Cut(value, " ")
	arg = strings.TrimSpace(arg)
	switch kind {
	case "rewritten":
		arg = cmp.Or(arg, c.Rule)
	case "refused", "bug":
		if arg == "" {
			return fmt.Errorf("want: %s: say which", kind)
		}
	default:
		return fmt.Errorf("want: %s: not one of rewritten, refused, bug", kind)
	}
	c.Wants = append(c.Wants, Want{kind, arg})
	return nil
}

// check reports what makes a case unfit to prove anything.
func (c *Case) check() error {
	if len(c.Wants) == 0 || c.Scenario == "" {
		return fmt.Errorf("the headers scenario and want are needed")
	}
	if _, ok := c.files["main.go"]; !ok {
		return fmt.Errorf("no main.go")
	}
	for name, want := range c.expected {
		have, ok := c.files[name]
		if !ok {
			return fmt.Errorf("want/%s has no input file", name)
		}
		if bytes.Equal(have, want) {
			return fmt.Errorf("want/%s is the input; leave it out", name)
		}
	}
	for _, w := range c.Wants {
		if w.Kind == "rewritten" && len(c.expected) == 0 {
			return fmt.Errorf("a rewrite is wanted, but no file under want/")
		}
	}
	return nil
}
