package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestGoFix wants go fix to run, to say nothing and to change nothing where no
// finding comes with a fix. The script check_fix.txt has findings with one.
func TestGoFix(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses a module and what it imports")
	}
	tool, err := exec.LookPath("asyncport")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	const source = "package main\n\nimport (\n\t\"sync\"\n\t\"time\"\n)\n\nvar mu sync.Mutex\n\n" +
		"func main() {\n\tmu.Lock()\n\tmu.Lock()\n\tdefer mu.Unlock()\n\tch := make(chan int)\n\tgo func() { time.Sleep(1); ch <- 1 }()\n\t<-ch\n}\n"
	for name, text := range map[string]string{"go.mod": "module example.com/m\n\ngo 1.24\n", "main.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	vet := exec.Command("go", "vet", "-vettool="+tool, "./...")
	vet.Dir = dir
	if out, err := vet.CombinedOutput(); err == nil {
		t.Fatalf("go vet finds nothing in the example: %s", out)
	}
	fix := exec.Command("go", "fix", "-fixtool="+tool, "./...")
	fix.Dir = dir
	if out, err := fix.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("go fix: %v\n%s", err, out)
	}
	after, err := os.ReadFile(filepath.Join(dir, "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	if string(after) != source {
		t.Errorf("go fix wrote:\n%s", after)
	}
}
