package revision_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/internal/revision"
)

// repository makes a repository with the tags one and two, and a branch side that
// left main at one.
func repository(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	for _, line := range []string{
		"git init -q -b main .",
		"mkdir sub && echo first > sub/a && echo 'sub/a export-ignore' > .gitattributes && git add . && git commit -qm 1 && git tag one",
		"git checkout -qb side && echo side > sub/b && git add . && git commit -qm s",
		"git checkout -q main && echo second > sub/a && mkdir new && echo > new/c && git add . && git commit -qm 2 && git tag two",
		"git checkout -q side && echo untracked > sub/u && echo changed > sub/b",
	} {
		cmd := exec.Command("sh", "-ec", line)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
	}
	return dir
}

func TestCheckout(t *testing.T) {
	repo := repository(t)
	status := func() string {
		cmd := exec.Command("git", "status", "--porcelain")
		cmd.Dir = repo
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	before := status()
	for _, tt := range []struct {
		dir, rev string
		want     string // the files below Dir with their text
	}{
		{"sub", "one", "a=first"},
		{"sub", "two", "a=second"},
		{"sub", "HEAD", "a=first b=side"},
		// main went on after side had left it.
		{"sub", "main...", "a=first"},
		{"", "two", ".gitattributes=sub/a export-ignore new/c= sub/a=second"},
	} {
		tree, err := revision.Checkout(t.Context(), filepath.Join(repo, tt.dir), tt.rev)
		if err != nil {
			t.Errorf("%s: %v", tt.rev, err)
			continue
		}
		if got := list(t, tree.Dir); got != tt.want {
			t.Errorf("%s in %q: %s, want %s", tt.rev, tt.dir, got, tt.want)
		}
		if err := tree.Remove(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(tree.Root); !os.IsNotExist(err) {
			t.Errorf("%s is left behind", tree.Root)
		}
	}
	if after := status(); after != before {
		t.Errorf("the work tree was\n%sand is\n%s", before, after)
	}
}

func TestCheckoutWithoutTheDirectory(t *testing.T) {
	repo := repository(t)
	if err := os.Mkdir(filepath.Join(repo, "new"), 0o777); err != nil {
		t.Fatal(err)
	}
	tree, err := revision.Checkout(t.Context(), filepath.Join(repo, "new"), "one")
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Remove()
	if _, err := os.Stat(tree.Dir); !os.IsNotExist(err) {
		t.Errorf("%s: %v", tree.Dir, err)
	}
}

func TestCheckoutFails(t *testing.T) {
	repo := repository(t)
	for rev, want := range map[string]string{
		"nosuch":    `no revision "nosuch" here; if it is on a server, git fetch brings it`,
		"nosuch...": `no revision "nosuch" here`,
		"...":       "no revision to compare with",
		"-h":        `no revision "-h" here`,
	} {
		_, err := revision.Checkout(t.Context(), repo, rev)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", rev, err)
		}
	}
	_, err := revision.Checkout(t.Context(), t.TempDir(), "HEAD")
	if err == nil || !strings.Contains(err.Error(), "cannot read revision HEAD: git rev-parse: ") {
		t.Errorf("without a repository: %v", err)
	}
}

// list returns the files below dir with their text.
func list(t *testing.T, dir string) string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files = append(files, filepath.ToSlash(rel)+"="+strings.TrimSpace(string(data)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(files, " ")
}
