package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// inspection is what is found in a ported tree.
type inspection struct {
	Lost               []string // comments that are gone
	Changed            int      // lines of the old source that changed, and places where lines were put in
	Outside            []string // those that no site, signature, import or call explains
	Stalls             int      // where a serial loop may stand still although no site is refused
	Goroutines, Serial string   // the tests under the policies, when the module is ready for both
}

// inspect looks at the ported tree in the current directory; base is where the logs of
// its module begin. What it needs to know of the other steps comes as run.sh gives it.
func inspect(base string) error {
	var first outcome
	data, err := os.ReadFile(base + ".first.json")
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, &first); err != nil {
		return err
	}
	files, err := changedFiles(os.Getenv("ORIG"), ".")
	if err != nil {
		return err
	}
	var found inspection
	for _, f := range files {
		found.Lost = append(found.Lost, lostComments(f)...)
	}
	if err := found.attribute(files, first.Sites); err != nil {
		return err
	}
	if os.Getenv("BUILD") == "ok" && first.ready() {
		if found.Stalls, err = stalls(os.Getenv("CORPUS_PORT")); err != nil {
			return err
		}
	}
	if os.Getenv("BUILD") == "ok" && first.ready() && found.Stalls == 0 {
		found.Goroutines = test(base, "goroutines")
		found.Serial = test(base, "serial")
	}
	if data, err = json.MarshalIndent(found, "", "\t"); err != nil {
		return err
	}
	return os.WriteFile(base+".found.json", data, 0o666)
}

// stalls asks asyncport plan at how many places of the ported tree in the current
// directory a serial loop may stand still.
func stalls(program string) (int, error) {
	out, err := exec.Command(program, "plan", "--json", "./...").Output()
	if err != nil {
		return 0, fmt.Errorf("asyncport plan in the ported tree: %w", err)
	}
	var plan struct{ Remaining struct{ Stalls int } }
	err = json.Unmarshal(out, &plan)
	return plan.Remaining.Stalls, err
}

// file is one that the port changed.
type file struct {
	name     string
	old, new []byte
}

// changedFiles returns the Go files below two directories that differ, and that the
// first one has.
func changedFiles(before, after string) ([]file, error) {
	var files []file
	err := filepath.WalkDir(before, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" {
			return err
		}
		rel, err := filepath.Rel(before, name)
		if err != nil {
			return err
		}
		f := file{name: filepath.ToSlash(rel)}
		if f.old, err = os.ReadFile(name); err != nil {
			return err
		}
		if f.new, err = os.ReadFile(filepath.Join(after, rel)); err != nil {
			return err
		}
		if string(f.old) != string(f.new) {
			files = append(files, f)
		}
		return nil
	})
	return files, err
}

// attempts is how often the tests are run under a policy before they count as failed:
// some of the list fail now and then when the machine is busy.
const attempts = 3

// test runs the module's tests under a policy.
func test(base, policy string) string {
	args := []string{"test", "-count=1", "-timeout=120s"}
	if skip := os.Getenv("SKIP"); skip != "" && skip != "-" {
		args = append(args, "-skip", skip)
	}
	for range attempts {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		cmd := exec.CommandContext(ctx, "go", append(args, "./...")...)
		cmd.Env = append(os.Environ(), "AIO_POLICY="+policy)
		out, err := cmd.CombinedOutput()
		cancel()
		if os.WriteFile(base+"."+policy, out, 0o666); err == nil {
			return "ok"
		}
		if !strings.Contains(string(out), "--- FAIL") && !strings.Contains(string(out), "panic: ") {
			break // it will not be another time
		}
	}
	return "FAIL"
}
