package ruledoc

import (
	"errors"
	"go/doc/comment"
	"strings"
)

// Examples returns the code that an analyzer's documentation shows under
// "Flagged:" and under "Accepted:", each block on its own. It is an error when
// one of the two has no code.
func Examples(doc string) (flagged, accepted []string, err error) {
	var parser comment.Parser
	var list *[]string
	for _, block := range parser.Parse(doc).Content {
		switch block := block.(type) {
		case *comment.Code:
			if list != nil {
				*list = append(*list, block.Text)
			}
		case *comment.Paragraph:
			switch plain(block) {
			case "Flagged:":
				list = &flagged
			case "Accepted:":
				list = &accepted
			default:
				list = nil
			}
		default:
			list = nil
		}
	}
	if flagged == nil || accepted == nil {
		return nil, nil, errors.New(`no indented code under a paragraph "Flagged:" or under one "Accepted:"`)
	}
	return flagged, accepted, nil
}

// plain returns the paragraph's text when it is nothing but text.
func plain(p *comment.Paragraph) string {
	var b strings.Builder
	for _, t := range p.Text {
		if s, ok := t.(comment.Plain); ok {
			b.WriteString(string(s))
		}
	}
	return b.String()
}
