package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"asyncport": main})
}

// TestScripts runs the whole command on the modules of testdata/script.
func TestScripts(t *testing.T) {
	goenv := goEnv(t, "GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS")
	aio, err := filepath.Abs("../../aio")
	if err != nil {
		t.Fatal(err)
	}
	cache := "ASYNCPORT_CACHE=" + t.TempDir()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			tool, err := exec.LookPath("asyncport")
			if err != nil {
				return err
			}
			env.Vars = append(append(env.Vars, goenv...), cache)
			env.Setenv("VETTOOL", tool)
			env.Setenv("AIO", aio)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":      code,
			"snapshot":  snapshot,
			"unchanged": unchanged,
		},
	})
}

func goEnv(t *testing.T, names ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var vars []string
	for i, value := range strings.Split(strings.TrimSuffix(string(out), "\n"), "\n") {
		vars = append(vars, names[i]+"="+value)
	}
	return vars
}

// code runs a command and wants its exit code, or takes any:
//
//	code 2 asyncport check --foo
//	code any go vet ./...
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code NUMBER|any COMMAND [ARGS]")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if args[0] != "any" && args[0] != strconv.Itoa(got) {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// snapshot remembers the contents of a directory for unchanged.
func snapshot(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv("SNAPSHOT", treeHash(ts, args[0]))
}

func unchanged(ts *testscript.TestScript, neg bool, args []string) {
	if same := treeHash(ts, args[0]) == ts.Getenv("SNAPSHOT"); same == neg {
		ts.Fatalf("%s: unchanged is %v", args[0], same)
	}
}

func treeHash(ts *testscript.TestScript, dir string) string {
	hash := sha256.New()
	root := os.DirFS(ts.MkAbs(dir))
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		fmt.Fprintf(hash, "%s %d\n%s\n", name, len(data), data)
		return err
	})
	ts.Check(err)
	return fmt.Sprintf("%x", hash.Sum(nil))
}
