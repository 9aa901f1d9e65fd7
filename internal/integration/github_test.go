package integration

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// fakeGitHub is a gh that keeps the comments of a pull request in a file, and
// a log of what was written. The first comment is somebody else's; with a file
// "readonly" nothing may be written.
const fakeGitHub = `#!/bin/bash
set -eu
[ "$1" = api ] && [ "$GH_TOKEN" = secret ]
shift
method=GET path= filter=. body=
while [ $# -gt 0 ]; do
	case $1 in
	--paginate | --silent) ;;
	--method) method=$2; shift ;;
	--jq) filter=$2; shift ;;
	--field) body=${2#body=@}; shift ;;
	*) path=$1 ;;
	esac
	shift
done
cd "$FAKE_GH"
if [ $method != GET ] && [ -e readonly ]; then exit 1; fi
case "$method $path" in
"GET repos/o/r/issues/7/comments?per_page=100") jq -r "$filter" comments ;;
"GET repos/o/r/issues/comments/"*) jq -r --argjson id "${path##*/}" '.[] | select(.id == $id)' comments | jq -r "$filter" ;;
"POST repos/o/r/issues/7/comments")
	echo POST >>log
	jq --rawfile body "$body" '. + [{id: (length + 1), body: $body}]' comments >new && mv new comments ;;
"PATCH repos/o/r/issues/comments/1") exit 1 ;;
"PATCH repos/o/r/issues/comments/"*)
	echo PATCH >>log
	jq --argjson id "${path##*/}" --rawfile body "$body" 'map(if .id == $id then .body = $body else . end)' comments >new && mv new comments ;;
*) echo "no $method $path" >&2; exit 1 ;;
esac
`

const (
	source = "package svc\n\nimport (\n\t\"sync\"\n\t\"time\"\n)\n\nvar mu sync.Mutex\n"
	wait   = "() {\n\tmu.Lock()\n\ttime.Sleep(time.Second)\n\tmu.Unlock()\n}\n\nfunc muShort() {\n\tmu.Lock()\n\tmu.Unlock()\n}\n"
)

