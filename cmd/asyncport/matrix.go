package main

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/asyncport/asyncport/internal/config"
)

// matrix are the build configurations that flags ask for: every system with every
// architecture and every set of tags.
type matrix struct {
	goos, goarch []string
	tags         []string // sets of tags, each separated by commas
}

// flags are those of commands that merge what they find in several configurations.
// --tags stands before that of all commands, which chooses one.
func (m *matrix) flags(f *pflag.FlagSet) {
	f.StringSliceVar(&m.goos, "goos", nil, "analyse for these `systems`, separated by commas, and merge the answers")
	f.StringSliceVar(&m.goarch, "goarch", nil, "analyse for these `architectures`, likewise")
	f.StringArrayVar(&m.tags, "tags", nil, "build `tags`, separated by commas; if given several times, analyse with each set")
}

// builds returns the configurations to analyse. What the flags do not say is as the
// configuration file says.
func (m *matrix) builds(configured []config.Build) []config.Build {
	base := configured
	if len(m.goos) > 0 || len(m.goarch) > 0 {
		base = nil
		for _, goos := range orDefault(m.goos) {
			for _, goarch := range orDefault(m.goarch) {
				base = append(base, config.Build{GOOS: goos, GOARCH: goarch})
			}
		}
	}
	if len(m.tags) == 0 {
		return base
	}
	if len(base) == 0 {
		base = []config.Build{{}}
	}
	var builds []config.Build
	for _, b := range base {
		for _, tags := range m.tags {
			b.Tags = strings.FieldsFunc(tags, func(r rune) bool { return r == ',' || r == ' ' })
			if !slices.ContainsFunc(builds, func(o config.Build) bool { return o.String() == b.String() }) {
				builds = append(builds, b)
			}
		}
	}
	return builds
}

// orDefault returns the values, or the go command's own if there are none.
func orDefault(values []string) []string {
	if len(values) == 0 {
		return []string{""}
	}
	var list []string
	for _, v := range values {
		if v = strings.TrimSpace(v); !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}
