package progen

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed trace/trace.go
var traceSource []byte

// Program is a package main, or what is left of one, under test.
type Program struct {
	Name    string // a Go identifier
	Source  string // one package; see Variant.Split
	Variant Variant
}

// module is programs that are ported together: their variants differ in Split
// alone.
type module struct {
	dir, tmp string
	variant  Variant
	programs []Program
	env      []string
	sites    []site.Site // of the first port
}

func newModule(tmp string, programs []Program) (*module, error) {
	m := &module{
		dir: filepath.Join(tmp, "module"), tmp: tmp, programs: programs, variant: programs[0].Variant,
		env: append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "AIO_POLICY="),
	}
	files := map[string]string{
		"go.mod":         "module " + modulePath + "\n\ngo " + m.variant.Go + "\n",
		"trace/trace.go": string(traceSource),
	}
	types := newChecker()
	types.version = "go" + m.variant.Go
	for _, p := range programs {
		files[p.Name+"/main.go"] = p.Source
		if strings.Contains(p.Source, errgroupPath) && files["go.sum"] == "" {
			files["go.mod"] += syncMod
			files["go.sum"] = syncSum
		}
		if p.Variant.Split {
			main, lib, err := split(types, p.Name, p.Source)
			if err != nil {
				return nil, fmt.Errorf("split %s: %w", p.Name, err)
			}
			files[p.Name+"/main.go"] = main
			if lib != "" {
				files[p.Name+"/"+library+"/lib.go"] = lib
			}
		}
	}
	return m, writeFiles(m.dir, files)
}

// The release of x/sync that the programs use: the one of the cases in txtar.
const (
	syncMod = "\nrequire golang.org/x/sync v0.16.0\n"
	syncSum = "golang.org/x/sync v0.16.0 h1:ycBJEhp9p4vXvUZNszeOq0kGTPghopOL8q0fq3vstxw=\n" +
		"golang.org/x/sync v0.16.0/go.mod h1:1dzgHSNfp02xaA81J2MS99Qcpr2w7fw1gpm99rleRqA=\n"
)

func writeFiles(dir string, files map[string]string) error {
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (m *module) port(ctx context.Context) (*rewrite.Result, error) {
	return rewrite.Run(ctx, rewrite.Options{Dir: m.dir, Write: true, AllowDirty: true, API: m.variant.API, Level: m.variant.Level, Env: m.env})
}

func (m *module) goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env = dir, m.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("go %s: %w\n%s", args[0], err, out)
	}
	return string(out), nil
}

// build makes one executable of all programs as they are now, in which every
// main is an ordinary function, and returns its path.
func (m *module) build(ctx context.Context, name string, races bool) (string, error) {
	src := filepath.Join(m.tmp, name)
	if err := os.CopyFS(src, os.DirFS(m.dir)); err != nil {
		return "", err
	}
	var imports, cases strings.Builder
	files := map[string]string{}
	for _, p := range m.programs {
		data, err := os.ReadFile(filepath.Join(m.dir, p.Name, "main.go"))
		if err != nil {
			return "", err
		}
		text := strings.Replace(string(data), "package main\n", "package "+p.Name+"\n", 1)
		files[p.Name+"/main.go"] = strings.Replace(text, "\nfunc main() {", "\nfunc Main() {", 1)
		fmt.Fprintf(&imports, "\t%q\n", modulePath+"/"+p.Name)
		fmt.Fprintf(&cases, "\tcase %q:\n\t\t%s.Main()\n", p.Name, p.Name)
	}
	files["main.go"] = fmt.Sprintf("package main\n\nimport (\n\t\"os\"\n\n%s)\n\nfunc main() {\n\tswitch os.Args[1] {\n%s\t}\n}\n", &imports, &cases)
	if err := writeFiles(src, files); err != nil {
		return "", err
	}
	args := []string{"build", "-trimpath", "-ldflags=-s -w", "-o", src + ".exe"}
	if races {
		args = append(args, "-race")
	}
	_, err := m.goCommand(ctx, src, append(args, ".")...)
	return src + ".exe", err
}
