package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/asyncport/asyncport/internal/baseline"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

// identify returns the identities of the findings, then of the suppressed and of
// the accepted ones. They are counted together, so that no two are the same and
// neither a comment nor the baseline changes an identity.
func identify(res *rewrite.Result, accepted []checker.Finding, read func(string) ([]byte, error)) []string {
	list := slices.Clone(res.Findings)
	for _, s := range res.Suppressed {
		list = append(list, s.Finding)
	}
	return hashes(append(list, accepted...), read)
}

// identifySites returns the identities of sites: as for findings, with the
// construct for the rule.
func identifySites(sites []site.Site) []string {
	list := make([]checker.Finding, len(sites))
	for i, s := range sites {
		list[i] = checker.Finding{Rule: "site: " + string(s.Construct), Pos: s.Pos, Message: s.Text, Package: s.Package, Func: s.Func}
	}
	return hashes(list, func(string) ([]byte, error) { return nil, errNoSource })
}

var errNoSource = errors.New("the source was not kept")

// reader reads from the sources that a run kept.
func reader(sources map[string][]byte) func(string) ([]byte, error) {
	return func(file string) ([]byte, error) {
		if data, ok := sources[file]; ok {
			return data, nil
		}
		return nil, errNoSource
	}
}

// hashes returns for each finding a hash of its baseline entry, in the order of
// the list; entries are made in the order of positions.
func hashes(list []checker.Finding, read func(string) ([]byte, error)) []string {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := list[i], list[j]
		return cmp.Or(comparePos(position(a.Pos), position(b.Pos)), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	sorted := make([]checker.Finding, len(list))
	for k, i := range order {
		sorted[k] = list[i]
	}
	ids := make([]string, len(list))
	for k, e := range baseline.Identify(sorted, read) {
		sum := sha256.Sum256([]byte(e.String()))
		ids[order[k]] = hex.EncodeToString(sum[:8])
	}
	return ids
}
