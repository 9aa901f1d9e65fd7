package main

import (
	"encoding/json"
	"io"

	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

// portVersion is the version of the JSON that port prints. A field that is
// added keeps it.
const portVersion = 1

// portResult is what port --json prints. Paths are relative to the module root,
// with slashes; lists are never null.
type portResult struct {
	Version  int           `json:"version"`
	Module   string        `json:"module"`
	Packages []string      `json:"packages"` // looked at, sorted
	Written  bool          `json:"written"`
	Files    []portFile    `json:"files"`   // changed or new, sorted
	Sites    []portSite    `json:"sites"`   // by package and position
	Dropped  []portDrop    `json:"dropped"` // rewrites that were taken back
	API      []portAPI     `json:"api"`     // differences of the exported API
	Commits  []portCommit  `json:"commits"` // in their order
	Tests    *portTests    `json:"tests"`   // null without --test
	NotSeen  []portNotSeen `json:"notSeen"` // what was not analysed, or not fully
}

type portFile struct {
	Path    string `json:"path"`
	New     bool   `json:"new"`
	Runtime bool   `json:"runtime"` // part of the delivered runtime
	Removed int    `json:"removed"` // lines
	Added   int    `json:"added"`   // lines
	Diff    string `json:"diff,omitempty"`
}

type portSite struct {
	Package   string `json:"package"`
	Func      string `json:"func"` // as stack traces name it; empty at package level
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	Construct string `json:"construct"`
	Text      string `json:"text"`
	Kind      string `json:"kind"` // of the yield, empty if there is none
	Status    string `json:"status"`
	Rule      string `json:"rule"`
	Reason    string `json:"reason"` // a documented code
	Detail    string `json:"detail"`
}

type portDrop struct {
	Package string `json:"package"`
	Func    string `json:"func"`
	Why     string `json:"why"`
}

type portAPI struct {
	Package    string `json:"package"`
	Change     string `json:"change"`
	Compatible bool   `json:"compatible"`
}

// portTests names tests by their package's directory: "store TestSum/empty".
type portTests struct {
	Packages []string `json:"packages"` // whose tests ran
	Before   []string `json:"failedBefore"`
	Unsteady []string `json:"unsteady"` // failed after the port and then passed
}

type portCommit struct {
	Subject string   `json:"subject"`
	Files   []string `json:"files"`
}

type portNotSeen struct {
	Package string `json:"package"`
	File    string `json:"file"`
	Why     string `json:"why"`
}

// writePortJSON prints the result of a run of the rewriter.
func writePortJSON(w io.Writer, res *rewrite.Result, written, withDiff, withRuntime bool) error {
	out := portResult{
		Version: portVersion, Module: res.Module, Written: written && len(res.Files) > 0,
		Packages: append([]string{}, res.Packages...),
		Files:    []portFile{}, Sites: []portSite{}, Dropped: []portDrop{}, API: []portAPI{}, Commits: []portCommit{}, NotSeen: []portNotSeen{},
	}
	for _, f := range res.Files {
		diff := fileDiff(f)
		file := portFile{Path: f.Path, New: f.Old == nil, Runtime: f.Runtime}
		file.Removed, file.Added = diffStat(diff)
		if withDiff && (withRuntime || !f.Runtime) {
			file.Diff = diff
		}
		out.Files = append(out.Files, file)
	}
	for _, s := range res.Sites {
		out.Sites = append(out.Sites, newPortSite(s))
	}
	for _, d := range res.Dropped {
		out.Dropped = append(out.Dropped, portDrop(d))
	}
	for _, c := range res.API {
		out.API = append(out.API, portAPI(c))
	}
	for _, c := range res.Commits {
		out.Commits = append(out.Commits, portCommit(c))
	}
	for _, n := range res.NotSeen {
		out.NotSeen = append(out.NotSeen, portNotSeen(n))
	}
	if t := res.Tests; t != nil {
		out.Tests = &portTests{append([]string{}, t.Packages...), append([]string{}, t.Before...), append([]string{}, t.Unsteady...)}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func newPortSite(s site.Site) portSite {
	return portSite{
		Package: s.Package, Func: s.Func,
		File: s.Pos.Filename, Line: s.Pos.Line, Column: s.Pos.Column,
		Construct: string(s.Construct), Text: s.Text, Kind: s.Kind,
		Status: s.Status.String(), Rule: s.Rule, Reason: s.Reason, Detail: s.Detail,
	}
}
