package rewritetest

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/rewrite"
)

// module is the cases that share a setting, ported together.
type module struct {
	setting setting
	cases   []*Case
	dir     string
	env     []string

	before, after map[*Case]run
	result        *rewrite.Result
	again         *rewrite.Result
}

// modules groups cases by their settings.
func modules(cases []*Case) []*module {
	bySetting := map[setting]*module{}
	var list []*module
	for _, c := range cases {
		m := bySetting[c.setting]
		if m == nil {
			m = &module{setting: c.setting}
			bySetting[c.setting] = m
			list = append(list, m)
		}
		m.cases = append(m.cases, c)
	}
	slices.SortStableFunc(list, func(a, b *module) int { return cmp.Compare(len(b.cases), len(a.cases)) })
	return list
}

// run runs, ports and runs again; the outcome is then in m.
func (m *module) run(ctx context.Context, tmp string) error {
	m.dir = filepath.Join(tmp, "module")
	m.env = append(os.Environ(), "GOWORK=off", "AIO_POLICY=")
	if err := m.write(); err != nil {
		return err
	}
	var err error
	if m.before, err = m.execute(ctx, filepath.Join(tmp, "before"), ""); err != nil {
		return fmt.Errorf("the input: %w", err)
	}
	if m.setting.first != "" {
		if _, err := m.port(ctx, m.setting.first); err != nil {
			return fmt.Errorf("port by %s alone: %w", m.setting.first, err)
		}
	}
	var requested []string
	if m.setting.then != "" {
		if _, err := m.port(ctx); err != nil {
			return fmt.Errorf("port before %s: %w", m.setting.then, err)
		}
		requested = []string{m.setting.then}
	}
	if m.result, err = m.port(ctx, requested...); err != nil {
		return fmt.Errorf("port: %w", err)
	}
	if m.after, err = m.execute(ctx, filepath.Join(tmp, "after"), "goroutines", "serial"); err != nil {
		return fmt.Errorf("the result: %w", err)
	}
	if m.again, err = m.port(ctx, requested...); err != nil {
		return fmt.Errorf("port the result: %w", err)
	}
	return nil
}

// port runs all rules, or the named ones. What is applied on request needs the
// serial policy.
func (m *module) port(ctx context.Context, rules ...string) (*rewrite.Result, error) {
	opts := rewrite.Options{
		Dir: m.dir, Write: true, AllowDirty: true, Level: m.setting.level, Rules: rules, Env: m.env,
	}
	if len(rules) == 1 && rewrite.IsRequested(rules[0]) {
		opts.Policy = "serial"
	}
	return rewrite.Run(ctx, opts)
}

// The releases of x/sync that the cases of errgroup use.
const (
	goMod      = "module " + modulePath + "\n\ngo %s\n"
	replaceMod = "\nrequire %s v0.0.0\n\nreplace %s => ./%s/%s\n"
	syncMod    = "\nrequire golang.org/x/sync v0.16.0\n"
	goSum      = "golang.org/x/sync v0.16.0 h1:ycBJEhp9p4vXvUZNszeOq0kGTPghopOL8q0fq3vstxw=\n" +
		"golang.org/x/sync v0.16.0/go.mod h1:1dzgHSNfp02xaA81J2MS99Qcpr2w7fw1gpm99rleRqA=\n"
)

// write puts the input of all cases into the module's directory.
func (m *module) write() error {
	files := map[string][]byte{"go.mod": fmt.Appendf(nil, goMod, m.setting.goVersion)}
	for _, c := range m.cases {
		if path, dir, ok := strings.Cut(c.setting.replace, " "); ok {
			files["go.mod"] = fmt.Appendf(files["go.mod"], replaceMod, path, path, c.dir(), strings.TrimSpace(dir))
		}
		for name, data := range c.files {
			files[c.dir()+"/"+name] = data
			if strings.Contains(string(data), `"golang.org/x/sync/`) && files["go.sum"] == nil {
				files["go.mod"] = append(files["go.mod"], syncMod...)
				files["go.sum"] = []byte(goSum)
			}
		}
	}
	return writeFiles(m.dir, files)
}

func writeFiles(dir string, files map[string][]byte) error {
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// readFiles returns all files below dir by their slashed path.
func readFiles(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	return files, err
}