// pullRequest makes a shallow clone of a branch in which the module in svc has
// one finding more than main, and a runner for its pull request.
func pullRequest(t *testing.T) (r *runner, gh string) {
	t.Helper()
	for _, tool := range []string{"bash", "git", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write("bin/gh", fakeGitHub, 0o777)
	write("gh/comments", `[{"id": 1, "body": "<!-- asyncport report: example.com/svc -->\nnot ours"}]`, 0o666)
	write("origin/svc/go.mod", "module example.com/svc\n\ngo 1.24\n", 0o666)
	write("origin/svc/a.go", source+"\nfunc carried"+wait, 0o666)
	env := append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GOFLAGS=-buildvcs=false",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
		"PATH="+filepath.Join(dir, "bin")+string(filepath.ListSeparator)+os.Getenv("PATH"),
		"FAKE_GH="+filepath.Join(dir, "gh"), "RUNNER_TEMP="+filepath.Join(dir, "runner"), "ASYNCPORT_CACHE="+filepath.Join(dir, "cache"))
	shell := func(line string) string {
		t.Helper()
		cmd := exec.Command("bash", "-ec", line)
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	base := shell("cd origin; git init -q -b main; git add .; git commit -qm base; git rev-parse HEAD")
	write("origin/svc/b.go", strings.ReplaceAll(source, "var mu", "var nu")+"\nfunc fresh"+strings.ReplaceAll(wait, "mu", "nu"), 0o666)
	shell("cd origin; git checkout -qb topic; git add .; git commit -qm topic; cd ..; git clone -q --depth 1 -b topic file://$PWD/origin work")
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return &runner{
		t: t, action: readAction(t), work: filepath.Join(dir, "work"), env: env,
		context: map[string]string{
			"github.token": "secret", "github.repository": "o/r", "github.action_path": root,
			"github.event.pull_request.number": "7", "github.event.pull_request.base.sha": base,
		},
	}, filepath.Join(dir, "gh")
}

// comments returns the comments of the pull request, and what was written.
func comments(t *testing.T, gh string) (bodies []string, log string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(gh, "comments"))
	if err != nil {
		t.Fatal(err)
	}
	var list []struct{ Body string }
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		bodies = append(bodies, c.Body)
	}
	text, err := os.ReadFile(filepath.Join(gh, "log"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return bodies, strings.Join(strings.Fields(string(text)), " ")
}

// TestActionOnAPullRequest follows a pull request through several pushes.
func TestActionOnAPullRequest(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command and runs it often")
	}
	r, gh := pullRequest(t)
	inputs := map[string]string{"working-directory": "svc"}
	change := func(file, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(r.work, "svc", file), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(failed, wantLog string, wantBodies int) {
		t.Helper()
		got := r.run(inputs)
		bodies, log := comments(t, gh)
		if got != failed || log != wantLog || len(bodies) != wantBodies {
			t.Fatalf("%q failed, want %q; written: %q, want %q; %d comments, want %d\n%s", got, failed, log, wantLog, len(bodies), wantBodies, r.log)
		}
	}

	expect("Verdict", "POST", 2)
	bodies, _ := comments(t, gh)
	if !strings.Contains(bodies[1], "1 finding introduced") || !strings.Contains(bodies[1], "`svc.fresh`") || r.summary != bodies[1] {
		t.Errorf("the comment is\n%s\nthe summary\n%s", bodies[1], r.summary)
	}
	if !strings.Contains(r.log, "b.go:12:2: nu is held across a yield") {
		t.Errorf("the log does not show the finding:\n%s", r.log)
	}
	if got := r.outputs["steps.compare.outputs.introduced"] + r.outputs["steps.compare.outputs.carried"]; got != "11" {
		t.Errorf("outputs are %v", r.outputs)
	}
	sarifOfTheRepository(t, r)

	// Other lines, the same findings: nothing is posted.
	change("b.go", "// Package svc waits.\n"+strings.ReplaceAll(source, "var mu", "var nu")+"\nfunc fresh"+strings.ReplaceAll(wait, "mu", "nu"))
	expect("Verdict", "POST", 2)

	// Mended: the comment is changed, and the job passes.
	change("b.go", "package svc\n")
	expect("", "POST PATCH", 2)
	if bodies, _ = comments(t, gh); !strings.Contains(bodies[1], "no finding introduced") {
		t.Errorf("the comment is\n%s", bodies[1])
	}

	// Nothing to say and no comment yet: none is made.
	if err := os.WriteFile(filepath.Join(gh, "comments"), []byte("[]"), 0o666); err != nil {
		t.Fatal(err)
	}
	expect("", "POST PATCH", 0)

	// A token that may not write: a warning.
	change("a.go", "package svc\n")
	if err := os.WriteFile(filepath.Join(gh, "readonly"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	expect("", "POST PATCH", 0)
	if !strings.Contains(r.log, "::warning::cannot comment") || !strings.Contains(r.summary, "1 finding fixed") {
		t.Errorf("no warning in\n%s", r.log)
	}

	// Bad input stops the job where it shows.
	inputs["packages"] = "./nosuch"
	expect("Check", "POST PATCH", 0)
}

// TestActionOnAPush compares with nothing, and posts nothing.
func TestActionOnAPush(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command and runs it")
	}
	r, gh := pullRequest(t)
	delete(r.context, "github.event.pull_request.number")
	delete(r.context, "github.event.pull_request.base.sha")
	if failed := r.run(map[string]string{"working-directory": "svc", "sarif": "false"}); failed != "" {
		t.Errorf("%s failed\n%s", failed, r.log)
	}
	if want := "Install asyncport, Fetch the base, Check, Compare, Verdict"; strings.Join(r.ran, ", ") != want {
		t.Errorf("ran %s, want %s", strings.Join(r.ran, ", "), want)
	}
	if _, log := comments(t, gh); log != "" || r.outputs["steps.compare.outputs.carried"] != "2" {
		t.Errorf("written: %q, outputs %v", log, r.outputs)
	}
	if failed := r.run(map[string]string{"working-directory": "svc", "fail-on": "any"}); failed != "Verdict" {
		t.Errorf("%q failed with open findings\n%s", failed, r.log)
	}
}

// sarifOfTheRepository wants both open findings, by the names that their files
// have in the repository.
func sarifOfTheRepository(t *testing.T, r *runner) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(r.outputs["steps.compare.outputs.directory"], "asyncport.sarif"))
	if err != nil {
		t.Fatal(err)
	}
	var log struct {
		Runs []struct {
			Results []struct {
				BaselineState string
				Locations     []struct {
					PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
				}
			}
		}
	}
	if err := json.Unmarshal(data, &log); err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, res := range log.Runs[0].Results {
		files = append(files, res.Locations[0].PhysicalLocation.ArtifactLocation.URI+res.BaselineState)
	}
	if got := strings.Join(files, " "); got != "svc/b.go svc/a.go" {
		t.Errorf("results are in %s", got)
	}
	if got := r.outputs["steps.sarif.outputs.category"]; got != "asyncport/svc/" {
		t.Errorf("category is %s", got)
	}
}
